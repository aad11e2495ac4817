import type { ScoreMap } from '../../shared/photo.ts';

/**
 * Draws where a score is added up. Every place of the map is compared with what a photo at neutral would have
 * everywhere, so the mean of what is drawn is this photo's distance from neutral. Raising is orange; lowering is blue
 * and hatched, so that the two differ without colour as well; lines follow equal strength.
 */

const raising = [240, 158, 56] as const;
const lowering = [64, 136, 240] as const;
/** Below this share of the strongest place nothing is drawn: the photo shows through. */
const floor = 0.08;
const strongest = 0.62;
const contourLevels = 3;
const hatchEvery = 8;

/** Deviations from neutral by place, on the scale of the task (`mean`, `deviation` from the manifest). */
export function deviations(map: ScoreMap, scale: { mean: number; deviation: number }): Float32Array {
  return map.values.map((value) => (value + map.bias - scale.mean) / scale.deviation);
}

/** The strength that is drawn fullest: the 98th percentile, so that one odd place does not fade the rest. */
export function fullStrength(values: Float32Array): number {
  const sorted = values.map(Math.abs).sort();
  return Math.max(sorted[Math.floor((sorted.length - 1) * 0.98)] ?? 0, 0.5);
}

/** Catmull-Rom weights of the four samples around `t` in 0..1 between the middle two. */
function cubic(t: number): [number, number, number, number] {
  const t2 = t * t;
  const t3 = t2 * t;
  return [
    0.5 * (-t3 + 2 * t2 - t),
    0.5 * (3 * t3 - 5 * t2 + 2),
    0.5 * (-3 * t3 + 4 * t2 + t),
    0.5 * (t3 - t2),
  ];
}

/** Enlarges along rows of `length` samples; `stride` is the step from one sample to the next. */
function enlargeLine(
  from: Float32Array,
  offset: number,
  stride: number,
  length: number,
  to: Float32Array,
  toOffset: number,
  toStride: number,
  toLength: number,
): void {
  for (let i = 0; i < toLength; i++) {
    // Samples stand in the middle of their cells.
    const at = ((i + 0.5) * length) / toLength - 0.5;
    const cell = Math.floor(at);
    const weights = cubic(at - cell);
    let sum = 0;
    for (let k = 0; k < 4; k++) {
      const sample = Math.min(Math.max(cell - 1 + k, 0), length - 1);
      sum += (weights[k] ?? 0) * (from[offset + sample * stride] ?? 0);
    }
    to[toOffset + i * toStride] = sum;
  }
}

/** Smooth (bicubic) enlargement of `width` x `height` values to `toWidth` x `toHeight`. */
export function enlarge(
  values: Float32Array,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Float32Array {
  const wide = new Float32Array(toWidth * height);
  for (let y = 0; y < height; y++) enlargeLine(values, y * width, 1, width, wide, y * toWidth, 1, toWidth);
  const out = new Float32Array(toWidth * toHeight);
  for (let x = 0; x < toWidth; x++) enlargeLine(wide, x, toWidth, height, out, x, toWidth, toHeight);
  return out;
}

/** A step of smoothing (1 2 1 in both directions), so that lines follow regions and not single cells. */
function soften(values: Float32Array, width: number, height: number): Float32Array {
  const along = (from: Float32Array, stride: number, length: number) =>
    from.map((value, i) => {
      const at = Math.floor(i / stride) % length;
      const before = at > 0 ? (from[i - stride] ?? value) : value;
      const after = at < length - 1 ? (from[i + stride] ?? value) : value;
      return (before + 2 * value + after) / 4;
    });
  return along(along(values, 1, width), width, height);
}

/** RGBA pixels, not premultiplied, of `toWidth` x `toHeight`. `pixelRatio` keeps hatch and lines equally wide. */
export function paintMap(
  map: ScoreMap,
  scale: { mean: number; deviation: number },
  toWidth: number,
  toHeight: number,
  pixelRatio = 1,
): Uint8ClampedArray<ArrayBuffer> {
  const cells = soften(deviations(map, scale), map.width, map.height);
  const full = fullStrength(cells);
  const values = enlarge(cells, map.width, map.height, toWidth, toHeight);
  const pixels = new Uint8ClampedArray(toWidth * toHeight * 4);
  const hatch = Math.max(2, Math.round(hatchEvery * pixelRatio));
  const line = Math.max(1, Math.round(pixelRatio));
  const level = (at: number) => {
    const strength = (values[at] ?? 0) / full;
    return Math.trunc(Math.min(Math.max(strength, -1), 1) * contourLevels);
  };
  for (let y = 0; y < toHeight; y++) {
    for (let x = 0; x < toWidth; x++) {
      const at = y * toWidth + x;
      const strength = Math.min(Math.max((values[at] ?? 0) / full, -1), 1);
      const size = Math.abs(strength);
      if (size < floor) continue;
      const colour = strength > 0 ? raising : lowering;
      let alpha = strongest * ((size - floor) / (1 - floor));
      const hatched = strength < 0 && (x + y) % hatch < line && size > 0.2;
      const onContour =
        (x >= line && level(at) !== level(at - line)) ||
        (y >= line && level(at) !== level(at - line * toWidth));
      if (hatched || onContour) alpha = Math.min(0.95, alpha + 0.3);
      pixels[at * 4] = colour[0];
      pixels[at * 4 + 1] = colour[1];
      pixels[at * 4 + 2] = colour[2];
      pixels[at * 4 + 3] = Math.round(alpha * 255);
    }
  }
  return pixels;
}
