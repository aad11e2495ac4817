import { groupedFolds } from '../../shared/statistics/splits.ts';
import { mean } from '../../shared/statistics/statistics.ts';
import { fit, priorOf, utilitiesOf, type Features } from './fit.ts';
import { pairsOf, type Judged, type Pairs } from './pairs.ts';

/** How far weights may stray from the general score: from not at all to as far as a few hundred decisions carry. */
export const strayings = [0, 0.05, 0.1, 0.2, 0.4, 0.8];

/** Whole shoots are left out; more folds than this say little more and take longer. */
const mostFolds = 5;

export interface Chosen {
  t: number;
  weights: Float64Array;
}

/**
 * Fits the taste, with t chosen by leaving whole shoots out: the smallest t whose loss on shoots left out is within one
 * standard error (of the difference, shoot by shoot) of the best one's. With fewer than three shoots nothing can be
 * chosen, and the general score stays.
 *
 * @param photos in capture order within a shoot
 * @param taught the photos of `photos` that may be learned from; all of them if not given
 */
export function learn(features: Features, photos: readonly Judged[], taught?: readonly number[]): Chosen {
  const rows = taught ?? [...photos.keys()];
  const shoots = [...new Set(rows.map((row) => photos[row]?.shoot ?? 0))];
  const t = shoots.length < 3 ? 0 : chooseStraying(features, photos, rows, shoots.length);
  const weights = fit(features, pairsAmong(photos, rows), priorOf(features.width, t));
  return { t, weights };
}

function chooseStraying(
  features: Features,
  photos: readonly Judged[],
  rows: readonly number[],
  shoots: number,
): number {
  const folds = Math.min(mostFolds, shoots);
  const foldOf = groupedFolds(
    rows.map((row) => String(photos[row]?.shoot)),
    folds,
    1,
  );
  /** Per t, the loss of each shoot left out. */
  const losses = strayings.map(() => new Map<number, number>());
  for (let fold = 0; fold < folds; fold++) {
    const pairs = pairsAmong(
      photos,
      rows.filter((_, i) => foldOf[i] !== fold),
    );
    const left = Map.groupBy(
      rows.filter((_, i) => foldOf[i] === fold),
      (row) => photos[row]?.shoot ?? 0,
    );
    const leftPairs = [...left].map(([shoot, members]) => ({ shoot, pairs: pairsAmong(photos, members) }));
    let weights: Float64Array | undefined;
    strayings.forEach((t, i) => {
      // The weights at one t are a good beginning at the next.
      weights = fit(features, pairs, priorOf(features.width, t), weights);
      const utilities = utilitiesOf(features, weights);
      for (const { shoot, pairs: tested } of leftPairs) {
        const loss = lossOf(utilities, tested);
        if (loss !== null) losses[i]?.set(shoot, loss);
      }
    });
  }
  const table = losses.map((loss) => [...loss.values()]);
  const means = table.map((row) => (row.length > 0 ? mean(row) : Infinity));
  const best = means.indexOf(Math.min(...means));
  const chosen = table.findIndex((row, i) => {
    const differences = row.map((loss, shoot) => loss - (table[best]?.[shoot] ?? 0));
    return (means[i] ?? Infinity) - (means[best] ?? 0) <= standardError(differences);
  });
  return strayings[chosen] ?? 0;
}

function standardError(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return values.length > 1 ? Math.sqrt(squares / (values.length - 1) / values.length) : 0;
}

/** Mean log loss of pairs, by weight; null where there are none. */
function lossOf(utilities: Float32Array, { better, worse, weights }: Pairs): number | null {
  let sum = 0;
  let all = 0;
  for (let p = 0; p < weights.length; p++) {
    const margin = (utilities[better[p] as number] as number) - (utilities[worse[p] as number] as number);
    sum += (weights[p] as number) * Math.log1p(Math.exp(-margin));
    all += weights[p] as number;
  }
  return all > 0 ? sum / all : null;
}

/** The pairs among some of the photos, as indices into all of them. */
export function pairsAmong(photos: readonly Judged[], rows: readonly number[]): Pairs {
  const pairs = pairsOf(rows.map((row) => photos[row] as Judged));
  return {
    better: pairs.better.map((i) => rows[i] as number),
    worse: pairs.worse.map((i) => rows[i] as number),
    weights: pairs.weights,
  };
}
