import { exposureSteps, secondsBetween, type Frame } from './frames.ts';

/** Series that a camera or a photographer takes on purpose, to be made into one picture: they are kept whole. */

const bracketSizes = [9, 7, 5, 3, 2];
/** The camera needs no longer between two exposures of a bracket. */
const bracketSeconds = 2;
/** An automatic exposure wanders by less from frame to frame; smaller steps count only where the camera says so. */
const clearStep = 0.6;
const leastStep = 0.25;
const stepTolerance = 0.2;
const bracketLikeness = 0.5;

/** @returns how many frames from `start` on are one exposure bracket; 0 for none */
export function bracketAt(frames: readonly Frame[], start: number): number {
  if (isSameExposure(frames[start], frames[start + 1])) return 0;
  let end = start + 1;
  while (end < frames.length && end - start < 9 && follows(frames[end - 1], frames[end])) end++;
  return (
    bracketSizes.find((size) => size <= end - start && isBracket(frames.slice(start, start + size))) ?? 0
  );
}

/** Looked at for each photo of the library, so without a number made for it. */
const isSameExposure = (one: Frame | undefined, other: Frame | undefined): boolean =>
  one?.shutter === other?.shutter &&
  one?.aperture === other?.aperture &&
  one?.iso === other?.iso &&
  one?.exposureBias === other?.exposureBias;

function follows(before: Frame | undefined, after: Frame | undefined): boolean {
  if (!before || !after?.link) return false;
  const seconds = secondsBetween(before, after);
  return (
    seconds !== null &&
    seconds <= bracketSeconds &&
    before.focalLength === after.focalLength &&
    Math.max(after.link.content, after.link.picture) >= bracketLikeness
  );
}

function isBracket(frames: readonly Frame[]): boolean {
  const isSaid = frames.every(({ bracketed }) => bracketed);
  if (frames.length === 2 && !isSaid) return false;
  const bias = frames.map(({ exposureBias }) => exposureBias);
  const isBiased = new Set(bias).size === frames.length;
  const steps = evenStep(isBiased ? bias : frames.map(exposureSteps));
  return steps >= (isSaid || isBiased ? leastStep : clearStep);
}

/** The distance of values that stand at even distances, in any order; 0 where they do not. */
function evenStep(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length < values.length) return 0;
  const first = known[0] ?? 0;
  const step = ((known.at(-1) ?? 0) - first) / (known.length - 1);
  const tolerance = Math.min(stepTolerance, step * 0.4);
  return known.every((value, i) => Math.abs(value - first - i * step) <= tolerance) ? step : 0;
}

const panoramaSeconds = 30;
/** Turning the camera takes longer: a burst that follows something that moves is no panorama. */
const turnSeconds = 0.5;
const leastTurn = 0.12;
const mostTurn = 0.7;
const overlapCorrelation = 0.8;
const leastFrames = 3;

/** @returns how many frames from `start` on are one panorama; 0 for none */
export function panoramaAt(frames: readonly Frame[], start: number): number {
  let end = start + 1;
  let way: number | null = null;
  for (; end < frames.length; end++) {
    const turn = turnOf(frames[end - 1], frames[end]);
    if (turn === null || (way !== null && turn !== way)) break;
    way = turn;
  }
  return end - start >= leastFrames ? end - start : 0;
}

/** Which way the camera was turned between two frames: 1 and -1 across, 2 and -2 down; null where it was not. */
function turnOf(before: Frame | undefined, after: Frame | undefined): number | null {
  if (!before || !after?.link) return null;
  const seconds = secondsBetween(before, after);
  const { shiftX, shiftY, overlap } = after.link;
  const shift = Math.max(Math.abs(shiftX), Math.abs(shiftY));
  if (seconds === null || seconds < turnSeconds || seconds > panoramaSeconds) return null;
  if (before.focalLength !== after.focalLength || overlap < overlapCorrelation) return null;
  if (shift < leastTurn || shift > mostTurn) return null;
  return shiftX === 0 ? 2 * Math.sign(shiftY) : Math.sign(shiftX);
}
