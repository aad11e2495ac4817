import type { Pixels } from './network-input.ts';

/** Cells across and down of the grey picture that everything here is made of. */
const cells = 64;
const hashBytes = 8;
/** A profile for each half of the picture, across and down. */
const profiles = 4;

/** Bytes of a look: the perceptual hash, then the profiles. */
export const lookBytes = hashBytes + profiles * cells;

/**
 * What two pictures are compared by without decoding them again: a perceptual hash of 64 bits (the signs of the lowest
 * frequencies, so brightness and contrast change nothing), and how bright the picture is along its width, in the upper
 * and the lower half, and along its height, in the left and the right half, by which frames of a panorama find each
 * other.
 */
export function lookOf(pixels: Pixels): Uint8Array {
  const grey = greyCells(pixels);
  const look = new Uint8Array(lookBytes);
  look.set(perceptualHash(grey));
  for (let half = 0; half < 2; half++) {
    for (let along = 0; along < cells; along++) {
      let across = 0;
      let down = 0;
      for (let i = (half * cells) / 2; i < ((half + 1) * cells) / 2; i++) {
        across += grey[i * cells + along] ?? 0;
        down += grey[along * cells + i] ?? 0;
      }
      look[hashBytes + half * cells + along] = Math.round((across * 2) / cells);
      look[hashBytes + (2 + half) * cells + along] = Math.round((down * 2) / cells);
    }
  }
  return look;
}

/** Mean luminance, 0 to 255, of each cell of a grid laid over the picture, whatever its shape. */
function greyCells({ data, width, height }: Pixels): Float32Array {
  const sums = new Float32Array(cells * cells);
  const counts = new Float32Array(cells * cells);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * cells) / height) * cells;
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const cell = row + Math.floor((x * cells) / width);
      sums[cell] =
        (sums[cell] ?? 0) +
        0.299 * (data[at] ?? 0) +
        0.587 * (data[at + 1] ?? 0) +
        0.114 * (data[at + 2] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  // A picture smaller than the grid leaves cells empty: they take what is above or before them.
  for (let cell = 0; cell < sums.length; cell++) {
    const count = counts[cell] ?? 0;
    const before = cell % cells > 0 ? (sums[cell - 1] ?? 0) : (sums[cell - cells] ?? 0);
    sums[cell] = count > 0 ? (sums[cell] ?? 0) / count : before;
  }
  return sums;
}

const frequencies = 8;
const coarse = cells / 2;
const cosines = Float32Array.from({ length: frequencies * coarse }, (_, i) =>
  Math.cos((Math.PI / coarse) * ((i % coarse) + 0.5) * (Math.floor(i / coarse) + 1)),
);

/** The cosine transform of 32 x 32 cells, frequencies 1 to 8 each way: a bit each, set where it is above the median. */
function perceptualHash(grey: Float32Array): Uint8Array {
  const rows = new Float32Array(coarse * frequencies);
  for (let y = 0; y < coarse; y++) {
    for (let x = 0; x < coarse; x++) {
      const at = y * 2 * cells + x * 2;
      const value =
        (grey[at] ?? 0) + (grey[at + 1] ?? 0) + (grey[at + cells] ?? 0) + (grey[at + cells + 1] ?? 0);
      for (let u = 0; u < frequencies; u++)
        rows[y * frequencies + u] = (rows[y * frequencies + u] ?? 0) + value * (cosines[u * coarse + x] ?? 0);
    }
  }
  const transform = new Float32Array(frequencies * frequencies);
  for (let v = 0; v < frequencies; v++)
    for (let u = 0; u < frequencies; u++)
      for (let y = 0; y < coarse; y++)
        transform[v * frequencies + u] =
          (transform[v * frequencies + u] ?? 0) +
          (rows[y * frequencies + u] ?? 0) * (cosines[v * coarse + y] ?? 0);
  const sorted = transform.toSorted();
  const median = ((sorted[31] ?? 0) + (sorted[32] ?? 0)) / 2;
  const hash = new Uint8Array(hashBytes);
  transform.forEach((value, i) => {
    if (value > median) hash[i >> 3] = (hash[i >> 3] ?? 0) | (1 << (i & 7));
  });
  return hash;
}
