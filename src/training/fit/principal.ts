import type { Features } from '../features.ts';
import { randomFrom } from '../../shared/statistics/random.ts';

/**
 * The leading principal directions of rows of weighted channels, strongest first, by subspace iteration.
 *
 * @param rows [photographs, channels], centred
 * @returns [size, channels], orthonormal, row by row; each turned so that its largest element is positive
 */
export function principalDirections(
  rows: Features,
  channels: number,
  size: number,
  rounds = 12,
): Float64Array {
  const photographs = rows.length / channels;
  const random = randomFrom(1);
  let basis = new Float64Array(size * channels).map(() => random() - 0.5);
  orthonormalise(basis, channels);
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(size * channels);
    for (let p = 0; p < photographs; p++) {
      const row = rows.subarray(p * channels, (p + 1) * channels);
      for (let d = 0; d < size; d++) {
        const start = d * channels;
        let score = 0;
        for (let c = 0; c < channels; c++) score += (row[c] as number) * (basis[start + c] as number);
        for (let c = 0; c < channels; c++) {
          next[start + c] = (next[start + c] as number) + score * (row[c] as number);
        }
      }
    }
    orthonormalise(next, channels);
    basis = next;
  }
  return turned(basis, channels);
}

/** Gram-Schmidt, twice for the digits that once loses; the order keeps the strongest first. */
function orthonormalise(basis: Float64Array, channels: number): void {
  const size = basis.length / channels;
  for (let d = 0; d < size; d++) {
    const own = basis.subarray(d * channels, (d + 1) * channels);
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < d; other++) {
        const known = basis.subarray(other * channels, (other + 1) * channels);
        let shared = 0;
        for (let c = 0; c < channels; c++) shared += (own[c] as number) * (known[c] as number);
        for (let c = 0; c < channels; c++) own[c] = (own[c] as number) - shared * (known[c] as number);
      }
    }
    const length = Math.hypot(...own);
    own.forEach((value, c) => {
      own[c] = value / length;
    });
  }
}

function turned(basis: Float64Array, channels: number): Float64Array {
  const size = basis.length / channels;
  for (let d = 0; d < size; d++) {
    const own = basis.subarray(d * channels, (d + 1) * channels);
    const largest = own.reduce((top, value) => (Math.abs(value) > Math.abs(top) ? value : top), 0);
    if (largest < 0) own.forEach((value, c) => (own[c] = -value));
  }
  return basis;
}
