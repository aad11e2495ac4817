import type { Features } from '../features.ts';
import type { Tap } from '../trunk/trunk.ts';
import { type DualRidge, coefficients, dualRidge, leaveOut } from './ridge.ts';
import { groupedFolds } from '../../shared/statistics/splits.ts';
import { mean, pick } from '../../shared/statistics/statistics.ts';
import { channelWeights, kernelOf, type TapProfile } from './taps.ts';

/** What a fit can be tuned by. */
export interface Choice {
  profile: TapProfile;
  strength: number;
  /** Weight of a row by its set; a set that is not named counts 1. */
  weights: Readonly<Record<string, number>>;
  /** How much the borrowed scores count beside the taps; 0: not at all. */
  borrowed: number;
  /** How much differences within a group count beside the rows themselves; none where left out. */
  pairs?: number;
}

/** Targets that are fitted on the same photographs with one choice. */
export interface Family {
  name: string;
  /** Standardised pooled taps, [rows, channels]. */
  features: Features;
  taps: readonly Tap[];
  /** [rows, rows], in place of the taps' own kernel. */
  kernel?: (profile: TapProfile) => Float64Array;
  /** Each row's set, which has an intercept of its own. */
  sets: readonly string[];
  groups: readonly string[];
  /** Scores of heads that were trained on other photographs, each [rows]: features of their own. */
  borrowed: readonly Float64Array[];
  /** Each [rows], about zero mean and unit deviation within a set. */
  targets: readonly Float64Array[];
  choices: readonly Choice[];
  /** How good predictions for some rows are: higher is better. */
  quality: (predictions: readonly Float64Array[], rows: readonly number[]) => number;
}

export interface Selection {
  /** Per split and target: what was predicted for each row by a fit and a choice that never saw its fold. */
  outOfFold: Float64Array[][];
  /** How often each choice was among those averaged in the training folds. */
  taken: { choice: Choice; times: number }[];
  /** The choices with the best cross-validation on all rows: the heads that ship are the mean of theirs. */
  shipped: {
    choice: Choice;
    /** Per target [rows], of the fit on all rows. */ coefficients: Float64Array[];
  }[];
}

export const splitCount = 10;
export const foldCount = 5;

/** As good as no penalty on a set's intercept, beside a kernel whose diagonal is about one. */
const interceptVariance = 10;

/**
 * So many of the best choices are averaged: the best one alone is as much luck as merit where many do about equally
 * well, and a mean of linear heads is a linear head.
 */
export const averaged = 5;

/** The best so far, best first. */
class Shortlist<T> {
  readonly best: { quality: number; value: T }[] = [];

  offer(quality: number, value: T): void {
    this.best.push({ quality, value });
    this.best.sort((a, b) => b.quality - a.quality);
    this.best.length = Math.min(this.best.length, averaged);
  }
}

/**
 * Nested cross-validation. For each split and each fold left out, the choices are those that do best on the other
 * folds, each of these predicted by a fit without it and without the fold left out.
 */
export function select(family: Family, progress: (line: string) => void): Selection {
  const { groups, choices, targets } = family;
  const size = groups.length;
  const splits = Array.from({ length: splitCount }, (_, seed) =>
    rowsByFold(groupedFolds(groups, foldCount, seed)),
  );
  const byFold = splits.map((folds) =>
    folds.map((rows, f) => ({
      rows,
      training: folds.flatMap((others, fold) => (fold === f ? [] : others)),
      shortlist: new Shortlist<{ choice: Choice; predictions: Float64Array[] }>(),
    })),
  );
  const overall = new Shortlist<Selection['shipped'][number]>();
  let kernel: { choice: Choice; values: Float64Array } | undefined;
  for (const [done, choice] of choices.entries()) {
    if (kernel?.choice.profile !== choice.profile || kernel.choice.borrowed !== choice.borrowed) {
      kernel = { choice, values: fullKernel(family, choice) };
    }
    const fit = fitAll(family, choice, kernel.values);
    const qualities = splits.map((folds, s) => {
      const { outer, inner } = predictFolds(fit, folds, size);
      byFold[s]?.forEach(({ training, shortlist }, f) => {
        const quality = family.quality(inner[f] as Float64Array[], training);
        shortlist.offer(quality, { choice, predictions: outer[f] as Float64Array[] });
      });
      return family.quality(assemble(outer, folds, size), [...groups.keys()]);
    });
    overall.offer(mean(qualities), { choice, coefficients: fit.targets.map((one) => one.coefficients) });
    progress(`fitting ${family.name}: ${done + 1} of ${choices.length} choices`);
  }
  const taken = byFold.flat().flatMap(({ shortlist }) => shortlist.best.map(({ value }) => value.choice));
  return {
    outOfFold: byFold.map((folds) =>
      assemble(
        folds.map(({ shortlist }) =>
          targets.map((_, t) =>
            average(shortlist.best.map(({ value }) => value.predictions[t] as Float64Array)),
          ),
        ),
        folds.map(({ rows }) => rows),
        size,
      ),
    ),
    taken: choices
      .map((choice) => ({ choice, times: taken.filter((one) => one === choice).length }))
      .filter(({ times }) => times > 0),
    shipped: overall.best.map(({ value }) => value),
  };
}

const average = (lists: readonly Float64Array[]): Float64Array =>
  Float64Array.from(lists[0] ?? [], (_, i) => mean(lists.map((list) => list[i] as number)));

function rowsByFold(folds: readonly number[]): number[][] {
  const rows: number[][] = Array.from({ length: foldCount }, () => []);
  folds.forEach((fold, row) => rows[fold]?.push(row));
  return rows;
}

/** The taps' kernel, the borrowed scores', and each set's intercept. */
function fullKernel({ features, taps, kernel: own, sets, borrowed }: Family, choice: Choice): Float64Array {
  const kernel = own?.(choice.profile).slice() ?? kernelOf(features, channelWeights(choice.profile, taps));
  const size = sets.length;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let value = kernel[row * size + column] as number;
      for (const scores of borrowed)
        value += choice.borrowed * (scores[row] as number) * (scores[column] as number);
      kernel[row * size + column] = sets[row] === sets[column] ? value + interceptVariance : value;
    }
  }
  return kernel;
}

/** Per target, the dual coefficients [rows] of one choice on all rows. */
export const fitOne = (family: Family, choice: Choice): Float64Array[] =>
  fitAll(family, choice, fullKernel(family, choice)).targets.map((one) => one.coefficients);

interface Fit {
  ridge: DualRidge;
  targets: { target: Float64Array; coefficients: Float64Array }[];
}

function fitAll(family: Family, { strength, weights, pairs: share }: Choice, kernel: Float64Array): Fit {
  const { sets, targets } = family;
  const penalties = Float64Array.from(sets, (set) => strength / (weights[set] ?? 1));
  const ridge =
    share === undefined ? dualRidge(kernel, penalties) : withPairs(family, kernel, penalties, share);
  return { ridge, targets: targets.map((target) => ({ target, coefficients: coefficients(ridge, target) })) };
}

/**
 * Squared errors of the differences of each group's pairs, beside those of the rows. Of a group of n rows the penalty
 * is then a block, the inverse of I + share (I - 11ᵀ/n); a group never stands on both sides of a split, so that
 * leaving rows out stays as it was.
 */
function withPairs(
  { groups }: Family,
  kernel: Float64Array,
  penalties: Float64Array,
  share: number,
): DualRidge {
  const size = penalties.length;
  const coupled = kernel.slice();
  for (const rows of Map.groupBy(groups.keys(), (row) => groups[row]).values()) {
    for (const row of rows) {
      const common = ((penalties[row] as number) * share) / (1 + share) / rows.length;
      for (const column of rows) {
        coupled[row * size + column] = (coupled[row * size + column] as number) + common;
      }
    }
  }
  return dualRidge(
    coupled,
    penalties.map((penalty) => penalty / (1 + share)),
  );
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
): Float64Array[] {
  return Array.from({ length: byFold[0]?.length ?? 0 }, (_, t) => {
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
