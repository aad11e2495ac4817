import type { DecisionSource, Verdict, VerdictField } from './verdict.ts';

/** Decisions made in one act. */
export interface HistoryStep {
  id: number;
  /** Milliseconds since 1970. */
  at: number;
  source: DecisionSource;
  /** `dropped`: undone, and then something else was done. */
  state: 'done' | 'undone' | 'dropped';
  photos: number;
  /** Of the photo, where it was one alone. */
  name: string | null;
  /** How many photos were given which value. */
  changes: { field: VerdictField; after: Verdict[VerdictField]; photos: number }[];
}

/** A line of the history. */
export interface HistoryEntry {
  step: number;
  at: number;
  source: DecisionSource;
  /** Taken back; redo may do it again. */
  undone: boolean;
  /** What it did, e.g. "Picked 12 photos". */
  words: string;
}

export interface HistoryPage {
  entries: HistoryEntry[];
  more: boolean;
}

/** What undo and redo would do next, for buttons and keys. */
export interface UndoState {
  undo: HistoryEntry | null;
  redo: HistoryEntry | null;
}

export interface VerdictAnswer extends UndoState {
  /** Photos with another verdict than before. */
  changed: number;
  /** Photos that an undo or a redo left as they are, because something else has decided about them in the meantime. */
  kept: number;
}

export interface DecidedEvent extends UndoState {
  /** Photos with another verdict than before, or null if they are too many to name. */
  photos: number[] | null;
}
