import type { Photograph } from '../data/photograph.ts';
import { readAvt, readOasis, readSophoappeal } from '../data/sets.ts';
import { examplesOf } from '../examples.ts';
import { aadbExamples } from '../families.ts';
import { networkSize } from '../../main/imaging/network-input.ts';
import { FeatureReader, type Features } from '../features.ts';
import { mean } from '../../shared/statistics/statistics.ts';
import { standardOf } from '../fit/taps.ts';
import { exportTrunk, graphNames } from '../onnx/export.ts';
import { tapsOf, type Trunk } from '../trunk/trunk.ts';
import { cellTrunk, hiddenTrunk, seeds, units } from './hidden.ts';
import { type Change, choicesTried, compared, judge, type Judged, type Sets } from './judge.ts';
import { gaussian, hiddenKernel, linear, sum } from './kernels.ts';
import { judgeMeasures } from './measures.ts';
import type { Variants } from './results.ts';

interface Trunks {
  lite1: Trunk;
  lite0: Trunk | undefined;
  lite2: Trunk | undefined;
}

/** About 115,000 pixels: 384 x 288 for 4:3. */
const larger = (width: number, height: number) =>
  networkSize(width, height, { smallest: 102_400, largest: 131_072 });
const squareOf = (side: number) => () => ({ width: side, height: side });

/** Side that sophoappeal's crops of 80 pixels are enlarged to, in place of the network's 256. */
const cropSide = 160;

/**
 * @param before what an interrupted run left: its variants are not judged again
 * @param write is given the results after every variant
 */
export async function tryVariants(
  data: string,
  trunks: Trunks,
  before: Variants | undefined,
  progress: (line: string) => void,
  write: (results: Variants) => void,
): Promise<Variants> {
  const { lite1 } = trunks;
  const photographs = [readOasis(data), readSophoappeal(data), readAvt(data)] as const;
  const readAt = async (
    trunk: Trunk,
    size?: (width: number, height: number) => { width: number; height: number },
  ) => {
    const reader = new FeatureReader(exportTrunk(trunk), progress, size && { size });
    return await readAll(reader, photographs);
  };
  const base = await readAt(lite1);
  const taps = tapsOf(lite1);
  const standard = standardOf(base[0], taps);
  const [oasis, sophoappeal, avt] = [0, 1, 2].map((set) =>
    examplesOf(photographs[set] ?? [], base[set] ?? new Float32Array(), standard, taps),
  ) as [Sets['oasis'], Sets['sophoappeal'], Sets['avt']];
  const sets = { oasis, sophoappeal, avt };
  const results: Variants = {
    command: 'npm run variants',
    choices: choicesTried,
    variants: [],
    measures: [],
    left: (['lite0', 'lite2'] as const).flatMap((name) =>
      trunks[name] ? [] : [`${name}: no trunk was given with --${name}`],
    ),
  };
  const known = new Map<string, Judged>();
  const attempt = async (
    id: string,
    what: string,
    change: () => Change | Promise<Change>,
    against = 'stage-one',
  ): Promise<void> => {
    const left = before?.choices === choicesTried && before.variants.find((one) => one.id === id);
    const figures = left
      ? left.figures
      : judge(sets, await change(), (line) => {
          progress(`${id}: ${line}`);
        });
    known.set(id, figures);
    results.variants.push({ id, what, against, figures: compared(figures, known.get(against) ?? figures) });
    write(results);
    for (const { task, set, splits } of figures.slice(0, 3)) {
      progress(`${id}: ${task} on ${set} ${mean(splits).toFixed(3)}`);
    }
  };

  const plain = linear(base, taps);
  await attempt('stage-one', 'EfficientNet-Lite1, linear heads, about 64,000 pixels', () => ({
    kernel: plain,
  }));
  const cellReader = new FeatureReader(cellTrunk(lite1, base, standard), progress, {
    output: graphNames.cells,
  });
  const maps = await cellReader.read(aadbExamples(sophoappeal).photographs);
  results.measures = await judgeMeasures(sophoappeal, maps, known.get('stage-one') ?? [], progress);

  for (const name of ['lite0', 'lite2'] as const) {
    const trunk = trunks[name];
    if (!trunk) continue;
    const what = `EfficientNet-${name === 'lite0' ? 'Lite0' : 'Lite2'} in place of Lite1`;
    await attempt(name, what, async () => ({ kernel: linear(await readAt(trunk), tapsOf(trunk)) }));
  }

  const second = once(async () => linear(await readAt(lite1, larger), taps));
  await attempt('two-scales', 'about 64,000 and about 115,000 pixels side by side', async () => ({
    kernel: sum([plain, 0.5], [await second(), 0.5]),
  }));
  const hidden = once(async () => {
    const graph = await hiddenTrunk(lite1, base, standard, photographs[0], progress);
    return await readAll(new FeatureReader(graph, progress, { output: graphNames.hidden }), photographs);
  });
  const all = (seeds + 1) * units;
  const beside = async (from: number, to: number): Promise<Change> => ({
    kernel: sum([plain, 1], [hiddenKernel(await hidden(), all, from, to), 1]),
  });
  await attempt('hidden', `beside the taps, ${units} rectified units of random weights at each cell`, () =>
    beside(0, units),
  );
  await attempt('hidden-fourier', `beside the taps, ${units} random Fourier features of each cell`, () =>
    beside(seeds * units, all),
  );
  await attempt('pairs', 'differences of pairs within a theme count as much as the rows', () => ({
    kernel: plain,
    pairs: [1],
    overallOnly: true,
  }));
  const enlarged = once(async () => {
    const reader = new FeatureReader(exportTrunk(lite1), progress, { size: squareOf(cropSide) });
    return linear([base[0], await reader.read(photographs[1]), base[2]], taps);
  });
  for (const weight of [0.2, 0.3, 0.6, 1]) {
    const what = `sophoappeal enlarged to ${cropSide} pixels, each crop counting ${weight}`;
    await attempt(`crops-${cropSide}-at-${weight}`, what, async () => ({
      kernel: await enlarged(),
      weights: [weight],
      overallOnly: true,
    }));
  }
  await attempt(
    'pooled-gaussian',
    'not to be shipped, having no map: a Gaussian kernel of the pooled taps',
    () => ({
      kernel: sum([plain, 1], [gaussian(plain), 1]),
    }),
  );
  await attempt('hidden-seeds', `${seeds} seeds of rectified units, averaged: one wider layer`, () =>
    beside(0, seeds * units),
  );
  const { lite2 } = trunks;
  if (lite2) {
    await attempt(
      'lite2-two-scales',
      'EfficientNet-Lite2, both sizes side by side',
      async () => ({
        kernel: sum(
          [linear(await readAt(lite2), tapsOf(lite2)), 0.5],
          [linear(await readAt(lite2, larger), tapsOf(lite2)), 0.5],
        ),
      }),
      'lite2',
    );
  }
  write(results);
  return results;
}

/** Computed where first asked for. */
function once<T>(compute: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined;
  return () => (value ??= compute());
}

async function readAll(
  reader: FeatureReader,
  sets: readonly (readonly Photograph[])[],
): Promise<[Features, Features, Features]> {
  const all: Features[] = [];
  for (const photographs of sets) all.push(await reader.read(photographs));
  return all as [Features, Features, Features];
}
