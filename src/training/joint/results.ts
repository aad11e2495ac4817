import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { PlainError } from '../../shared/result.ts';

const comparisonSchema = z.object({
  set: z.string(),
  task: z.string(),
  before: z.number(),
  after: z.number(),
  gain: z.number(),
  /** 95 % interval of the gain, drawn by groups. */
  low: z.number(),
  high: z.number(),
  /** Splits on which the second is ahead. */
  wins: z.int(),
  splits: z.int(),
});

const resultsSchema = z.object({
  command: z.string(),
  comparisons: z.array(z.object({ title: z.string(), rows: z.array(comparisonSchema) })),
});

/** Two systems on the same photographs left out. */
export type Comparison = z.infer<typeof comparisonSchema>;
/** docs/stage-two.json: what the second stage gave, so that evaluating it never trains it again. */
export type StageTwoResults = z.infer<typeof resultsSchema>;

/**
 * @returns undefined where the second stage was never judged
 * @throws PlainError naming the file where it is damaged
 */
export function readStageTwo(file: string): StageTwoResults | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return resultsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new PlainError(`${file} is damaged: write it again with npm run stage-two.`, { cause });
  }
}
