import { z } from 'zod';
import type { WorkFailure } from './work.ts';

export const exportWays = ['copy', 'link', 'move'] as const;
export type ExportWay = (typeof exportWays)[number];

/** Of a shot that was stored as RAW and JPEG or HEIF. */
export const exportParts = ['both', 'raw', 'jpeg'] as const;
export type ExportPart = (typeof exportParts)[number];

const photos = z.array(z.int().positive()).min(1).max(1_000_000);
const folder = z.string().max(64);

export const exportFilesSchema = z.object({
  photos,
  folder,
  template: z.string().max(500),
  way: z.enum(exportWays),
  part: z.enum(exportParts),
  /** Verdicts go into the copies, for programs that read no sidecar beside them. */
  inside: z.boolean(),
});

export const documentKinds = ['pdf', 'html', 'csv', 'json'] as const;
/** Contact sheets and tables. */
export type DocumentKind = (typeof documentKinds)[number];

export const exportDocumentSchema = z.object({
  photos,
  folder,
  /** Without ending. */
  name: z.string().trim().min(1).max(200),
  kind: z.enum(documentKinds),
});

/** What came of an export. */
export interface ExportReport {
  what: ExportWay | DocumentKind;
  photos: number;
  /** Files that were copied, linked or moved; for a document 1. */
  files: number;
  /** Files that lie there already, byte for byte. */
  skipped: number;
  bytes: number;
  /** The first thousand, with their whole paths. */
  places: { from: string; to: string }[];
  /** Sources of moves to another drive, which lie in folders `_Moved` beside their old places. */
  setAside: number;
  /** Moves that can be undone. */
  undoable: number;
  failures: WorkFailure[];
  /** Why it ended early, one sentence; null where it came to its end. */
  stopped: string | null;
}

export const emptyReport = (what: ExportReport['what']): ExportReport => ({
  what,
  photos: 0,
  files: 0,
  skipped: 0,
  bytes: 0,
  places: [],
  setAside: 0,
  undoable: 0,
  failures: [],
  stopped: null,
});
