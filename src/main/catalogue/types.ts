import type { FileRole } from '../../shared/photo.ts';
import type { Metadata } from '../../shared/metadata.ts';

/** What the rooms after this one say to the catalogue and hear from it. */

/** A regular file as a scan or the watcher found it. */
export interface SeenFile {
  /** Relative to the root, forward slashes, spelled as the file system has it. */
  path: string;
  size: number;
  /** Milliseconds. */
  mtime: number;
  device: string;
  inode: string;
}

/** A file at a place where nothing was found. */
export interface LostFile {
  id: number;
  /** Where it was looked for. */
  path: string;
}

export interface RootRecord {
  id: number;
  path: string;
  volume: string | null;
  device: string;
  offline: boolean;
  /** The person has it looked through from time to time. */
  polled: boolean;
}

export interface FileRecord {
  id: number;
  root: number;
  rootPath: string;
  path: string;
  size: number;
  mtime: number;
  photo: number | null;
  /** The photo's identity outside the catalogue, hex. */
  uid: string | null;
  picture: string | null;
}

/** What a look into a file tells of the photo, without decoding it. */
export interface PhotoFacts extends Metadata {
  format: string | null;
  /** Of the compressed picture data, hex; null where the content is no picture. */
  fingerprint: string | null;
  /** Version of the picture as shown: changes with the picture data and with its orientation. */
  picture: string | null;
  width: number | null;
  height: number | null;
  shot: ShotFacts;
}

/** What tells which files belong together. */
export interface ShotFacts {
  /** Upright size of the picture inside a RAW file; null for any other. */
  picture: { width: number; height: number } | null;
  /** Apple's name for what belongs to one Live Photo. */
  contentId: string | null;
  /** A film lies in the file itself. */
  motion: boolean;
  /** An editing program says that it wrote the file. */
  edited: boolean;
}

export const noShotFacts: ShotFacts = { picture: null, contentId: null, motion: false, edited: false };

/** A file of a photo, for what takes them all: copies, moves, sidecars. */
export interface PhotoFile {
  /** As it was asked for. */
  photo: number;
  /** The photo that is this file's own identity; null of a film, which has none. */
  own: number | null;
  file: number;
  root: number;
  rootPath: string;
  /** Its drive or folder is away. */
  offline: boolean;
  /** Relative to the root, forward slashes. */
  path: string;
  size: number;
  mtime: number;
  format: string | null;
  role: FileRole;
  /** It is what stands for the photo in the grid, and is scored. */
  shown: boolean;
}

/** What became of a piece of work; `seen` is the file as it was then: if it has changed since, the news is stale. */
export type Outcome = { file: number; seen: { size: number; mtime: number } } &
  /** `contentId` of a film that belongs to a Live Photo. */
  (
    | { kind: 'not-a-photo'; contentId?: string | null }
    | { kind: 'identified'; facts: PhotoFacts }
    /** A photo by its claim that cannot be scored; `facts` where a look was possible, `shown` where there is a picture. */
    | { kind: 'failed'; sentence: string; facts: PhotoFacts | null; shown?: boolean }
    | {
        kind: 'scored';
        picture: string;
        width: number;
        height: number;
        raw: Float32Array;
        embedding: Float32Array;
        /** What the picture is compared with others by, as imaging/look.ts makes it. */
        look: Uint8Array;
      }
  );

export interface ScanSummary {
  added: number;
  changed: number;
  moved: number;
  gone: number;
}

export interface Waiting {
  identify: number;
  score: number;
}

/** A row of the CSV. */
export interface ExportRow {
  photo: number;
  /** Relative to the root, forward slashes. */
  path: string;
  raw: Float32Array | null;
  failure: string | null;
}
