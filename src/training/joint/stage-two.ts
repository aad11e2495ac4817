import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { Photograph } from '../data/photograph.ts';
import type { Examples } from '../families.ts';
import { foldCount, splitCount } from '../fit/select.ts';
import { groupedFolds } from '../../shared/statistics/splits.ts';
import { predictionOf, type Run, runsFolder, writeRun } from '../runs.ts';
import { openSets, tasksOf } from '../tasks.ts';
import type { Tfjs } from '../../main/model/tfjs-library.ts';
import type { Standard } from '../fit/taps.ts';
import type { Trunk } from '../trunk/trunk.ts';
import { jointExamples } from './examples.ts';
import { fitTail, scoresOf } from './fit.ts';
import type { Views } from './maps.ts';
import { startingHeads, type TrainingSets } from './starting-heads.ts';
import { cutAt, makeTail } from './tail.ts';

const tasks = tasksOf(openSets);

/** A network that is trained on some of the tasks, and measured against what it started from. */
export interface System {
  name: string;
  /** Ids of the tasks whose labels it learns from; the others' heads stay as they were. */
  learns: readonly string[];
}

/** First stage of the trunk that is trained: what is before it sees edges and textures, which these sets cannot teach. */
export const firstTrained = 5;

/**
 * Settled on the training folds of the first two splits: larger steps, or steps without a pull, lose on the folds left
 * out what they gain on those trained on.
 */
export const options = { rate: 6e-5, pull: 500, epochs: 2 };

export interface StageTwoData {
  sets: TrainingSets;
  /** Of all sets' photographs one after the other: OASIS, sophoappeal, AVT. */
  views: Views;
  standard: Standard;
}

/**
 * Measures the second stage: on each of the ten splits one fold of groups is left out, the heads are fitted and the network
 * trained on the rest, and both score the fold. What is done is kept after every split, so that a run that was
 * interrupted goes on where it was.
 *
 * @param folder where runs are kept
 * @returns runs of the second stage and of the heads it started from, on the same photographs
 */
export async function judgeStageTwo(
  tf: Tfjs,
  trunk: Trunk,
  { sets, views, standard }: StageTwoData,
  system: System,
  progress: (line: string) => void,
  folder = runsFolder,
): Promise<{ start: Run; tuned: Run }> {
  const all = [sets.oasis, sets.sophoappeal, sets.avt];
  const photographs = all.flatMap((set) => set.photographs);
  const groups = photographs.map(({ set, group }) => `${set}/${group}`);
  const examples = jointExamples(
    photographs,
    tasks.map(({ id }) => id),
    system.learns,
  );
  const place = placeOf(system, folder);
  const done = storedSplits(place);
  for (let seed = done.length; seed < splitCount; seed++) {
    const began = Date.now();
    const folds = groupedFolds(groups, foldCount, seed);
    const rowsWhere = (test: (fold: number) => boolean): number[] =>
      [...groups.keys()].filter((row) => test(folds[row] ?? 0));
    const [test, training] = [rowsWhere((fold) => fold === 0), rowsWhere((fold) => fold !== 0)];
    const heads = startingHeads(restrictedTo(sets, training), standard);
    const model = makeTail(tf, trunk, cutAt(trunk, firstTrained), heads, standard);
    const before = scoresOf(tf, model, views, test);
    await fitTail(tf, model, examples, views, training, { ...options, seed }, (epoch, loss) => {
      progress(
        `${system.name}: split ${seed + 1} of ${splitCount}, pass ${epoch} of ${options.epochs}, loss ${loss.toFixed(3)}`,
      );
    });
    const after = scoresOf(tf, model, views, test);
    model.dispose();
    done.push({
      seed,
      seconds: (Date.now() - began) / 1000,
      test,
      start: [...before],
      tuned: [...after],
    });
    mkdirSync(folder, { recursive: true });
    await writeFileAtomic(place, JSON.stringify(done));
  }
  const seconds = done.reduce((sum, split) => sum + split.seconds, 0);
  const runOf = (name: string, scores: (split: StoredSplit) => readonly number[]): Run => ({
    system: name,
    seconds,
    choices: { ...options, firstTrained, learns: system.learns.join(' ') },
    sets: all.map((set) => ({
      set: set.photographs[0]?.set ?? '',
      names: set.photographs.map(({ name }) => name),
    })),
    splits: done.map((split) => ({
      seed: split.seed,
      predictions: predictionsOf(all, split.test, scores(split)),
    })),
  });
  const start = runOf(`${system.name}/start`, (split) => split.start);
  const tuned = runOf(`${system.name}/tuned`, (split) => split.tuned);
  for (const run of [start, tuned]) writeRun(run, folder);
  return { start, tuned };
}

const splitsSchema = z.array(
  z.object({
    seed: z.int(),
    seconds: z.number(),
    /** Rows that were left out. */
    test: z.array(z.int()),
    /** [rows left out, tasks] */
    start: z.array(z.number()),
    tuned: z.array(z.number()),
  }),
);
type StoredSplit = z.infer<typeof splitsSchema>[number];

/** Of these very settings: with others it begins anew. */
const placeOf = ({ name }: System, folder: string): string => {
  const { rate, pull, epochs } = options;
  return join(folder, `${name.replaceAll('/', '-')}-${rate}-${pull}-${epochs}.splits.json`);
};

const storedSplits = (place: string): StoredSplit[] =>
  existsSync(place) ? splitsSchema.parse(JSON.parse(readFileSync(place, 'utf8'))) : [];

function predictionsOf(
  sets: readonly Examples[],
  test: readonly number[],
  scores: readonly number[],
): Run['splits'][number]['predictions'] {
  let first = 0;
  return sets.flatMap(({ photographs }) => {
    const [from, to] = [first, (first += photographs.length)];
    const own = test.flatMap((row, i) => (row >= from && row < to ? [{ row: row - from, i }] : []));
    return tasks.flatMap(({ id }, t) => {
      const labelled = own.filter(({ row }) => photographs[row]?.labels.has(id));
      if (labelled.length === 0) return [];
      const values = labelled.map(({ i }) => scores[i * tasks.length + t] ?? NaN);
      const rows = labelled.map(({ row }) => row);
      return [predictionOf(photographs[0]?.set ?? '', id, photographs.length, rows, values)];
    });
  });
}

/** @param rows of the sets one after the other */
function restrictedTo(sets: TrainingSets, rows: readonly number[]): TrainingSets {
  const kept = new Set(rows);
  let first = 0;
  const some = (examples: Examples): Examples => {
    const { photographs, taps } = examples;
    const own = [...photographs.keys()].filter((row) => kept.has(first + row));
    first += photographs.length;
    const part = (all: Float32Array): Float32Array => {
      const width = all.length / photographs.length;
      const picked = new Float32Array(own.length * width);
      own.forEach((row, i) => picked.set(all.subarray(row * width, (row + 1) * width), i * width));
      return picked;
    };
    return {
      photographs: own.map((row) => photographs[row] as Photograph),
      features: part(examples.features),
      standardised: part(examples.standardised),
      taps,
    };
  };
  // In the order in which the rows are counted.
  const [oasis, sophoappeal, avt] = [some(sets.oasis), some(sets.sophoappeal), some(sets.avt)];
  return { oasis, sophoappeal, avt };
}
