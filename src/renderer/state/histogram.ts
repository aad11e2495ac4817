/**
 * Heights of a histogram's bars, 0 to 1. Square roots, so that a few photos at the ends stay visible beside the many
 * in the middle.
 */
export function histogramHeights(counts: Uint32Array): number[] {
  const most = Math.max(1, ...counts);
  return Array.from(counts, (count) => Math.sqrt(count / most));
}
