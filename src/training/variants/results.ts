import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const figureSchema = z.object({
  task: z.string(),
  set: z.string(),
  /** SRCC per split, on the folds left out. */
  splits: z.array(z.number()),
  srcc: z.number(),
  /** Mean gain over what the variant is compared with, and the splits on which it is ahead. */
  gain: z.number(),
  wins: z.int(),
  /** Ahead on at least eight of ten splits, and by more than 0.01 in the mean. */
  passes: z.boolean(),
});

const measureSchema = z.object({
  task: z.string(),
  /** Of the measure that the training folds choose: mean over the splits. */
  measure: z.number(),
  /** Of the learned head on the same folds. */
  head: z.number(),
  wins: z.int(),
  /** The measure chosen most often. */
  chosen: z.string(),
  /** Share of permutations of the labels that reach the measure's SRCC. */
  permutation: z.number(),
});

const variantsSchema = z.object({
  command: z.string(),
  /** What the training folds choose from, the same for every variant. */
  choices: z.string(),
  variants: z.array(
    z.object({
      id: z.string(),
      what: z.string(),
      /** The variant whose figures it is compared with. */
      against: z.string(),
      figures: z.array(figureSchema),
    }),
  ),
  measures: z.array(measureSchema),
  /** What was not measured in this run, and why. */
  left: z.array(z.string()),
});

/** docs/variants.json: what was tried on frozen features, with what it gave. */
export type Variants = z.infer<typeof variantsSchema>;
export type VariantFigure = z.infer<typeof figureSchema>;
export type MeasureFigure = z.infer<typeof measureSchema>;

/** A variant is kept only if it is ahead on so many of the ten splits, and by more than this in the mean. */
const winsNeeded = 8;
const gainNeeded = 0.01;

export const passes = (gain: number, wins: number): boolean => wins >= winsNeeded && gain > gainNeeded;

/** A measure serves only if, besides, the labels in random order hardly ever give it as much. */
export const measurePasses = ({ measure, head, wins, permutation }: MeasureFigure): boolean =>
  passes(measure - head, wins) && permutation < 0.05;

/** @returns undefined where nothing was judged yet, or by another version of this command */
export function readVariants(file: string): Variants | undefined {
  if (!existsSync(file)) return undefined;
  return variantsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
}
