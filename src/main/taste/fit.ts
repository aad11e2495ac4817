import type { Pairs } from './pairs.ts';

/** Standardised features of photos: [photos, width], row by row; the first one is the general score. */
export interface Features {
  width: number;
  values: Float32Array;
}

/** What the weights are believed to be before a decision was seen: independent, normal. */
export interface Prior {
  mean: Float64Array;
  /** Standard deviations; a weight of 0 stays at its mean. */
  deviation: Float64Array;
}

/** a ~ N(1, 0.5) for the general score, w ~ N(0, t) for everything else: at t = 0 the general score alone is left. */
export function priorOf(width: number, t: number): Prior {
  const prior = { mean: new Float64Array(width), deviation: new Float64Array(width).fill(t) };
  prior.mean[0] = 1;
  prior.deviation[0] = 0.5;
  return prior;
}

/** A collection's taste starts from the person's and is drawn back to it. */
export function priorFrom(weights: Float64Array, t: number): Prior {
  const prior = priorOf(weights.length, t);
  prior.mean.set(weights);
  return prior;
}

const mostRounds = 100;
/** In the prior's units the curvature is at least 1, so a slope this small is nearer than this to the minimum. */
const nearEnough = 0.01;
const remembered = 8;

/**
 * The weights that are most probable given the pairs (Bradley and Terry's model: the log odds that one photo is
 * preferred are the difference of the utilities), by L-BFGS in the prior's own units, where the problem is well
 * conditioned. The gradient is gathered per photo first, so that a round costs no more than scoring the photos.
 *
 * @param start weights to begin at; the prior's mean if not given
 * @returns as many weights as there are features
 */
export function fit(features: Features, pairs: Pairs, prior: Prior, start?: Float64Array): Float64Array {
  const { width } = features;
  const rows = usedRows(features, pairs);
  const toWeights = (v: Float64Array): Float64Array =>
    v.map((value, f) => (prior.mean[f] as number) + value * (prior.deviation[f] as number));

  /** Half the squared length of v, plus the pairs' loss; its gradient is put into `gradient`. */
  const loss = (v: Float64Array, gradient: Float64Array): number => {
    const weights = toWeights(v);
    const utilities = rows.utilities(weights);
    const pull = new Float64Array(utilities.length);
    let sum = 0;
    for (let p = 0; p < pairs.weights.length; p++) {
      const better = rows.better[p] as number;
      const worse = rows.worse[p] as number;
      const weight = pairs.weights[p] as number;
      const margin = (utilities[better] as number) - (utilities[worse] as number);
      // log(1 + exp(-margin)) and its slope by one power, which never overflows.
      const power = Math.exp(-Math.abs(margin));
      sum += weight * (Math.log(1 + power) + Math.max(-margin, 0));
      const slope = (weight * (margin > 0 ? power : 1)) / (1 + power);
      pull[better] = (pull[better] as number) - slope;
      pull[worse] = (pull[worse] as number) + slope;
    }
    const slopes = rows.gather(pull);
    for (let f = 0; f < width; f++) {
      gradient[f] = (v[f] as number) + (slopes[f] as number) * (prior.deviation[f] as number);
      sum += 0.5 * (v[f] as number) ** 2;
    }
    return sum;
  };

  const begin = new Float64Array(width);
  if (start) {
    for (let f = 0; f < width; f++) {
      const deviation = prior.deviation[f] as number;
      if (deviation > 0) begin[f] = ((start[f] as number) - (prior.mean[f] as number)) / deviation;
    }
  }
  return toWeights(minimise(loss, begin));
}

/** Only photos that stand in a pair, one after the other in memory. */
function usedRows({ width, values }: Features, pairs: Pairs) {
  const places = new Map<number, number>();
  const place = (photo: number): number => {
    const known = places.get(photo);
    if (known !== undefined) return known;
    places.set(photo, places.size);
    return places.size - 1;
  };
  const better = pairs.better.map(place);
  const worse = pairs.worse.map(place);
  const rows = new Float64Array(places.size * width);
  for (const [photo, row] of places)
    rows.set(values.subarray(photo * width, (photo + 1) * width), row * width);
  return {
    better,
    worse,
    utilities(weights: Float64Array): Float64Array {
      const utilities = new Float64Array(places.size);
      for (let row = 0; row < utilities.length; row++) utilities[row] = scored(rows, row * width, weights);
      return utilities;
    },
    gather(pull: Float64Array): Float64Array {
      const slopes = new Float64Array(width);
      // Two rows at once, so that the sums are fetched and stored half as often; the row after the last pulls nothing.
      for (let row = 0; row < pull.length; row += 2) {
        const a = row * width;
        const b = row + 1 < pull.length ? a + width : a;
        const byA = pull[row] as number;
        const byB = pull[row + 1] ?? 0;
        for (let f = 0; f < width; f++)
          slopes[f] = (slopes[f] as number) + byA * (rows[a + f] as number) + byB * (rows[b + f] as number);
      }
      return slopes;
    },
  };
}

/** Nocedal's L-BFGS with a halving line search: enough for a smooth and strongly convex function. */
function minimise(
  loss: (at: Float64Array, gradient: Float64Array) => number,
  begin: Float64Array,
): Float64Array {
  let at = begin;
  let slope = new Float64Array(at.length);
  let value = loss(at, slope);
  const steps: { s: Float64Array; y: Float64Array; inverse: number }[] = [];
  for (let round = 0; round < mostRounds && Math.sqrt(dot(slope, slope)) > nearEnough; round++) {
    const direction = descent(slope, steps);
    const fall = dot(direction, slope);
    let length = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(slope, slope))) : 1;
    const next = new Float64Array(at.length);
    const nextSlope = new Float64Array(at.length);
    let nextValue: number;
    for (;;) {
      for (let i = 0; i < next.length; i++) next[i] = (at[i] as number) + length * (direction[i] as number);
      nextValue = loss(next, nextSlope);
      if (nextValue <= value + 1e-4 * length * fall || length < 1e-10) break;
      length /= 2;
    }
    if (!(nextValue < value)) break;
    const s = next.map((x, i) => x - (at[i] as number));
    const y = nextSlope.map((x, i) => x - (slope[i] as number));
    const curvature = dot(s, y);
    if (curvature > 1e-12) steps.push({ s, y, inverse: 1 / curvature });
    if (steps.length > remembered) steps.shift();
    [at, slope, value] = [next, nextSlope, nextValue];
  }
  return at;
}

/** The two-loop recursion: minus the slope, turned by what is known of the curvature. */
function descent(
  slope: Float64Array,
  steps: readonly { s: Float64Array; y: Float64Array; inverse: number }[],
) {
  const direction = slope.map((x) => -x);
  const shares: number[] = [];
  for (const { s, y, inverse } of steps.toReversed()) {
    const share = inverse * dot(s, direction);
    shares.unshift(share);
    add(direction, y, -share);
  }
  const last = steps.at(-1);
  if (last) {
    const scale = 1 / (last.inverse * dot(last.y, last.y));
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] as number) * scale;
  }
  steps.forEach(({ s, y, inverse }, i) => {
    add(direction, s, (shares[i] as number) - inverse * dot(y, direction));
  });
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function add(to: Float64Array, of: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + times * (of[i] as number);
}

/** The utility of each photo. */
export function utilitiesOf({ width, values }: Features, weights: Float64Array): Float32Array {
  const utilities = new Float32Array(values.length / width);
  for (let photo = 0; photo < utilities.length; photo++)
    utilities[photo] = scored(values, photo * width, weights);
  return utilities;
}

/** The weighted sum of the features that begin at `from`: four sums at once, because each addition waits for the last. */
function scored(values: Float32Array | Float64Array, from: number, weights: Float64Array): number {
  const width = weights.length;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let f = 0;
  for (; f + 3 < width; f += 4) {
    s0 += (values[from + f] as number) * (weights[f] as number);
    s1 += (values[from + f + 1] as number) * (weights[f + 1] as number);
    s2 += (values[from + f + 2] as number) * (weights[f + 2] as number);
    s3 += (values[from + f + 3] as number) * (weights[f + 3] as number);
  }
  for (; f < width; f++) s0 += (values[from + f] as number) * (weights[f] as number);
  return s0 + s1 + s2 + s3;
}
