/** How alike two pictures are, each 0 to 1 but for `content`, and how one lies over the other. */
export interface Likeness {
  /** Of what they show: cosine of their embeddings. */
  content: number;
  /** Of how it lies in the frame: agreement of their perceptual hashes, 1 for the same and 0 for chance. */
  picture: number;
  /** By which part of its width, or else of its height, the second picture has moved over what both show. */
  shiftX: number;
  shiftY: number;
  /** Correlation of what both show then. */
  overlap: number;
}

/** What is kept of a picture to compare it: `look` as imaging/look.ts makes it. */
export interface Comparable {
  look: Uint8Array;
  embedding: Float16Array;
}

const hashBytes = 8;
const cells = 64;
/** Less than this of the picture's side in common proves nothing. */
const leastCommon = 20;
/** Of two shifts that fit as well, the shorter is the likelier. */
const shiftCost = 0.1;

export function likenessOf(before: Comparable, after: Comparable): Likeness {
  const across = bestShift(before.look, after.look, hashBytes);
  const down = bestShift(before.look, after.look, hashBytes + 2 * cells);
  const isAcross = across.gain >= down.gain;
  return {
    content: cosine(before.embedding, after.embedding),
    picture: Math.max(0, 1 - bitsApart(before.look, after.look) / 32),
    shiftX: isAcross ? across.shift : 0,
    shiftY: isAcross ? 0 : down.shift,
    overlap: isAcross ? across.correlation : down.correlation,
  };
}

function cosine(a: Float16Array, b: Float16Array): number {
  let product = 0;
  let left = 0;
  let right = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    product += x * y;
    left += x * x;
    right += y * y;
  }
  return left > 0 && right > 0 ? product / Math.sqrt(left * right) : 0;
}

function bitsApart(a: Uint8Array, b: Uint8Array): number {
  let apart = 0;
  for (let i = 0; i < hashBytes; i++)
    for (let bits = (a[i] ?? 0) ^ (b[i] ?? 0); bits > 0; bits &= bits - 1) apart++;
  return apart;
}

/** Lays two profiles over each other, halves together, at every shift. */
function bestShift(
  a: Uint8Array,
  b: Uint8Array,
  start: number,
): { shift: number; correlation: number; gain: number } {
  const still = correlationAt(a, b, start, 0);
  let best = { shift: 0, correlation: still, worth: still };
  for (let shift = leastCommon - cells; shift <= cells - leastCommon; shift++) {
    const correlation = correlationAt(a, b, start, shift);
    const worth = correlation - (shiftCost * Math.abs(shift)) / cells;
    if (worth > best.worth) best = { shift, correlation, worth };
  }
  return { shift: best.shift / cells, correlation: best.correlation, gain: best.worth - still };
}

/** Of `a` moved by `shift` cells with `b`, where they overlap. */
function correlationAt(a: Uint8Array, b: Uint8Array, start: number, shift: number): number {
  let covariance = 0;
  let left = 0;
  let right = 0;
  const from = Math.max(0, -shift);
  const to = Math.min(cells, cells - shift);
  for (let half = start; half < start + 2 * cells; half += cells) {
    let meanA = 0;
    let meanB = 0;
    for (let i = from; i < to; i++) {
      meanA += a[half + i + shift] ?? 0;
      meanB += b[half + i] ?? 0;
    }
    meanA /= to - from;
    meanB /= to - from;
    for (let i = from; i < to; i++) {
      const x = (a[half + i + shift] ?? 0) - meanA;
      const y = (b[half + i] ?? 0) - meanB;
      covariance += x * y;
      left += x * x;
      right += y * y;
    }
  }
  return left > 0 && right > 0 ? covariance / Math.sqrt(left * right) : 0;
}
