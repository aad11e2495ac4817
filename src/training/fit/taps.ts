import type { Features } from '../features.ts';
import { tapChannels, taps } from '../trunk/trunk.ts';

/** First column of each tap among the pooled taps. */
export const tapOffsets = taps.map((_, index) =>
  taps.slice(0, index).reduce((sum, { channels }) => sum + channels, 0),
);

/** Puts every channel on one footing: (value - mean) / deviation. */
export interface Standard {
  /** [tapChannels] */
  means: Float64Array;
  /** [tapChannels] */
  deviations: Float64Array;
}

/**
 * Means and deviations of the pooled taps over photographs; labels play no part. A channel that hardly ever fires
 * counts as varying as much as its tap's median channel does, so that it is not blown up where it does fire.
 */
export function standardOf(features: Features): Standard {
  const rows = features.length / tapChannels;
  const means = columnMeans(features);
  const squares = new Float64Array(tapChannels);
  features.forEach((value, i) => {
    const channel = i % tapChannels;
    squares[channel] = (squares[channel] as number) + (value - (means[channel] as number)) ** 2 / rows;
  });
  const deviations = squares.map(Math.sqrt);
  for (const [tap, { channels }] of taps.entries()) {
    const own = deviations.subarray(tapOffsets[tap], (tapOffsets[tap] ?? 0) + channels);
    const median = own.slice().sort()[Math.floor(channels / 2)] as number;
    own.forEach((value, channel) => (own[channel] = Math.max(value, median)));
  }
  return { means, deviations };
}

/** [tapChannels] */
export function columnMeans(rows: Features): Float64Array {
  const means = new Float64Array(tapChannels);
  const count = rows.length / tapChannels;
  rows.forEach((value, i) => {
    means[i % tapChannels] = (means[i % tapChannels] as number) + value / count;
  });
  return means;
}

export const standardise = (features: Features, { means, deviations }: Standard): Features =>
  features.map(
    (value, i) => (value - (means[i % tapChannels] as number)) / (deviations[i % tapChannels] as number),
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
export function channelWeights(profile: TapProfile): Float64Array {
  const weights = tapProfiles[profile];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from(
    taps.flatMap(({ channels }, index) => {
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
  const rows = features.length / tapChannels;
  const scaled = Float32Array.from(
    features,
    (value, i) => value * Math.sqrt(weights[i % tapChannels] as number),
  );
  const kernel = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    const p = i * tapChannels;
    for (let j = 0; j <= i; j++) {
      const q = j * tapChannels;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let k = 0; k < tapChannels; k += 4) {
        s0 += (scaled[p + k] as number) * (scaled[q + k] as number);
        s1 += (scaled[p + k + 1] as number) * (scaled[q + k + 1] as number);
        s2 += (scaled[p + k + 2] as number) * (scaled[q + k + 2] as number);
        s3 += (scaled[p + k + 3] as number) * (scaled[q + k + 3] as number);
      }
      kernel[i * rows + j] = kernel[j * rows + i] = s0 + s1 + s2 + s3;
    }
  }
  return kernel;
}
