import type { PhotoGroup } from './groups.ts';
import type { Verdict } from './verdict.ts';
import type { Metadata } from './metadata.ts';
import type { PhotoSuggestion } from './suggestions.ts';

/** What the renderer knows of a photo. It names photos by id, never by path. */

export type PhotoState =
  /** Found, waiting for its score. */
  | 'waiting'
  | 'scored'
  /** Its file could not be scored; `error` says why. */
  | 'failed'
  /** Its drive or folder is away; thumbnail, scores and decisions are kept. */
  | 'offline';

/** A row of the grid. */
export interface PhotoRow {
  id: number;
  /** Changes with the picture's bytes; part of the picture's address, so that it may be cached for ever. */
  version: string;
  name: string;
  /** Relative to its library folder, forward slashes, '' at the top. */
  folder: string;
  root: number;
  state: PhotoState;
  error: string | null;
  /** Upright width and height in pixels; null until known. */
  width: number | null;
  height: number | null;
  /** Local wall-clock time of the capture as milliseconds since 1970 read as UTC; null where nothing says. */
  captured: number | null;
  /** A thumbnail exists. */
  thumb: boolean;
  /**
   * Panel scale 0 to 100, in the order of the manifest's tasks; null until scored. A task that the earlier model did not
   * know has null.
   */
  scores: (number | null)[] | null;
  /** Name of the model that the scores are from, until the one in use has scored the photo; null where it has. */
  earlierModel: string | null;
  /** What the person decided; a photo need not be scored for that. */
  verdict: Verdict;
  /** By content, e.g. "jpeg"; null until known. */
  format: string | null;
  /** Formats of the other files of the same shot, e.g. "cr2" where the JPEG beside it is shown. */
  companions: string[];
  /** The photo that this is an edited version of; such a one takes no part in automatic culling. */
  versionOf: number | null;
  /** A film belongs to it: a Live Photo's beside it, a motion photo's in the file itself. */
  motion: 'live' | 'motion' | null;
  /** Upright size of the picture inside a RAW file; null for any other, whose picture has the photo's own size. */
  picture: { width: number; height: number } | null;
  /** What the program would decide where the person has not; to be drawn unlike any verdict. */
  suggestion: PhotoSuggestion | null;
  /** The group that it is in; null where it stands alone. */
  group: PhotoGroup | null;
}

/** What a file is to its photo. */
export type FileRole = 'raw' | 'picture' | 'film';

export interface ShotFile {
  name: string;
  /** Relative to its library folder, forward slashes, '' at the top. */
  folder: string;
  root: number;
  /** For people, e.g. "RAW"; null of a film. */
  format: string | null;
  bytes: number;
  role: FileRole;
  /** It is what stands for the photo in the grid, and is scored. */
  shown: boolean;
}

export interface PhotoVersion {
  photo: number;
  name: string;
}

/** Photos of one folder and day. */
export interface Shoot {
  photos: number;
  /** Share of its scored photos that score lower, 0 to 1, per task; null until scored. */
  percentiles: (number | null)[] | null;
}

/** What the explanation panel shows beyond the row. */
export interface PhotoDetail extends PhotoRow, Metadata {
  bytes: number;
  /** Whose work the colours and tones on screen are: of a RAW file, the camera's, as in its JPEG. */
  rendering: 'camera JPEG' | 'own';
  /** Of the whole shot: one, or RAW and JPEG, and films. */
  files: ShotFile[];
  versions: PhotoVersion[];
  /** Share of the scored photos of the whole library that score lower, 0 to 1, per task; null until scored. */
  percentiles: (number | null)[] | null;
  /** Where it stands in its shoot. */
  shoot: Shoot | null;
  /** Other photos with the same picture data. */
  copies: number[];
}

/** Where a raw score adds up: mean(values) + bias = raw score. */
export interface ScoreMap {
  task: string;
  width: number;
  height: number;
  /** Row by row, width x height, in raw-score units. */
  values: Float32Array;
  bias: number;
  raw: number;
}

/** A file that could not be scored. */
export interface Problem {
  photo: number;
  name: string;
  /** Folder name and path inside it, for people. */
  place: string;
  /** One plain sentence that says what is wrong and what to do. */
  sentence: string;
  at: number;
}

/** `thumb` has 512 pixels on its longer side, `preview` 2,048, `full` all that there are: those of a RAW file's sensor. */
export const pictureSizes = ['thumb', 'preview', 'full'] as const;
export type PictureSize = (typeof pictureSizes)[number];

/** Relative address of a picture, the same over photo:// and loopback. */
export const picturePath = (id: number, version: string, size: PictureSize): string =>
  `photo/${id}/${version}/${size}`;
