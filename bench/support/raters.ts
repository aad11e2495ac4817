import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { decode } from '../../src/main/imaging/decode.ts';
import { toNetworkInput } from '../../src/main/imaging/network-input.ts';
import { openEngine } from '../../src/main/model/engines.ts';
import { loadModel } from '../../src/main/model/load-model.ts';
import { randomFrom, shuffled } from '../../src/shared/statistics/random.ts';
import { groupedFolds } from '../../src/shared/statistics/splits.ts';
import { deviation, mean } from '../../src/shared/statistics/statistics.ts';
import { aadbColumns } from '../../src/training/data/photograph.ts';
import { readSophoappeal } from '../../src/training/data/sets.ts';
import { imageAt, numberFrom, readTable } from '../../src/training/data/table.ts';
import { coefficients, dualRidge, leaveOut } from '../../src/training/fit/ridge.ts';

/** Photographs with what people said of them, for raters that are simulated from it. */
export interface RatedSet {
  name: string;
  /** Photographs of one theme never stand on both sides of learning and testing. */
  themes: string[];
  /** What people said, standardised, by name. */
  labels: Map<string, Float64Array>;
  /**
   * What one person's judgement strays by from one moment to the next, in deviations of the means; one per photograph.
   * Of the variance of single people about the mean, half is taken to be their own taste (Hoenekopp 2006), which the
   * rater's shares of the labels stand for, and half to be this.
   */
  noise: Float64Array;
  /** [photographs, width], standardised; the general score, out of fold by theme, comes first. */
  features: { width: number; values: Float32Array };
  /** Photographs. */
  size: number;
}

const components = 64;
const ridgeStrength = 30;

const oasisRow = z.object({
  file: z.string().min(1),
  theme: z.string().min(1),
  beauty_mean_1_7: numberFrom(1, 7),
  beauty_sd: numberFrom(0, 3.5),
  valence_mean: numberFrom(1, 7),
  arousal_mean: numberFrom(1, 7),
});

/** OASIS: beauty, valence and arousal. @returns null where the set is absent */
export async function readOasisRaters(data: string): Promise<RatedSet | null> {
  const folder = join(data, 'oasis');
  if (!existsSync(folder)) return null;
  const rows = readTable(join(folder, 'labels.csv'), oasisRow);
  const beauty = rows.map(({ row }) => row.beauty_mean_1_7);
  const { embeddings, attributes } = await seeAll(
    rows.map(({ row, place }) => imageAt(join(folder, 'images'), row.file, place)),
  );
  const themes = rows.map(({ row }) => row.theme);
  const labels = new Map([
    ['beauty', standardised(beauty)],
    ['valence', standardised(rows.map(({ row }) => row.valence_mean))],
    ['arousal', standardised(rows.map(({ row }) => row.arousal_mean))],
  ]);
  const spread = deviation(beauty);
  return {
    name: 'oasis',
    themes,
    labels,
    noise: Float64Array.from(rows, ({ row }) => (row.beauty_sd / spread) * Math.SQRT1_2),
    features: featuresOf(embeddings, labels.get('beauty') ?? new Float64Array(0), themes, attributes),
    size: rows.length,
  };
}

/** The crops of sophoappeal that are out of AADB: its score and eleven attributes. @returns null where it is absent */
export async function readAadbRaters(data: string, noise: number): Promise<RatedSet | null> {
  if (!existsSync(join(data, 'sophoappeal'))) return null;
  const photographs = readSophoappeal(data).filter(({ judgesOverall }) => judgesOverall !== undefined);
  const { embeddings } = await seeAll(photographs.map(({ file }) => file));
  const themes = photographs.map(({ group }) => group);
  const labels = new Map<string, Float64Array>([
    ['score', standardised(photographs.map(({ judgesOverall }) => judgesOverall ?? 0))],
    ...Object.keys(aadbColumns).map((task): [string, Float64Array] => [
      task,
      standardised(photographs.map((photograph) => photograph.labels.get(task) ?? 0)),
    ]),
  ]);
  return {
    name: 'aadb',
    themes,
    labels,
    noise: new Float64Array(photographs.length).fill(noise),
    // The attributes were learned on these very photographs, so they are left out.
    features: featuresOf(embeddings, labels.get('score') ?? new Float64Array(0), themes, []),
    size: photographs.length,
  };
}

/** What the shipped network says of photographs, batch 1: embeddings, and the attributes people agree on. */
async function seeAll(files: readonly string[]) {
  const model = await loadModel(fileURLToPath(new URL('../../resources/model', import.meta.url)));
  const runtime = await openEngine('onnx-cpu', model, availableParallelism());
  const reliable = model.manifest.tasks.flatMap(({ kind, reliability }, index) =>
    kind === 'attribute' && reliability.class !== 'unreliable' ? [index] : [],
  );
  const embeddings: Float32Array[] = [];
  const attributes: number[][] = reliable.map(() => []);
  for (const file of files) {
    const { raw, embedding } = await runtime.score(await toNetworkInput((await decode(file)).pixels));
    embeddings.push(embedding);
    reliable.forEach((task, a) => attributes[a]?.push(raw[task] ?? 0));
  }
  await runtime.dispose();
  return { embeddings, attributes };
}

/** General score out of fold, leading components of the embedding, attributes. */
function featuresOf(
  embeddings: readonly Float32Array[],
  target: Float64Array,
  themes: readonly string[],
  attributes: readonly number[][],
): RatedSet['features'] {
  const leading = leadingComponents(embeddings);
  const columns = [
    standardised(generalScore(leading, target, themes)),
    ...leading,
    ...attributes.map(standardised),
  ];
  const width = columns.length;
  const values = new Float32Array(embeddings.length * width);
  columns.forEach((column, c) => column.forEach((value, row) => (values[row * width + c] = value)));
  return { width, values };
}

/** Centred, in deviations of the first one: the later ones vary less, and a prior draws them back more. */
function leadingComponents(embeddings: readonly Float32Array[]): Float64Array[] {
  const unit = deviation(embeddings.map(([first = 0]) => first));
  return Array.from({ length: components }, (_, c) => {
    const column = embeddings.map((embedding) => embedding[c] ?? 0);
    const centre = mean(column);
    return Float64Array.from(column, (value) => (value - centre) / unit);
  });
}

/**
 * A general score that has not seen the theme it judges: ridge regression of the labels on the leading components, ten
 * folds by theme.
 */
function generalScore(
  leading: readonly Float64Array[],
  target: Float64Array,
  themes: readonly string[],
): number[] {
  const size = target.length;
  const kernel = new Float64Array(size * size);
  let spread = 0;
  for (const column of leading) {
    spread += mean(column.map((value) => value * value)) / components;
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++)
        kernel[i * size + j] =
          (kernel[i * size + j] as number) + (column[i] as number) * (column[j] as number);
  }
  const ridge = dualRidge(kernel, new Float64Array(size).fill(ridgeStrength * spread));
  const dual = coefficients(ridge, target);
  const foldOf = groupedFolds(themes, 10, 1);
  const scores = new Array<number>(size).fill(0);
  for (let fold = 0; fold < 10; fold++) {
    const rows = [...foldOf.keys()].filter((row) => foldOf[row] === fold);
    const [predicted] = leaveOut(ridge, [{ target, coefficients: dual }], rows);
    rows.forEach((row, i) => (scores[row] = predicted?.[i] ?? 0));
  }
  return scores;
}

function standardised(values: readonly number[] | Float64Array): Float64Array {
  const centre = mean(values);
  const spread = deviation(values) || 1;
  return Float64Array.from(values, (value) => (value - centre) / spread);
}

/** Themes dealt out to learning and testing, and those of each side to shoots of about `each` photographs. */
export function shootsOf(
  { themes }: RatedSet,
  each: number,
  seed: number,
): { learning: number[][]; testing: number[][] } {
  const order = shuffled([...new Set(themes)], randomFrom(seed));
  const half = order.length >> 1;
  const rowsOf = Map.groupBy(themes.keys(), (row) => themes[row] ?? '');
  const deal = (some: readonly string[]): number[][] => {
    const shoots: number[][] = [[]];
    for (const theme of some) {
      if ((shoots.at(-1)?.length ?? 0) >= each) shoots.push([]);
      shoots.at(-1)?.push(...(rowsOf.get(theme) ?? []));
    }
    return shoots.filter(({ length }) => length > 1);
  };
  return { learning: deal(order.slice(0, half)), testing: deal(order.slice(half)) };
}
