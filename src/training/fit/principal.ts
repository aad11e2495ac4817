import type { Features } from '../features.ts';
import { tapChannels } from '../trunk/trunk.ts';
import { randomFrom } from './random.ts';

/**
 * The leading principal directions of rows of weighted channels, strongest first, by subspace iteration.
 *
 * @param rows [photographs, tapChannels], centred
 * @returns [size, tapChannels], orthonormal, row by row; each turned so that its largest element is positive
 */
export function principalDirections(rows: Features, size: number, rounds = 12): Float64Array {
  const photographs = rows.length / tapChannels;
  const random = randomFrom(1);
  let basis = new Float64Array(size * tapChannels).map(() => random() - 0.5);
  orthonormalise(basis, size);
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(size * tapChannels);
    for (let p = 0; p < photographs; p++) {
      const row = rows.subarray(p * tapChannels, (p + 1) * tapChannels);
      for (let d = 0; d < size; d++) {
        const start = d * tapChannels;
        let score = 0;
        for (let c = 0; c < tapChannels; c++) score += (row[c] as number) * (basis[start + c] as number);
        for (let c = 0; c < tapChannels; c++) {
          next[start + c] = (next[start + c] as number) + score * (row[c] as number);
        }
      }
    }
    orthonormalise(next, size);
    basis = next;
  }
  return turned(basis, size);
}

/** Gram-Schmidt, twice for the digits that once loses; the order keeps the strongest first. */
function orthonormalise(basis: Float64Array, size: number): void {
  for (let d = 0; d < size; d++) {
    const own = basis.subarray(d * tapChannels, (d + 1) * tapChannels);
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < d; other++) {
        const known = basis.subarray(other * tapChannels, (other + 1) * tapChannels);
        let shared = 0;
        for (let c = 0; c < tapChannels; c++) shared += (own[c] as number) * (known[c] as number);
        for (let c = 0; c < tapChannels; c++) own[c] = (own[c] as number) - shared * (known[c] as number);
      }
    }
    const length = Math.hypot(...own);
    own.forEach((value, c) => {
      own[c] = value / length;
    });
  }
}

function turned(basis: Float64Array, size: number): Float64Array {
  for (let d = 0; d < size; d++) {
    const own = basis.subarray(d * tapChannels, (d + 1) * tapChannels);
    const largest = own.reduce((top, value) => (Math.abs(value) > Math.abs(top) ? value : top), 0);
    if (largest < 0) own.forEach((value, c) => (own[c] = -value));
  }
  return basis;
}
