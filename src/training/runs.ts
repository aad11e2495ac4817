import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { PlainError } from '../shared/result.ts';
import { cacheFolder } from './cache.ts';

const runSchema = z
  .object({
    /** What was trained, such as "stage-one", "stage-two" or "single-task/overall". */
    system: z.string().regex(/^[a-z0-9-]+(\/[a-z0-9_-]+)*$/),
    /** Wall-clock time that the training took, interruptions left out. */
    seconds: z.number().nonnegative(),
    /** What the run was set to, for the record: learning rate, epochs and the like. */
    choices: z.record(z.string(), z.union([z.string(), z.number()])),
    /** The photographs that scores belong to: names in the order in which the set's reader gives them. */
    sets: z.array(z.object({ set: z.string(), names: z.array(z.string()) })),
    splits: z.array(
      z.object({
        /** Of the split into folds. */
        seed: z.int(),
        predictions: z.array(
          z.object({
            /** As of `sets`. The crops out of AADB are rows of "sophoappeal". */
            set: z.string(),
            task: z.string(),
            /** Raw out-of-fold scores, per photograph of the set; null where it stood in no test fold. */
            scores: z.array(z.number().nullable()),
          }),
        ),
      }),
    ),
  })
  .refine(({ sets, splits }) =>
    splits.every(({ predictions }) =>
      predictions.every(({ set, scores }) =>
        sets.some((one) => one.set === set && one.names.length === scores.length),
      ),
    ),
  );

/** Out-of-fold predictions of one system, kept so that evaluating it never trains it again. */
export type Run = z.infer<typeof runSchema>;
export type Prediction = Run['splits'][number]['predictions'][number];

/** Where runs are kept. */
export const runsFolder = join(cacheFolder, 'runs');

const placeOf = (system: string, folder: string): string => join(folder, `${system}.json`);

/** Keeps a run, in place of an earlier one of the same system. */
export function writeRun(run: Run, folder = runsFolder): void {
  const place = placeOf(run.system, folder);
  mkdirSync(dirname(place), { recursive: true });
  writeFileAtomic.sync(place, JSON.stringify(runSchema.parse(run)));
}

/**
 * @returns undefined where the system was not trained here
 * @throws PlainError naming the file where it is damaged
 */
export function readRun(system: string, folder = runsFolder): Run | undefined {
  const place = placeOf(system, folder);
  if (!existsSync(place)) return undefined;
  try {
    return runSchema.parse(JSON.parse(readFileSync(place, 'utf8')));
  } catch (cause) {
    throw new PlainError(`${place} is damaged: delete it and train again.`, { cause });
  }
}

/** Scores of some of a set's photographs as a prediction for all of it. */
export function predictionOf(
  set: string,
  task: string,
  photographs: number,
  rows: readonly number[],
  scores: ArrayLike<number>,
): Prediction {
  const all = new Array<number | null>(photographs).fill(null);
  rows.forEach((row, i) => (all[row] = scores[i] ?? null));
  return { set, task, scores: all };
}
