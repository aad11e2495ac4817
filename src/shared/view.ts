import { z } from 'zod';
import { verdictFilterSchema } from './verdict.ts';

/** What the grid shows: which photos, in which order. Sorting and filtering happen in the catalogue's columns. */

/** "captured", "name", "pick", "stars", "label", or the id of one of the model's tasks. */
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
  /** Words of which every one is in the photo's name, folder, keywords, title, caption, camera or lens, perhaps only begun. */
  text: z.string().max(200).optional(),
});

export type ViewQuery = z.infer<typeof viewQuerySchema>;

/** A snapshot: it changes only when asked for again, so nothing moves under the person's hand. */
export interface View {
  /** Ordered photo ids. */
  ids: Uint32Array;
  /** Photos in this root and folder before any filter was applied. */
  unfiltered: number;
  /** Pass it to `view.changes` to learn how many photos would be new or different by now. */
  revision: number;
}

export interface Histogram {
  /** Photos per bin of equal width from 0 to 100, in the root and folder of the query, ranges not applied. */
  bins: Uint32Array;
  /** Photos there that have no score yet. */
  unscored: number;
}
