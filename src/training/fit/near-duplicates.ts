import type { Features } from '../features.ts';
import { kernelOf } from './taps.ts';

/** Cosine of two photographs' taps from which on they are taken for the same picture: pairs seen above it are. */
const sameFrom = 0.75;

/**
 * Unites groups that share a near-duplicate: the same picture under two names would otherwise be learned from and
 * tested on at once.
 *
 * @param groups of each photograph
 * @param features standardised, [photographs, tapChannels]
 * @param weights of the channels
 * @returns the united group of each photograph
 */
export function uniteNearDuplicates(
  groups: readonly string[],
  features: Features,
  weights: Float64Array,
): string[] {
  const kernel = kernelOf(features, weights);
  const size = groups.length;
  const parent = new Map(groups.map((group) => [group, group]));
  const root = (group: string): string => {
    const next = parent.get(group) ?? group;
    return next === group ? group : root(next);
  };
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const norms = Math.sqrt((kernel[i * size + i] as number) * (kernel[j * size + j] as number));
      if ((kernel[i * size + j] as number) > sameFrom * norms) {
        parent.set(root(groups[i] as string), root(groups[j] as string));
      }
    }
  }
  return groups.map(root);
}
