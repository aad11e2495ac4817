import type { Pixels } from '../imaging/network-input.ts';
import type { ModelRuntime } from './runtime.ts';

/** What an engine made of the trial's pictures, and how long it took. */
export interface Trial {
  /** Per picture. */
  outputs: { raw: Float32Array; maps: Float32Array }[];
  /** Medians in milliseconds a photo, alone and eight at once; null where they were not asked for. */
  milliseconds: { alone: number; ofEight: number } | null;
}

/** Largest absolute differences over the trial's pictures, all tasks together. */
export interface Difference {
  raw: number;
  maps: number;
}

/** An engine beyond these has scores with a version of their own. */
export const parity: Difference = { raw: 1e-3, maps: 1e-2 };

export const isWithinParity = ({ raw, maps }: Difference): boolean =>
  raw <= parity.raw && maps <= parity.maps;

/** Smooth, with hard edges, and without any order; landscape, upright and square. */
export const trialPictures = (): Pixels[] => [
  picture(288, 224, (x, y, channel) => [x * 255, y * 255, (x + y) * 127][channel] ?? 0),
  picture(192, 320, (x, y, channel) =>
    (Math.floor(x * 15) + Math.floor(y * 35)) % 2 === 0 ? 30 + 90 * channel : 240 - 50 * channel,
  ),
  picture(256, 256, noise(1)),
];

/** Repeated for at most this long, so that a table of engines takes seconds. */
const timedMs = 1500;
const warmUps = 2;
const mostRuns = 40;

/** Runs the trial's pictures through an engine. */
export async function trial(runtime: ModelRuntime, timed: boolean): Promise<Trial> {
  const outputs: Trial['outputs'] = [];
  for (const input of trialPictures()) {
    const { raw, values } = await runtime.maps(input);
    outputs.push({ raw, maps: values });
  }
  if (!timed) return { outputs, milliseconds: null };
  const [first] = trialPictures() as [Pixels];
  const eight = Array.from({ length: 8 }, () => first);
  return {
    outputs,
    milliseconds: {
      alone: await medianMs(() => runtime.score(first)),
      ofEight: (await medianMs(() => runtime.scoreBatch(eight))) / eight.length,
    },
  };
}

/** @throws Error where one has other pictures or shapes than the other */
export function differenceOf(reference: Trial, other: Trial): Difference {
  const largest = (part: 'raw' | 'maps'): number =>
    Math.max(
      ...reference.outputs.map((output, picture) =>
        largestDifference(output[part], other.outputs[picture]?.[part] ?? new Float32Array()),
      ),
    );
  return { raw: largest('raw'), maps: largest('maps') };
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new Error('Two engines gave outputs of different shapes.');
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] ?? NaN) - (b[i] ?? NaN));
    // A score that is not a number differs from any.
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}

async function medianMs(run: () => Promise<unknown>): Promise<number> {
  for (let i = 0; i < warmUps; i++) await run();
  const times: number[] = [];
  const end = performance.now() + timedMs;
  while (times.length < mostRuns && performance.now() < end) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? NaN;
}

function picture(
  width: number,
  height: number,
  at: (x: number, y: number, channel: number) => number,
): Pixels {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return at((pixel % width) / width, Math.floor(pixel / width) / height, i % 3);
  });
  return { data, width, height };
}

/** A linear congruential generator: the same bytes on every machine. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
}
