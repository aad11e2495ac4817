import type { VerdictField } from './verdict.ts';

/** How verdicts and sidecars stand. */
export interface SidecarStatus {
  /** Photos whose verdict is not in their sidecar yet. */
  waiting: number;
  /** Being read or written at this moment. */
  busy: boolean;
  /** Values that changed here and in the sidecar, for the person to choose. */
  disputes: number;
  /** Why some could not be read or written, one sentence a cause. */
  troubles: { sentence: string; photos: number }[];
}

/** A value that changed on both sides; the verdict here stays until the person chooses. */
export interface Dispute {
  photo: number;
  name: string;
  /** Relative to its library folder. */
  folder: string;
  field: VerdictField;
  here: string;
  /** A label may be a word that stands for none of our colours. */
  outside: string;
}

/** What handing over came to. */
export interface HandOver {
  photos: number;
  /** Sidecars that were written or changed. */
  written: number;
  /** Photos without a sidecar because the program reads none beside their format, by format. */
  unread: { format: string; photos: number }[];
  /** Photos without one because its name belongs to another photo beside them. */
  sharedName: number;
  disputes: number;
  troubles: { sentence: string; photos: number }[];
}
