/** Files that are copied, moved or written, from the cards' dialog or the export's: how far it has come, and what came of it. */

export interface WorkProgress {
  files: number;
  filesDone: number;
  bytes: number;
  bytesDone: number;
  /** The file under way. */
  file: string;
}

export type WorkState<Report> =
  | { state: 'running' | 'paused'; progress: WorkProgress | null; secondsLeft: number | null }
  | { state: 'done'; report: Report }
  /** Nothing was done at all; one sentence says why. */
  | { state: 'failed'; sentence: string };

export interface WorkFailure {
  file: string;
  sentence: string;
}
