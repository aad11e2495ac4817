/** What can be counted in a picture's pixels, and marked over them. Pixels are RGBA, 8 bits each. */

const levels = 256;

export interface Levels {
  red: Uint32Array;
  green: Uint32Array;
  blue: Uint32Array;
  /** Rec. 709 luma of the encoded values, as cameras draw it. */
  luminance: Uint32Array;
}

export function countLevels(pixels: Uint8ClampedArray): Levels {
  const red = new Uint32Array(levels);
  const green = new Uint32Array(levels);
  const blue = new Uint32Array(levels);
  const luminance = new Uint32Array(levels);
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const [r = 0, g = 0, b = 0] = [pixels[at], pixels[at + 1], pixels[at + 2]];
    count(red, r);
    count(green, g);
    count(blue, b);
    count(luminance, Math.round(0.2126 * r + 0.7152 * g + 0.0722 * b));
  }
  return { red, green, blue, luminance };
}

const count = (bins: Uint32Array, level: number): void => {
  bins[level] = (bins[level] ?? 0) + 1;
};

/** From here on a channel holds no more detail; JPEG's rounding moves pure values by a level or two. */
const clippedFrom = 254;
const clippedTo = 1;

/**
 * Marks where light or shadow is lost: hatched one way where a channel is full, the other way where all are empty, so
 * that neither needs its colour to be told.
 */
export function markClipping(pixels: Uint8ClampedArray, width: number, marks: Uint8ClampedArray): void {
  for (let at = 0, i = 0; at + 3 < pixels.length; at += 4, i++) {
    const [r = 0, g = 0, b = 0, opaque = 0] = [pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3]];
    if (opaque < 255) continue;
    const x = i % width;
    const y = (i - x) / width;
    if (Math.max(r, g, b) >= clippedFrom) {
      if ((x + y) % 6 < 4) paint(marks, at, 235, 60, 50);
    } else if (Math.max(r, g, b) <= clippedTo) {
      if ((x - y + (1 << 20)) % 6 < 3) paint(marks, at, 70, 130, 255);
    }
  }
}

/**
 * Marks what is in focus as it is shown: where the brightness changes from one pixel to the next by more than a share of
 * the strongest change there. A picture without any edge to speak of has no mark.
 */
export function markFocus(pixels: Uint8ClampedArray, width: number, marks: Uint8ClampedArray): void {
  const height = pixels.length / 4 / width;
  const luma = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < luma.length; i++, at += 4)
    luma[i] = ((pixels[at] ?? 0) * 54 + (pixels[at + 1] ?? 0) * 183 + (pixels[at + 2] ?? 0) * 19) >> 8;
  const strengths = new Uint16Array(luma.length);
  const histogram = new Uint32Array(1024);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      // Outside the picture there is no edge, nor at its own.
      if ((pixels[i * 4 + 3] ?? 0) < 255 || (pixels[(i + width + 1) * 4 + 3] ?? 0) < 255) continue;
      const here = luma[i] ?? 0;
      const bend =
        Math.abs(2 * here - (luma[i - 1] ?? 0) - (luma[i + 1] ?? 0)) +
        Math.abs(2 * here - (luma[i - width] ?? 0) - (luma[i + width] ?? 0));
      strengths[i] = bend;
      count(histogram, Math.min(bend, 1023));
    }
  }
  const threshold = Math.max(leastBend, strongest(histogram, 0.002) * 0.4);
  for (let i = 0; i < strengths.length; i++)
    if ((strengths[i] ?? 0) >= threshold) paint(marks, i * 4, 120, 255, 120);
}

/** Grain and the blocks of a JPEG bend less than this. */
const leastBend = 48;

/** The value that this share of all lies above. */
function strongest(histogram: Uint32Array, share: number): number {
  const all = histogram.reduce((sum, bin) => sum + bin, 0);
  let above = 0;
  for (let value = histogram.length - 1; value > 0; value--) {
    above += histogram[value] ?? 0;
    if (above > all * share) return value;
  }
  return 0;
}

function paint(marks: Uint8ClampedArray, at: number, r: number, g: number, b: number): void {
  marks[at] = r;
  marks[at + 1] = g;
  marks[at + 2] = b;
  marks[at + 3] = 255;
}
