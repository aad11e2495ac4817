import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { PlainError } from '../../shared/result.ts';
import { randomFrom, shuffled } from '../../shared/statistics/random.ts';
import { deviation, mean } from '../../shared/statistics/statistics.ts';
import { type Photograph, type Split, splitNames } from './photograph.ts';
import { imageAt, type Line, numberFrom, readTable } from './table.ts';

const voteFile = 'data/votes_filtered.csv';

/** Where EVA lies under a folder of data sets: in it, or in a folder of its own; undefined where it is not. */
export const evaFolder = (data: string): string | undefined =>
  [data, join(data, 'eva'), join(data, 'EVA')].find((folder) => existsSync(join(folder, voteFile)));

/** EVA's four attributes: task ids, which are its columns. */
export const evaAttributes = ['visual', 'composition', 'quality', 'semantic'] as const;

const grade = numberFrom(1, 4);
const voteRow = z.object({
  image_id: z.string().min(1),
  score: numberFrom(0, 10),
  visual: grade,
  composition: grade,
  quality: grade,
  semantic: grade,
});
type Vote = z.infer<typeof voteRow>;

/** Fewer people than EVA's authors ask for say little of a photograph. */
const votesNeeded = 30;

/**
 * EVA (Kang, Valenzise, Dufaux 2020) as it was published. A photograph's labels are the means of its votes: the score
 * from 0 to 10, attributes from 1 to 4. Photographs with fewer than 30 votes are left out.
 *
 * @throws PlainError naming file and line of what is missing, malformed or out of range
 */
export function readEva(folder: string): Photograph[] {
  const file = join(folder, voteFile);
  const byImage = Map.groupBy(readTable(file, voteRow, '='), ({ row }) => row.image_id);
  const rated = [...byImage].filter(([, lines]) => lines.length >= votesNeeded);
  if (rated.length === 0)
    throw new PlainError(`${file} has no photograph with ${votesNeeded} votes or more.`);
  return rated.map(([id, lines]) => photographOf(folder, id, lines));
}

function photographOf(folder: string, id: string, lines: readonly Line<Vote>[]): Photograph {
  const votes = (column: Exclude<keyof Vote, 'image_id'>) => lines.map(({ row }) => row[column]);
  const overall = mean(votes('score'));
  return {
    set: 'eva',
    name: id,
    file: imageAt(join(folder, 'images/EVA_together'), `${id}.jpg`, lines[0]?.place ?? ''),
    group: id,
    labels: new Map([
      ['overall', overall],
      ...evaAttributes.map((task): [string, number] => [task, mean(votes(task))]),
    ]),
    errorVariance: deviation(votes('score')) ** 2 / (lines.length - 1),
    judgesOverall: overall,
  };
}

const splitSchema = z.object({
  seed: z.int(),
  train: z.array(z.string()),
  validation: z.array(z.string()),
  test: z.array(z.string()),
});
type SplitList = z.infer<typeof splitSchema>;

/** Shares of the photographs, in the order in which they are dealt out; the rest trains. */
const shares = { test: 0.15, validation: 0.1 };

const seed = 1;

/** EVA has no split of its own: this one is drawn once, and kept as a list of ids. */
export const evaSplitFile = 'eva-split.json';

/**
 * Gives each photograph its part of the split that the file lists; draws and writes it where there is no such file.
 *
 * @throws PlainError naming the file where it does not list exactly these photographs
 */
export function splitEva(photographs: readonly Photograph[], file: string): Photograph[] {
  const list = readSplit(file) ?? drawSplit(photographs.map(({ name }) => name));
  const partOf = new Map(
    splitNames.flatMap((split) => list[split].map((id): [string, Split] => [id, split])),
  );
  if (partOf.size !== photographs.length || photographs.some(({ name }) => !partOf.has(name))) {
    throw new PlainError(
      `${file} does not list the photographs that EVA has here: move it away to draw them anew.`,
    );
  }
  if (!existsSync(file)) writeFileAtomic.sync(file, `${JSON.stringify(list, null, 2)}\n`);
  return photographs.map((photograph) => ({
    ...photograph,
    split: partOf.get(photograph.name) ?? 'train',
  }));
}

function drawSplit(ids: readonly string[]): SplitList {
  const order = shuffled([...ids].sort(), randomFrom(seed));
  const test = Math.ceil(shares.test * order.length);
  const validation = test + Math.ceil(shares.validation * order.length);
  return {
    seed,
    train: order.slice(validation),
    validation: order.slice(test, validation),
    test: order.slice(0, test),
  };
}

function readSplit(file: string): SplitList | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return splitSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new PlainError(`${file} is not a list of EVA's split: move it away to draw it anew.`);
  }
}
