/** How far a copy from a card has come. */
export interface CopyProgress {
  files: number;
  filesDone: number;
  bytes: number;
  bytesDone: number;
  /** Path on the card of the file under way. */
  file: string;
}

/** What became of a copy from a card. */
export interface CardReport {
  /** Files on the card. */
  found: { photo: number; film: number; companion: number; other: number };
  /** Files that were copied now, each compared with the card by hash. */
  copied: number;
  /** Files that were copied before and are still there. */
  skipped: number;
  /** Bytes read from the card and copied. */
  bytes: number;
  failures: { file: string; sentence: string }[];
  /** Why the copy ended early, one sentence; null where it came to its end. */
  stopped: string | null;
}
