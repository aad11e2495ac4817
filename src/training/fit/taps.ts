import type { Features } from '../features.ts';
import { type Tap, taps } from '../trunk/trunk.ts';
import { scalarProducts } from './linear-algebra.ts';

/** First column of each tap among the pooled taps. */
export const offsetsOf = (of: readonly Tap[]): number[] =>
  of.map((_, index) => of.slice(0, index).reduce((sum, { channels }) => sum + channels, 0));

/** Puts every channel on one footing: (value - mean) / deviation. */
export interface Standard {
  /** [channels] */
  means: Float64Array;
  /** [channels] */
  deviations: Float64Array;
}

/**
 * Means and deviations of the pooled taps over photographs; labels play no part. A channel that hardly ever fires
 * counts as varying as much as its tap's median channel does, so that it is not blown up where it does fire.
 * Where most of a tap never varies, its channels are left as they are.
 */
export function standardOf(features: Features, of: readonly Tap[] = taps): Standard {
  const width = of.reduce((sum, { channels }) => sum + channels, 0);
  const rows = features.length / width;
  const means = columnMeans(features, width);
  const squares = new Float64Array(width);
  features.forEach((value, i) => {
    const channel = i % width;
    squares[channel] = (squares[channel] as number) + (value - (means[channel] as number)) ** 2 / rows;
  });
  const deviations = squares.map(Math.sqrt);
  const offsets = offsetsOf(of);
  for (const [tap, { channels }] of of.entries()) {
    const own = deviations.subarray(offsets[tap], (offsets[tap] ?? 0) + channels);
    const median = own.slice().sort()[Math.floor(channels / 2)] as number;
    own.forEach((value, channel) => (own[channel] = Math.max(value, median) || 1));
  }
  return { means, deviations };
}

/** [channels] */
export function columnMeans(rows: Features, channels: number): Float64Array {
  const means = new Float64Array(channels);
  const count = rows.length / channels;
  rows.forEach((value, i) => {
    means[i % channels] = (means[i % channels] as number) + value / count;
  });
  return means;
}

export const standardise = (features: Features, { means, deviations }: Standard): Features =>
  features.map(
    (value, i) => (value - (means[i % means.length] as number)) / (deviations[i % means.length] as number),
  );

/**
 * How much each tap counts for. A tap's kernel is divided by its number of channels first: otherwise the head
 * convolution's 1,280 would drown the 16 of the first stage.
 */
export const tapProfiles = {
  equal: [1, 1, 1, 1, 1, 1, 1, 1],
  later: [0.25, 0.25, 0.5, 0.5, 1, 1, 2, 2],
  latest: [0.1, 0.1, 0.2, 0.3, 0.6, 1, 2, 4],
} as const;
export type TapProfile = keyof typeof tapProfiles;

/** The square of each channel's factor in a profile's kernel; over the taps they sum up to one per channel. */
export function channelWeights(profile: TapProfile, of: readonly Tap[] = taps): Float64Array {
  const weights = tapProfiles[profile];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from(
    of.flatMap(({ channels }, index) => {
      const weight = (weights[index] as number) / total / channels;
      return new Array<number>(channels).fill(weight);
    }),
  );
}

/**
 * [rows, rows]: scalar products of the rows, each channel weighted.
 *
 * @param features standardised
 */
export function kernelOf(features: Features, weights: Float64Array): Float64Array {
  const channels = weights.length;
  const factors = weights.map(Math.sqrt);
  const scaled = features.map((value, i) => value * (factors[i % channels] as number));
  return scalarProducts(scaled, channels);
}
