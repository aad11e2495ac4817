import {
  auc,
  deviation,
  groupBootstrap,
  mean,
  partialSpearman,
  pick,
  spearman,
} from '../shared/statistics/statistics.ts';
import type { Photograph } from './data/photograph.ts';
import type { Reliability } from '../shared/manifest.ts';

/** Agreement with people on one set of photographs. */
export interface Figure {
  set: string;
  photos: number;
  srcc: number;
  low: number;
  high: number;
  /** What scores equal to the mean of endless raters would reach, about; undefined where the raters' spread is not known. */
  ceiling: number | undefined;
  /** What an attribute tells beyond an overall score, the first being what its class follows; none for that itself. */
  beyond: Beyond[];
  /** Where most labels are zero; undefined elsewhere. */
  presence: Presence | undefined;
}

/**
 * Partial SRCC of scores and labels, given an overall score. People who like a photograph say of most of its
 * properties that they do it good, so an attribute may agree with people and yet be the overall score under another
 * name.
 */
export interface Beyond {
  /** Whose overall score: that of the people who judged the attribute, or the network's where they gave none. */
  given: 'people' | 'network';
  srcc: number;
  low: number;
  high: number;
}

/**
 * Where raters mostly say 0 ("not there, or of no effect"), how often a photograph that the property does good
 * (label above 0) scores higher than one of label 0. Labels below 0 (it does harm) are left out: they are
 * neither the property's presence nor its absence.
 */
export interface Presence {
  auc: number;
  low: number;
  high: number;
  /** Photographs with a label above 0, and with label 0. */
  positive: number;
  zero: number;
  /** Of all labels. */
  zeroShare: number;
}

const draws = 1000;

/**
 * SRCC as the mean over splits, with the interval of a bootstrap that draws whole groups and takes the same mean of
 * each draw.
 *
 * @param scores per split (one, for a scorer that was never fitted) [photographs]
 */
export function measure(
  photographs: readonly Photograph[],
  labels: Float64Array,
  scores: readonly Float64Array[],
): Figure {
  const figure = (rows: readonly number[]): number => {
    const truth = pick(labels, rows);
    return mean(scores.map((one) => spearman(pick(one, rows), truth)));
  };
  const groups = photographs.map(({ group }) => group);
  const all = [...photographs.keys()];
  return {
    set: photographs[0]?.set ?? '',
    photos: all.length,
    srcc: figure(all),
    ...groupBootstrap(groups, figure, draws, 1),
    ceiling: ceilingOf(photographs, labels),
    beyond: [],
    presence: undefined,
  };
}

/** As `measure`, of what scores tell beyond an overall score [photographs]. */
export function measureBeyond(
  photographs: readonly Photograph[],
  labels: Float64Array,
  scores: readonly Float64Array[],
  { given, overall }: { given: Beyond['given']; overall: Float64Array },
): Beyond {
  const figure = (rows: readonly number[]): number => {
    const truth = pick(labels, rows);
    const control = pick(overall, rows);
    return mean(scores.map((one) => partialSpearman(pick(one, rows), truth, control)));
  };
  const groups = photographs.map(({ group }) => group);
  return { given, srcc: figure([...photographs.keys()]), ...groupBootstrap(groups, figure, draws, 1) };
}

/** As `measure`, see `Presence`; undefined where half of the labels or more are not zero. */
export function measurePresence(
  photographs: readonly Photograph[],
  labels: Float64Array,
  scores: readonly Float64Array[],
): Presence | undefined {
  const all = [...photographs.keys()];
  const positive = (rows: readonly number[]) => rows.filter((row) => (labels[row] as number) > 0);
  const zero = (rows: readonly number[]) => rows.filter((row) => labels[row] === 0);
  const zeroShare = zero(all).length / all.length;
  if (zeroShare <= 0.5) return undefined;
  const figure = (rows: readonly number[]): number => {
    const [above, below] = [positive(rows), zero(rows)];
    return mean(scores.map((one) => auc(pick(one, above), pick(one, below))));
  };
  const groups = photographs.map(({ group }) => group);
  return {
    auc: figure(all),
    ...groupBootstrap(groups, figure, draws, 1),
    positive: positive(all).length,
    zero: zero(all).length,
    zeroShare,
  };
}

/** Square root of the labels' reliability: few raters disagree with themselves. */
function ceilingOf(photographs: readonly Photograph[], labels: Float64Array): number | undefined {
  const errors = photographs.flatMap(({ errorVariance }) => errorVariance ?? []);
  if (errors.length < photographs.length) return undefined;
  return Math.sqrt(Math.max(0, 1 - mean(errors) / deviation(labels) ** 2));
}

/** The ends of an interval out of 1,000 draws are known to about this: one below it may as well lie at 0. */
const touching = 0.01;

/** Whether an attribute tells something beyond the overall score for certain. */
export const adds = ({ low }: { low: number }): boolean => low >= touching;

/**
 * The class follows the lower end of the interval, so that few photographs cannot make a strong attribute. What adds
 * nothing for certain to an overall score is not reliable either, however well it agrees with people.
 */
export function reliabilityClass({
  low,
  beyond: [beyond],
}: {
  low: number;
  beyond: readonly { low: number }[];
}): Reliability['class'] {
  if (beyond && !adds(beyond)) return 'unreliable';
  if (low >= 0.5) return 'strong';
  if (low >= 0.3) return 'fair';
  return low >= 0.1 ? 'weak' : 'unreliable';
}
