import type { Features } from '../features.ts';
import type { Heads } from '../network.ts';
import type { Tap } from '../trunk/trunk.ts';
import { principalDirections } from './principal.ts';
import { deviation, mean } from '../../shared/statistics/statistics.ts';
import {
  channelWeights,
  columnMeans,
  type Standard,
  standardise,
  type TapProfile,
  offsetsOf,
} from './taps.ts';

/** One task's head on the pooled taps: raw = intercept + weights . pooled */
export interface LinearHead {
  /** [channels] */
  weights: Float64Array;
  intercept: number;
}

/** A sum of heads is a head. */
export function addHeads(parts: readonly { head: LinearHead; factor: number }[]): LinearHead {
  const weights = new Float64Array(parts[0]?.head.weights.length ?? 0);
  let intercept = 0;
  for (const { head, factor } of parts) {
    head.weights.forEach((value, channel) => {
      weights[channel] = (weights[channel] as number) + factor * value;
    });
    intercept += factor * head.intercept;
  }
  return { weights, intercept };
}

/** The head that gives zero mean and unit deviation on these pooled taps. */
export function normalised(head: LinearHead, features: Features): LinearHead {
  const scores = predict(head, features);
  const spread = deviation(scores);
  const weights = head.weights.map((weight) => weight / spread);
  return { weights, intercept: (head.intercept - mean(scores)) / spread };
}

/**
 * Turns dual coefficients into a head on the pooled taps as they are.
 *
 * @param features standardised, of the rows that the coefficients belong to
 * @param intercept on standardised taps
 */
export function headOf(
  features: Features,
  coefficients: Float64Array,
  profile: TapProfile,
  standard: Standard,
  of: readonly Tap[],
  intercept: number,
): LinearHead {
  const width = standard.means.length;
  const weights = new Float64Array(width);
  features.forEach((value, i) => {
    const channel = i % width;
    weights[channel] = (weights[channel] as number) + (coefficients[Math.floor(i / width)] as number) * value;
  });
  const perChannel = channelWeights(profile, of);
  weights.forEach((weight, channel) => {
    weights[channel] = (weight * (perChannel[channel] as number)) / (standard.deviations[channel] as number);
  });
  const shift = weights.reduce(
    (sum, weight, channel) => sum + weight * (standard.means[channel] as number),
    0,
  );
  return { weights, intercept: intercept - shift };
}

/** A head's raw score of each row of pooled taps. */
export function predict({ weights, intercept }: LinearHead, features: Features): Float64Array {
  const width = weights.length;
  const scores = new Float64Array(features.length / width).fill(intercept);
  features.forEach((value, i) => {
    const row = Math.floor(i / width);
    scores[row] = (scores[row] as number) + (weights[i % width] as number) * value;
  });
  return scores;
}

/** Numbers of the embedding. */
export const embeddingSize = 256;

/** Late taps count for more in the embedding: it serves likeness of subject first, of colour and texture second. */
const embeddingProfile = 'later';

/**
 * The embedding's projection of pooled taps: the principal directions of standardised taps, strongest first. Float16
 * numbers, as they are shipped.
 *
 * @param sets pooled taps of each set, centred apart so that no direction is spent on telling the sets apart
 * @returns [embeddingSize, channels], row by row
 */
export function embeddingProjection(
  sets: readonly Features[],
  standard: Standard,
  of: readonly Tap[],
): Float64Array {
  const weights = channelWeights(embeddingProfile, of);
  const width = weights.length;
  const centred = sets.flatMap((features) => {
    const rows = standardise(features, standard);
    const means = columnMeans(rows, width);
    return [
      rows.map(
        (value, i) => (value - (means[i % width] as number)) * Math.sqrt(weights[i % width] as number),
      ),
    ];
  });
  const all = new Float32Array(centred.reduce((sum, rows) => sum + rows.length, 0));
  centred.reduce((offset, rows) => {
    all.set(rows, offset);
    return offset + rows.length;
  }, 0);
  return principalDirections(all, width, embeddingSize).map((value, i) => {
    const channel = i % width;
    const factor = Math.sqrt(weights[channel] as number) / (standard.deviations[channel] as number);
    return Math.f16round(value * factor);
  });
}

/**
 * The heads as the network holds them: by tap, centred on `means`, so that a map's zero is the average photograph
 * and the bias its score.
 *
 * @param means [channels] of the photographs that are the average
 * @param projection [embeddingSize, channels]
 */
export function assembleHeads(
  heads: readonly LinearHead[],
  means: Float64Array,
  projection: Float64Array,
  of: readonly Tap[],
): Heads {
  const offsets = offsetsOf(of);
  const columns = (matrix: Float64Array, tap: number): Float32Array => {
    const { channels } = of[tap] ?? { channels: 0 };
    const start = offsets[tap] ?? 0;
    const rows = matrix.length / means.length;
    return Float32Array.from({ length: rows * channels }, (_, i) => {
      const row = Math.floor(i / channels);
      return matrix[row * means.length + start + (i % channels)] as number;
    });
  };
  const weights = Float64Array.from(heads.flatMap((head) => [...head.weights]));
  return {
    means: of.map((_, tap) => columns(means, tap)),
    weights: of.map((_, tap) => columns(weights, tap)),
    bias: Float32Array.from(
      heads,
      (head) =>
        head.intercept + head.weights.reduce((sum, weight, c) => sum + weight * (means[c] as number), 0),
    ),
    projection: of.map((_, tap) => columns(projection, tap)),
  };
}
