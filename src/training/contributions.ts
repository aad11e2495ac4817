import type { Examples } from './families.ts';
import { groupedFolds } from '../shared/statistics/splits.ts';
import { foldCount, splitCount } from './fit/select.ts';
import { deviation, mean, pick } from '../shared/statistics/statistics.ts';

/** How the network's overall score goes with its own attributes: raw overall = mean + sum of parts + remainder. */
export interface Contributions {
  /** Photographs it was fitted on. */
  photos: number;
  /** Raw overall score of the average photograph of the first set. */
  mean: number;
  /** coefficient x (raw attribute - mean) is an attribute's part. */
  parts: {
    task: string;
    mean: number;
    coefficient: number;
    /** With the overall score, within the sets: what it says on its own. */
    correlation: number;
  }[];
  /** Share of the overall score's variance that is left out of fold: in all, and in each set. */
  unexplained: number;
  /** The same for plain least squares, which sets attributes against each other: what the limits cost. */
  withoutLimits: number;
  bySet: { set: string; unexplained: number }[];
  /** Penalty of the ridge, per photograph. */
  strength: number;
}

/** Raw scores of one set's photographs. */
export interface ScoredSet {
  set: string;
  examples: Pick<Examples, 'photographs'>;
  /** [photographs], out of fold. */
  overall: Float64Array;
  /** Per attribute [photographs]. */
  attributes: readonly Float64Array[];
}

interface Rows {
  sets: readonly string[];
  y: Float64Array;
  /** Per attribute [rows], of unit deviation. */
  x: readonly Float64Array[];
}

/** From weak to strong. */
const strengths = [0.001, 0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1];

/**
 * Of attributes that say nearly the same, the ridge that predicts best gives all to one. So much of what it explains
 * is kept at least; the rest is given up so that they share.
 */
export const kept = 0.9;

/**
 * Ridge regression of the overall score on attributes. Every set has a mean of its own, as in the network's training:
 * crops of 80 pixels score lower than whole photographs for what they are, which is no matter of light or colour. The
 * first set lends the means that ship, so that a photograph's parts count from the middle of the scale that is shown.
 *
 * No attribute may count for more than it does on its own, nor against that: the heads of the attributes share what
 * they borrow, and a regression without limits undoes that mixture by setting one against the other. It predicts
 * better, but it would mark nearly every portrait down for its simplicity, which on its own hardly counts.
 *
 * @param tasks attributes that may explain
 */
export function contributionsOf(tasks: readonly string[], scored: readonly ScoredSet[]): Contributions {
  const joined = (of: (set: ScoredSet) => Float64Array) =>
    Float64Array.from(scored.flatMap((set) => [...of(set)]));
  const raw = tasks.map((_, t) => joined((set) => set.attributes[t] as Float64Array));
  const sets = scored.flatMap(({ set, examples }) => examples.photographs.map(() => set));
  const groups = scored.flatMap(({ set, examples }) =>
    examples.photographs.map(({ group }) => `${set}/${group}`),
  );
  const spreads = raw.map((values) => spreadWithin(values, sets));
  const rows: Rows = {
    sets,
    y: joined(({ overall }) => overall),
    x: raw.map((values, t) => values.map((value) => value / (spreads[t] as number))),
  };
  const all = [...sets.keys()];
  const splits = Array.from({ length: splitCount }, (_, seed) => groupedFolds(groups, foldCount, seed));
  const strength = sharingStrength(rows, all, splits);
  const { coefficients, sides } = fit(rows, all, { strength, limited: true });
  // The strength is chosen anew inside each fold's training photographs.
  const outOfFold = splits.map((folds) =>
    predictFolds(rows, all, folds, (training) => ({
      strength: sharingStrength(rows, training, [folds]),
      limited: true,
    })),
  );
  const plain = splits.map((folds) =>
    predictFolds(rows, all, folds, () => ({ strength: weakest, limited: false })),
  );
  const share = (lefts: readonly Left[], some: readonly number[]) =>
    mean(lefts.map((left) => leftOver(left, some)));
  const [first] = scored;
  return {
    photos: all.length,
    mean: mean(first?.overall ?? []),
    parts: tasks.map((task, t) => ({
      task,
      mean: mean(first?.attributes[t] ?? []),
      coefficient: (coefficients[t] as number) / (spreads[t] as number),
      correlation: (sides[t] as number) / spreadWithin(rows.y, sets),
    })),
    unexplained: share(outOfFold, all),
    withoutLimits: share(plain, all),
    bySet: scored.map(({ set }) => ({
      set,
      unexplained: share(
        outOfFold,
        all.filter((row) => sets[row] === set),
      ),
    })),
    strength,
  };
}

/** Deviation from the means of the sets. */
function spreadWithin(values: Float64Array, sets: readonly string[]): number {
  const means = meansOf(values, sets, [...sets.keys()]);
  return deviation(values.map((value, row) => value - (means.get(sets[row] ?? '') ?? 0)));
}

function meansOf(
  values: Float64Array,
  sets: readonly string[],
  rows: readonly number[],
): Map<string, number> {
  const bySet = Map.groupBy(rows, (row) => sets[row] ?? '');
  return new Map([...bySet].map(([set, own]) => [set, mean(pick(values, own))]));
}

interface Penalty {
  /** Of the ridge, per photograph. */
  strength: number;
  /** No coefficient lies beyond what the attribute's would be on its own, nor on the other side of 0. */
  limited: boolean;
}

const weakest = 0.001;

interface Fit {
  coefficients: Float64Array;
  /** Products of the attributes with the target. */
  sides: readonly number[];
  /** Means by set of the photographs fitted on. */
  yMeans: Map<string, number>;
  xMeans: Map<string, number>[];
}

function fit({ sets, x, y }: Rows, training: readonly number[], penalty: Penalty): Fit {
  const centred = (values: Float64Array, means: Map<string, number>) =>
    Float64Array.from(training, (row) => (values[row] as number) - (means.get(sets[row] ?? '') ?? 0));
  const yMeans = meansOf(y, sets, training);
  const xMeans = x.map((values) => meansOf(values, sets, training));
  const columns = x.map((values, t) => centred(values, xMeans[t] ?? new Map()));
  const target = centred(y, yMeans);
  const product = (a: Float64Array, b: Float64Array) => mean(a.map((value, i) => value * (b[i] as number)));
  const products = columns.map((a) => columns.map((b) => product(a, b)));
  const sides = columns.map((column) => product(column, target));
  return { coefficients: descend(products, sides, penalty), sides, yMeans, xMeans };
}

/**
 * The ridge by coordinate descent.
 *
 * @param products of the columns, of unit deviation, with each other
 * @param sides products of the columns with the target: coefficients of each column on its own
 */
function descend(
  products: readonly number[][],
  sides: readonly number[],
  { strength, limited }: Penalty,
): Float64Array {
  const coefficients = new Float64Array(sides.length);
  for (let largest = Infinity; largest > 1e-9;) {
    largest = 0;
    for (const [t, row] of products.entries()) {
      const before = coefficients[t] as number;
      const own = row[t] as number;
      const others = row.reduce((sum, value, k) => sum + value * (coefficients[k] as number), -own * before);
      const side = sides[t] as number;
      const free = (side - others) / (own + strength);
      const bounded = Math.max(Math.min(0, side), Math.min(Math.max(0, side), free));
      coefficients[t] = limited ? bounded : free;
      largest = Math.max(largest, Math.abs((coefficients[t] as number) - before));
    }
  }
  return coefficients;
}

/** Of each row, by a fit without its fold: what is left, and what the mean of its set alone would leave. */
interface Left {
  residual: Float64Array;
  fromMean: Float64Array;
}

function predictFolds(
  rows: Rows,
  some: readonly number[],
  folds: readonly number[],
  penaltyFor: (training: readonly number[]) => Penalty,
): Left {
  const { sets, x, y } = rows;
  const left = { residual: new Float64Array(y.length), fromMean: new Float64Array(y.length) };
  for (const fold of new Set(some.map((row) => folds[row]))) {
    const training = some.filter((row) => folds[row] !== fold);
    const { coefficients, yMeans, xMeans } = fit(rows, training, penaltyFor(training));
    for (const row of some.filter((one) => folds[one] === fold)) {
      const set = sets[row] ?? '';
      const fromMean = (y[row] as number) - (yMeans.get(set) ?? 0);
      const parts = x.map(
        (values, t) => (coefficients[t] as number) * ((values[row] as number) - (xMeans[t]?.get(set) ?? 0)),
      );
      left.fromMean[row] = fromMean;
      left.residual[row] = fromMean - parts.reduce((sum, part) => sum + part, 0);
    }
  }
  return left;
}

const leftOver = ({ residual, fromMean }: Left, some: readonly number[]): number =>
  some.reduce((sum, row) => sum + (residual[row] as number) ** 2, 0) /
  some.reduce((sum, row) => sum + (fromMean[row] as number) ** 2, 0);

/** The strongest of the ridges that keep enough of what the best explains, see `kept`. */
function sharingStrength(
  rows: Rows,
  some: readonly number[],
  splits: readonly (readonly number[])[],
): number {
  const explained = strengths.map((strength) =>
    mean(
      splits.map(
        (folds) =>
          1 -
          leftOver(
            predictFolds(rows, some, folds, () => ({ strength, limited: true })),
            some,
          ),
      ),
    ),
  );
  const enough = kept * Math.max(...explained);
  return strengths[explained.findLastIndex((share) => share >= enough)] ?? weakest;
}
