import { deviation, mean, groupBootstrap, pick, spearman } from './fit/statistics.ts';
import type { Photograph } from './data/sets.ts';
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
}

const draws = 1000;

/**
 * SRCC as the mean over splits, with the interval of a bootstrap that draws whole groups and takes the same mean of
 * each draw.
 *
 * @param scores per split (one, for a scorer that was never fitted) [photographs]
 */
export function measure(
  set: string,
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
    set,
    photos: all.length,
    srcc: figure(all),
    ...groupBootstrap(groups, figure, draws, 1),
    ceiling: ceilingOf(photographs, labels),
  };
}

/** Square root of the labels' reliability: few raters disagree with themselves. */
function ceilingOf(photographs: readonly Photograph[], labels: Float64Array): number | undefined {
  const errors = photographs.flatMap(({ errorVariance }) => errorVariance ?? []);
  if (errors.length < photographs.length) return undefined;
  return Math.sqrt(Math.max(0, 1 - mean(errors) / deviation(labels) ** 2));
}

/** The class follows the lower end of the interval, so that few photographs cannot make a strong attribute. */
export function reliabilityClass({ low }: { low: number }): Reliability['class'] {
  if (low >= 0.5) return 'strong';
  if (low >= 0.3) return 'fair';
  return low >= 0.1 ? 'weak' : 'unreliable';
}
