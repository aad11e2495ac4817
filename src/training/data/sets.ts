import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PlainError } from '../../shared/result.ts';
import { aadbColumns, type Photograph } from './photograph.ts';
import { imageAt, numberFrom, readTable } from './table.ts';

const votes = numberFrom(0, Infinity);
const oasisRow = z.object({
  file: z.string().min(1),
  theme: z.string().min(1),
  category: z.string().min(1),
  beauty_mean_1_7: numberFrom(1, 7),
  beauty_sd: numberFrom(0, 3.5),
  n: numberFrom(2, Infinity),
});
const appealRow = z.object({
  tile: z.string().min(1),
  source_name: z.string().min(1),
  mos: numberFrom(1, 5),
  c1: votes,
  c2: votes,
  c3: votes,
  c4: votes,
  c5: votes,
});
const avtRow = z.object({
  file: z.string().min(1),
  rule_of_thirds_yes_frac: numberFrom(0, 1),
  simplicity_yes_frac: numberFrom(0, 1),
  n: numberFrom(1, Infinity),
});
const attribute = numberFrom(-1, 1);
const attributesRow = z.object({
  tile: z.string().min(1),
  BalacingElements: attribute,
  ColorHarmony: attribute,
  Content: attribute,
  DoF: attribute,
  Light: attribute,
  MotionBlur: attribute,
  Object: attribute,
  Repetition: attribute,
  RuleOfThirds: attribute,
  Symmetry: attribute,
  VividColor: attribute,
  score: numberFrom(0, 1),
});

/** OASIS: beauty as rated by about 189 people a photo; a group is a theme. */
export function readOasis(data: string): Photograph[] {
  const folder = join(data, 'oasis');
  return readTable(join(folder, 'labels.csv'), oasisRow).map(({ row, place }) => ({
    set: 'oasis',
    name: row.file,
    file: imageAt(join(folder, 'images'), row.file, place),
    group: row.theme,
    part: row.category,
    labels: new Map([['overall', row.beauty_mean_1_7]]),
    errorVariance: row.beauty_sd ** 2 / row.n,
  }));
}

/** sophoappeal: appeal of 80-pixel crops; those out of AADB carry its eleven attributes too. */
export function readSophoappeal(data: string): Photograph[] {
  const folder = join(data, 'sophoappeal');
  const photographs = readTable(join(folder, 'labels.csv'), appealRow).map(({ row, place }): Photograph => ({
    set: 'sophoappeal',
    name: row.tile,
    file: imageAt(join(folder, 'tiles'), row.tile, place),
    group: row.tile,
    // Folders are named after where the photographs come from.
    part: row.source_name.split('/')[0] ?? '',
    labels: new Map([['overall', row.mos]]),
    errorVariance: meanError([row.c1, row.c2, row.c3, row.c4, row.c5]),
  }));
  const byName = new Map(photographs.map((photograph) => [photograph.name, photograph]));
  for (const { row, place } of readTable(join(folder, 'aadb_attributes.csv'), attributesRow)) {
    const photograph = byName.get(row.tile);
    if (!photograph) throw new PlainError(`${place}: ${row.tile} is not in the labels of its set.`);
    for (const [task, column] of Object.entries(aadbColumns)) photograph.labels.set(task, row[column]);
    photograph.judgesOverall = row.score;
  }
  return photographs;
}

/** Squared standard error of the mean of votes 1, 2, ..., given how many there are of each. */
function meanError(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const average = counts.reduce((sum, count, i) => sum + count * (i + 1), 0) / total;
  const squares = counts.reduce((sum, count, i) => sum + count * (i + 1 - average) ** 2, 0);
  return squares / (total - 1) / total;
}

/** AVT: the share of five people who call a photo simple, and of those who find the rule of thirds in it. */
export function readAvt(data: string): Photograph[] {
  const folder = join(data, 'avt');
  return readTable(join(folder, 'labels.csv'), avtRow).map(({ row, place }) => ({
    set: 'avt',
    name: row.file,
    file: imageAt(join(folder, 'images'), row.file, place),
    group: row.file,
    labels: new Map([
      ['simplicity', row.simplicity_yes_frac],
      ['rule_of_thirds', row.rule_of_thirds_yes_frac],
    ]),
    errorVariance: (row.simplicity_yes_frac * (1 - row.simplicity_yes_frac)) / Math.max(1, row.n - 1),
  }));
}

const nimaRow = z.object({ set: z.string(), file: z.string(), nima_mean_1_10: numberFrom(1, 10) });

/** NIMA's scores by set and file name, the baseline. Undefined where the file is absent. */
export function readNima(data: string): Map<string, number> | undefined {
  const file = join(data, 'nima.csv');
  if (!existsSync(file)) return undefined;
  return new Map(readTable(file, nimaRow).map(({ row }) => [`${row.set}/${row.file}`, row.nima_mean_1_10]));
}
