import { z } from 'zod';
import type { DecisionSource, Verdict, VerdictField } from './verdict.ts';
import { photoId, request } from './request.ts';
import { viewQuerySchema } from './view.ts';

/** Finding photos again: filters that were saved, photos like one, and what was decided about one. */

/** Filters and order, over the whole library. */
export const collectionQuerySchema = viewQuerySchema.omit({ root: true, folder: true, like: true });
export type CollectionQuery = z.output<typeof collectionQuerySchema>;

/** Filters saved under a name. It holds no photos: whatever passes them now is in it. */
export interface Collection {
  id: number;
  name: string;
  query: CollectionQuery;
  /** Photos that pass now; null where the model in use has no such attribute. */
  photos: number | null;
}

/** The photos that are most like one, the likest first; it itself is not among them. */
export interface Neighbours {
  ids: Uint32Array;
  /** Cosine of the network's embeddings, -1 to 1. */
  likeness: Float32Array;
}

/** One act, as far as it concerns one photo. */
export interface PhotoDecision {
  step: number;
  /** Milliseconds since 1970. */
  at: number;
  source: DecisionSource;
  /** Taken back since. */
  undone: boolean;
  changes: { field: VerdictField; after: Verdict[VerdictField] }[];
}

const name = z.string().trim().min(1).max(100);

export const findingRequests = {
  /** By name. */
  'collections.list': request(z.undefined()).returns<Collection[]>(),
  'collections.add': request(z.object({ name, query: collectionQuerySchema })).returns<Collection>(),
  /** What is named is changed. */
  'collections.change': request(
    z.object({ id: photoId, name: name.optional(), query: collectionQuerySchema.optional() }),
  ).returns<void>(),
  /** Forgets the filters; no photo is touched. */
  'collections.remove': request(z.object({ id: photoId })).returns<void>(),

  /** Over all photos of the library. */
  'photos.similar': request(z.object({ id: photoId, limit: z.int().min(1).max(5000) })).returns<Neighbours>(),
  /** The latest first. */
  'verdicts.photoHistory': request(z.object({ id: photoId })).returns<PhotoDecision[]>(),
};
