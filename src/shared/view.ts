import { z } from 'zod';
import { verdictFilterSchema } from './verdict.ts';

/** What the grid shows: which photos, in which order. Sorting and filtering happen in the catalogue's columns. */

/** "captured", "name", "pick", "stars", "label", "likeness" with `like`, or the id of one of the model's tasks. */
const sortKey = z.string().regex(/^[a-z][a-z0-9_]*$/);

export const viewQuerySchema = z.object({
  /** A library folder, or null for everything. */
  root: z.int().positive().nullable(),
  /** A folder inside it (forward slashes, no slash at either end), or '' for all of it. */
  folder: z.string().max(4096).default(''),
  sort: z.object({ key: sortKey, descending: z.boolean() }),
  /** Inclusive ranges on the panel scale; photos without the score are left out by any range. */
  ranges: z
    .array(z.object({ task: z.string(), min: z.number().min(0).max(100), max: z.number().min(0).max(100) }))
    .max(64),
  verdicts: verdictFilterSchema.optional(),
  /** Cameras and lenses by their names as `view.gear` tells them; a photo of which one is not known is left out. */
  cameras: z.array(z.string().max(500)).max(1000).optional(),
  lenses: z.array(z.string().max(500)).max(1000).optional(),
  /** Local wall clock of the capture, milliseconds since 1970 read as UTC, both ends included; null for no end. */
  captured: z.object({ from: z.number().nullable(), to: z.number().nullable() }).optional(),
  /** Of what other programs gave: -1 for rejected, 0 to 5 stars. */
  fileRatings: z.array(z.int().min(-1).max(5)).max(7).optional(),
  /** The photos of these filters that are most like this one, the likest first where it is sorted by `likeness`. */
  like: z.int().positive().optional(),
  /** Words of which every one is in the photo's name, folder, keywords, title, caption, camera or lens, perhaps only begun. */
  text: z.string().max(200).optional(),
});

export type ViewQuery = z.infer<typeof viewQuerySchema>;

/** A snapshot: it changes only when asked for again, so nothing moves under the person's hand. */
export interface View {
  /** Ordered photo ids. */
  ids: Uint32Array;
  /** The group of each of them, in the same order; 0 where it stands alone. */
  groups: Uint32Array;
  /** Photos in this root and folder before any filter was applied. */
  unfiltered: number;
  /** Pass it to `view.changes` to learn how many photos would be new or different by now. */
  revision: number;
}

/** Cameras and lenses of a place, the most used first. */
export interface Gear {
  cameras: { name: string; photos: number }[];
  lenses: { name: string; photos: number }[];
}

export interface Histogram {
  /** Photos per bin of equal width from 0 to 100, in the root and folder of the query, ranges not applied. */
  bins: Uint32Array;
  /** Photos there that have no score yet. */
  unscored: number;
}
