import type { Features } from '../features.ts';
import { type DualRidge, coefficients, dualRidge, leaveOut } from './ridge.ts';
import { groupedFolds } from './splits.ts';
import { pick } from './statistics.ts';
import { channelWeights, kernelOf, type TapProfile } from './taps.ts';

/** What a fit can be tuned by. */
export interface Choice {
  profile: TapProfile;
  strength: number;
  /** Weight of a row by its set; a set that is not named counts 1. */
  weights: Readonly<Record<string, number>>;
}

/** Targets that are fitted on the same photographs with one choice. */
export interface Family {
  name: string;
  /** Standardised pooled taps, [rows, tapChannels]. */
  features: Features;
  /** Each row's set, which has an intercept of its own. */
  sets: readonly string[];
  groups: readonly string[];
  /** Each [rows], about zero mean and unit deviation within a set. */
  targets: readonly Float64Array[];
  choices: readonly Choice[];
  /** How good predictions for some rows are: higher is better. */
  quality: (predictions: readonly Float64Array[], rows: readonly number[]) => number;
}

export interface Selection {
  /** Per split and target: what was predicted for each row by a fit and a choice that never saw its fold. */
  outOfFold: Float64Array[][];
  /** How often each choice was taken in the training folds. */
  taken: { choice: Choice; times: number }[];
  /** The choice with the best cross-validation on all rows, for the heads that ship. */
  choice: Choice;
  /** Per target [rows]: dual coefficients of the fit on all rows with `choice`. */
  coefficients: Float64Array[];
}

export const splitCount = 10;
export const foldCount = 5;

/** As good as no penalty on a set's intercept, beside a kernel whose diagonal is about one. */
const interceptVariance = 10;

interface Best {
  quality: number;
  choice: Choice;
  predictions: Float64Array[];
}

/**
 * Nested cross-validation. For each split and each fold left out, the choice is the one that does best on the other
 * folds, each of these predicted by a fit without it and without the fold left out.
 */
export function select(family: Family, progress: (line: string) => void): Selection {
  const { groups, choices, targets } = family;
  const splits = Array.from({ length: splitCount }, (_, seed) =>
    rowsByFold(groupedFolds(groups, foldCount, seed)),
  );
  const best: (Best | undefined)[][] = splits.map(() =>
    new Array<Best | undefined>(foldCount).fill(undefined),
  );
  let overall: { quality: number; choice: Choice; coefficients: Float64Array[] } | undefined;
  let kernel: { profile: TapProfile; values: Float64Array } | undefined;
  for (const [done, choice] of choices.entries()) {
    if (kernel?.profile !== choice.profile)
      kernel = { profile: choice.profile, values: withIntercepts(family, choice) };
    const fit = fitAll(family, choice, kernel.values);
    let sum = 0;
    for (const [s, folds] of splits.entries()) {
      const { outer, inner } = predictFolds(fit, folds, groups.length);
      sum += family.quality(assemble(outer, folds, groups.length), allRows(groups)) / splitCount;
      for (let f = 0; f < foldCount; f++) {
        const training = folds.flatMap((rows, fold) => (fold === f ? [] : rows));
        const quality = family.quality(inner[f] as Float64Array[], training);
        const slot = best[s] as (Best | undefined)[];
        if (quality > (slot[f]?.quality ?? -Infinity)) {
          slot[f] = { quality, choice, predictions: outer[f] as Float64Array[] };
        }
      }
    }
    if (sum > (overall?.quality ?? -Infinity)) {
      overall = { quality: sum, choice, coefficients: fit.targets.map((one) => one.coefficients) };
    }
    progress(`fitting ${family.name}: ${done + 1} of ${choices.length} choices`);
  }
  if (!overall) throw new Error('There is nothing to choose from.');
  const complete = best.map((slot) => slot.filter((one) => one !== undefined));
  return {
    outOfFold: complete.map((slot, s) =>
      assemble(
        slot.map(({ predictions }) => predictions),
        splits[s] as number[][],
        groups.length,
        targets.length,
      ),
    ),
    taken: choices
      .map((choice) => ({ choice, times: complete.flat().filter((one) => one.choice === choice).length }))
      .filter(({ times }) => times > 0),
    choice: overall.choice,
    coefficients: overall.coefficients,
  };
}

const allRows = (groups: readonly string[]): number[] => [...groups.keys()];

function rowsByFold(folds: readonly number[]): number[][] {
  const rows: number[][] = Array.from({ length: foldCount }, () => []);
  folds.forEach((fold, row) => rows[fold]?.push(row));
  return rows;
}

function withIntercepts({ features, sets }: Family, { profile }: Choice): Float64Array {
  const kernel = kernelOf(features, channelWeights(profile));
  return kernel.map((value, i) => {
    const same = sets[Math.floor(i / sets.length)] === sets[i % sets.length];
    return same ? value + interceptVariance : value;
  });
}

interface Fit {
  ridge: DualRidge;
  targets: { target: Float64Array; coefficients: Float64Array }[];
}

function fitAll({ sets, targets }: Family, { strength, weights }: Choice, kernel: Float64Array): Fit {
  const ridge = dualRidge(
    kernel,
    Float64Array.from(sets, (set) => strength / (weights[set] ?? 1)),
  );
  return { ridge, targets: targets.map((target) => ({ target, coefficients: coefficients(ridge, target) })) };
}

/**
 * @returns `outer`: per fold and target, predictions for its rows by a fit without them; `inner`: per fold left out
 *   and target, [all rows] predictions for every other fold by a fit without both
 */
function predictFolds({ ridge, targets }: Fit, folds: readonly number[][], size: number) {
  const outer = folds.map((rows) => leaveOut(ridge, targets, rows));
  const inner = folds.map(() => targets.map(() => new Float64Array(size)));
  folds.forEach((first, f) => {
    folds.slice(f + 1).forEach((second, offset) => {
      const g = f + 1 + offset;
      leaveOut(ridge, targets, [...first, ...second]).forEach((predictions, t) => {
        place(predictions.subarray(0, first.length), first, inner[g]?.[t]);
        place(predictions.subarray(first.length), second, inner[f]?.[t]);
      });
    });
  });
  return { outer, inner };
}

function place(values: Float64Array, rows: readonly number[], into: Float64Array | undefined): void {
  rows.forEach((row, i) => {
    if (into) into[row] = values[i] as number;
  });
}

function assemble(
  byFold: readonly Float64Array[][],
  folds: readonly number[][],
  size: number,
  targets = byFold[0]?.length ?? 0,
): Float64Array[] {
  return Array.from({ length: targets }, (_, t) => {
    const all = new Float64Array(size);
    folds.forEach((rows, f) => {
      place(byFold[f]?.[t] ?? new Float64Array(), rows, all);
    });
    return all;
  });
}

/** Predictions and labels of some rows, side by side. */
export const pairs = (
  a: Float64Array,
  b: Float64Array,
  rows: readonly number[],
): [Float64Array, Float64Array] => [pick(a, rows), pick(b, rows)];

/** The intercept of a set's rows, given a target's dual coefficients. */
export const setIntercept = ({ sets }: Pick<Family, 'sets'>, dual: Float64Array, set: string): number =>
  interceptVariance * dual.reduce((sum, value, row) => (sets[row] === set ? sum + value : sum), 0);
