import { fileURLToPath } from 'node:url';
import { learn } from '../src/main/taste/choose.ts';
import { measure } from '../src/main/taste/evidence.ts';
import { utilitiesOf } from '../src/main/taste/fit.ts';
import type { Judged } from '../src/main/taste/pairs.ts';
import { randomFrom } from '../src/shared/statistics/random.ts';
import { mean, spearman } from '../src/shared/statistics/statistics.ts';
import { type RatedSet, readAadbRaters, readOasisRaters, shootsOf } from './support/raters.ts';

/** A simulated rater: people's own labels in fixed shares. */
interface Rater {
  set: RatedSet;
  name: string;
  shares: Record<string, number>;
}

const oasisRaters: Record<string, Record<string, number>> = {
  'beauty (the general taste)': { beauty: 1 },
  valence: { valence: 1 },
  arousal: { arousal: 1 },
  'beauty and arousal': { beauty: 1, arousal: 1 },
  'beauty, calm': { beauty: 1, arousal: -1 },
  'valence and arousal': { valence: 1, arousal: 1 },
  'valence, calm': { valence: 1, arousal: -1 },
};
const aadbRaters: Record<string, Record<string, number>> = {
  'score (the general taste)': { score: 1 },
  'colour first': { color_harmony: 1, vivid_color: 1 },
  'subject first': { content: 1, object_emphasis: 1, depth_of_field: 1 },
};
/** AADB has no spread of single people; OASIS' mean one. */
const noiseOfOasis = 1.27;
const shootSize = 25;
const kept = 0.4;
const steps = [50, 100, 200, 250];
const headline = 2;

/**
 * How well a taste is learned from the decisions of simulated raters, on themes it has not seen, beside the general
 * score; and how long it takes.
 */
export default async function taste({ quick }: { quick: boolean }): Promise<Record<string, unknown>> {
  const data = fileURLToPath(new URL('../../shared/data', import.meta.url));
  const oasis = await readOasisRaters(data);
  const aadb = await readAadbRaters(data, noiseOfOasis);
  if (!oasis || !aadb) return { skipped: 'The data sets that raters are simulated from are not here.' };
  const raters: Rater[] = [
    ...Object.entries(oasisRaters).map(([name, shares]) => ({ set: oasis, name, shares })),
    ...Object.entries(aadbRaters).map(([name, shares]) => ({ set: aadb, name, shares })),
  ];
  const seeds = quick ? [1, 2] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const table = raters.map((rater) => ({ rater, ...judge(rater, seeds) }));
  for (const { rater, general, learned, used } of table) {
    const line = learned.map((share, i) => `${String(steps[i])}: ${share.toFixed(3)}`).join(', ');
    console.log(
      `${rater.set.name}, ${rater.name}: general ${general.toFixed(3)}; learned ${line}; used after 200: ${used.toFixed(3)}`,
    );
  }
  return {
    general_score_srcc: round(spearman(oasis.labels.get('beauty') ?? [], column(oasis, 0))),
    pairs_right_after_200: round(mean(table.map(({ learned }) => learned[headline] ?? 0))),
    pairs_right_general_score: round(mean(table.map(({ general }) => general))),
    worst_loss: round(Math.max(...table.map(({ general, used }) => general - used))),
    worst_loss_if_always_used: round(
      Math.max(...table.map(({ general, learned }) => general - (learned[headline] ?? 0))),
    ),
    ...timings(oasis),
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

const column = ({ features: { width, values }, size }: RatedSet, c: number): number[] =>
  Array.from({ length: size }, (_, row) => values[row * width + c] ?? 0);

/** Shares of pairs within the shoots tested that are ordered as the rater would, noise left out; means over the seeds. */
function judge({ set, shares }: Rater, seeds: readonly number[]) {
  const general: number[] = [];
  const used: number[] = [];
  const learned = steps.map((): number[] => []);
  for (const seed of seeds) {
    const { learning, testing } = shootsOf(set, shootSize, seed);
    const liking = likingOf(set, shares);
    const score = Float32Array.from(column(set, 0));
    const decided = decide(set, learning, liking, seed);
    const byScore = orderedAs(liking, score, testing);
    general.push(byScore);
    steps.forEach((count, i) => {
      const some = decided.slice(0, count);
      const photos = some.map(({ judged }) => judged);
      const features = rowsOf(
        set,
        some.map(({ row }) => row),
      );
      const { weights } = learn(features, photos);
      const share = orderedAs(liking, utilitiesOf(set.features, weights), testing);
      learned[i]?.push(share);
      if (i === headline) used.push(measure(features, photos).inForce ? share : byScore);
    });
  }
  return { general: mean(general), learned: learned.map(mean), used: mean(used) };
}

function likingOf({ labels, size }: RatedSet, shares: Record<string, number>): Float64Array {
  const liking = new Float64Array(size);
  for (const [label, share] of Object.entries(shares))
    labels.get(label)?.forEach((value, row) => (liking[row] = (liking[row] ?? 0) + share * value));
  const length = Math.hypot(...Object.values(shares));
  return liking.map((value) => value / length);
}

/** The rater keeps the best of each shoot, as it seems to them at that moment. */
function decide(set: RatedSet, shoots: readonly number[][], liking: Float64Array, seed: number) {
  const random = randomFrom(seed * 7919);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return shoots.flatMap((rows, shoot) => {
    const seen = new Map(rows.map((row) => [row, (liking[row] ?? 0) + (set.noise[row] ?? 0) * normal()]));
    const best = new Set(
      rows
        .toSorted((a, b) => (seen.get(b) ?? 0) - (seen.get(a) ?? 0))
        .slice(0, Math.round(kept * rows.length)),
    );
    return rows.map((row) => ({
      row,
      judged: {
        shoot,
        burst: null,
        pick: best.has(row) ? 'pick' : 'reject',
        stars: 0,
        weight: 1,
      } satisfies Judged,
    }));
  });
}

function rowsOf({ features: { width, values } }: RatedSet, rows: readonly number[]) {
  const some = new Float32Array(rows.length * width);
  rows.forEach((row, i) => some.set(values.subarray(row * width, (row + 1) * width), i * width));
  return { width, values: some };
}

function orderedAs(liking: Float64Array, utilities: Float32Array, shoots: readonly number[][]): number {
  let right = 0;
  let all = 0;
  for (const rows of shoots)
    for (const [i, a] of rows.entries())
      for (const b of rows.slice(0, i)) {
        const likes = (liking[a] as number) - (liking[b] as number);
        if (likes === 0) continue;
        all++;
        const says = (utilities[a] as number) - (utilities[b] as number);
        right += says === 0 ? 0.5 : says > 0 === likes > 0 ? 1 : 0;
      }
  return all > 0 ? right / all : 0.5;
}

/** 5,000 decisions over 50 shoots, and 100,000 photos: the photographs of the set, over and over. */
function timings(set: RatedSet) {
  const liking = likingOf(set, { valence: 1, arousal: 1 });
  const rows = Array.from({ length: 5000 }, (_, i) => (i * 31) % set.size);
  const photos = rows.map((row, i): Judged => ({
    shoot: Math.floor(i / 100),
    burst: null,
    pick: (liking[row] ?? 0) > 0 ? 'pick' : 'reject',
    stars: 0,
    weight: 1,
  }));
  const features = rowsOf(set, rows);
  const begin = performance.now();
  const { weights } = learn(features, photos);
  const learnedAt = performance.now();
  const many = rowsOf(
    set,
    Array.from({ length: 100_000 }, (_, i) => i % set.size),
  );
  const scoredFrom = performance.now();
  utilitiesOf(many, weights);
  return {
    train_5k_s: round((learnedAt - begin) / 1000),
    train_5k_s_target: 2,
    score_100k_s: round((performance.now() - scoredFrom) / 1000),
    score_100k_s_target: 1,
  };
}
