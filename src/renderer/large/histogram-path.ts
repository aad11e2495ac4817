/** Levels on one point across; fewer would be steps, more would be finer than a pixel. */
const levelsPerPoint = 2;

/**
 * The outline of a histogram. A level that towers over the rest (a white sky) is cut off at the top, so that the rest
 * keeps a shape: the height is that of the strongest level but for one in fifty.
 */
export function histogramPath(bins: Uint32Array, width: number, height: number): string {
  const points: number[] = [];
  for (let at = 0; at < bins.length; at += levelsPerPoint)
    points.push(bins.subarray(at, at + levelsPerPoint).reduce((sum, bin) => sum + bin, 0));
  const strong = points.toSorted((a, b) => b - a)[Math.floor(points.length / 50)] ?? 0;
  const top = Math.max(1, strong * 1.05);
  const line = points.map((value, index) => {
    const x = (index / (points.length - 1)) * width;
    const y = height * (1 - Math.min(1, value / top));
    return `L${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M0 ${String(height)}${line.join('')}L${String(width)} ${String(height)}Z`;
}
