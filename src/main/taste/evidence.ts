import { groupedFolds } from '../../shared/statistics/splits.ts';
import { groupBootstrap } from '../../shared/statistics/statistics.ts';
import { learn } from './choose.ts';
import { utilitiesOf, type Features } from './fit.ts';
import { preference, type Judged } from './pairs.ts';

/** How often a kept photo is put above a rejected one of the same shoot; chance is 0.5. */
export interface Accuracy {
  share: number;
  /** 95 % interval, drawn by shoots. */
  low: number;
  high: number;
}

export interface Evidence {
  shoots: number;
  decisions: number;
  /** On shoots that the taste did not learn from; null where no shoot has both kept and rejected photos. */
  taste: Accuracy | null;
  general: Accuracy | null;
  /** Of the taste over the general score, in the same shoots. */
  gain: Accuracy | null;
  /** What the figures allow: the taste is used only where it is better for sure. */
  inForce: boolean;
}

const leastShoots = 5;
const leastDecisions = 200;
const folds = 5;
const draws = 2000;

/**
 * Measures the taste as it would be learned without each shoot in turn (in five folds of whole shoots; t is chosen anew
 * inside the others each time), beside the general score on the same pairs.
 */
export function measure(features: Features, photos: readonly Judged[]): Evidence {
  const shoots = [...Map.groupBy(photos.keys(), (row) => photos[row]?.shoot ?? 0)];
  const decisions = photos.length;
  const counts = { shoots: shoots.length, decisions };
  const none: Evidence = { ...counts, taste: null, general: null, gain: null, inForce: false };
  if (shoots.length < 3) return none;
  const foldOf = groupedFolds(
    photos.map(({ shoot }) => String(shoot)),
    Math.min(folds, shoots.length),
    2,
  );
  const general = firstFeature(features);
  const orders: { shoot: number; pairs: number; taste: number; general: number }[] = [];
  for (let fold = 0; fold < Math.min(folds, shoots.length); fold++) {
    const taught = [...photos.keys()].filter((row) => foldOf[row] !== fold);
    const utilities = utilitiesOf(features, learn(features, photos, taught).weights);
    for (const [shoot, members] of shoots) {
      if (foldOf[members[0] ?? 0] !== fold) continue;
      const order = orderedIn(members, photos, utilities, general);
      if (order.pairs > 0) orders.push({ shoot, ...order });
    }
  }
  if (orders.length === 0) return none;
  const accuracy = (of: (order: (typeof orders)[number]) => number): Accuracy => {
    // A shoot counts by the photos in it rather than by its pairs, of which a large one has very many.
    const share = (rows: readonly number[]): number => {
      let right = 0;
      let all = 0;
      for (const row of rows) {
        const order = orders[row];
        if (!order) continue;
        const weight = Math.sqrt(order.pairs);
        right += weight * of(order);
        all += weight;
      }
      return right / all;
    };
    const interval = groupBootstrap(
      orders.map(({ shoot }) => String(shoot)),
      share,
      draws,
      3,
    );
    return { share: share([...orders.keys()]), ...interval };
  };
  const gain = accuracy((order) => order.taste - order.general);
  return {
    ...counts,
    taste: accuracy((order) => order.taste),
    general: accuracy((order) => order.general),
    gain,
    inForce: shoots.length >= leastShoots && decisions >= leastDecisions && gain.low > 0,
  };
}

const firstFeature = ({ width, values }: Features): Float32Array =>
  Float32Array.from({ length: values.length / width }, (_, photo) => values[photo * width] as number);

/** Of the pairs of kept and rejected photos, the shares put in the right order; equal utilities count half. */
function orderedIn(
  members: readonly number[],
  photos: readonly Judged[],
  taste: Float32Array,
  general: Float32Array,
): { pairs: number; taste: number; general: number } {
  let pairs = 0;
  let byTaste = 0;
  let byGeneral = 0;
  const right = (utilities: Float32Array, a: number, b: number): number => {
    const margin = (utilities[a] as number) - (utilities[b] as number);
    return margin > 0 ? 1 : margin === 0 ? 0.5 : 0;
  };
  for (const a of members) {
    if (photos[a]?.pick === 'reject') continue;
    for (const b of members) {
      if (photos[b]?.pick !== 'reject' || preference(photos[a] as Judged, photos[b]) !== 1) continue;
      pairs++;
      byTaste += right(taste, a, b);
      byGeneral += right(general, a, b);
    }
  }
  return { pairs, taste: pairs > 0 ? byTaste / pairs : 0, general: pairs > 0 ? byGeneral / pairs : 0 };
}
