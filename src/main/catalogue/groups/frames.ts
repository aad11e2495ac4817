import type { Likeness } from './likeness.ts';

/** What grouping knows of a photo. */
export interface Frame {
  photo: number;
  /** Frames of one camera in one folder: only these follow each other. */
  sequence: string;
  /** By the clock as it is set right; milliseconds. */
  captured: number | null;
  name: string;
  mtime: number;
  /** Seconds. */
  shutter: number | null;
  aperture: number | null;
  iso: number | null;
  focalLength: number | null;
  exposureBias: number | null;
  bracketed: boolean;
  /** It was decoded and scored, so that it can be compared. */
  isComparable: boolean;
  /** Which group it was given by hand; null where nobody did. */
  hand: string | null;
  /** Likeness to the frame before it; null until both can be compared. */
  link: FrameLink | null;
}

export interface FrameLink extends Likeness {
  before: number;
}

/** Names in the order a person expects: IMG_9 before IMG_10. */
const collator = new Intl.Collator('en', { numeric: true });

/** In the order they were taken: by time with its sub-seconds, then by name, then by the file's own time. */
export function compareFrames(a: Frame, b: Frame): number {
  const byTime = (a.captured ?? Infinity) - (b.captured ?? Infinity);
  if (byTime !== 0 && !Number.isNaN(byTime)) return byTime;
  return collator.compare(a.name, b.name) || a.mtime - b.mtime || a.photo - b.photo;
}

/** Seconds between the end of one exposure and the start of the next; null where one is without a time. */
export const secondsBetween = (before: Frame, after: Frame): number | null =>
  before.captured === null || after.captured === null
    ? null
    : Math.max(0, (after.captured - before.captured) / 1000 - (before.shutter ?? 0));

/** How much light the settings let in, in steps; null where the file does not say. */
export const exposureSteps = ({ shutter, aperture, iso }: Frame): number | null =>
  shutter === null || aperture === null ? null : Math.log2((shutter * (iso ?? 100)) / aperture ** 2);
