import { z } from 'zod';
import type { WorkFailure } from './work.ts';

/** Rejected photos that are moved away: into a folder `_Rejected` beside them, or to the system's trash. */

export type MoveWay = 'folder' | 'trash';

/** A photo that may be moved away, with all that goes with it. */
export interface Movable {
  photo: number;
  name: string;
  /** Name of the library folder, and the folder inside it. */
  place: string;
  /** Names of its files, RAW and sidecars among them. */
  files: string[];
  raws: number;
  sidecars: number;
  /** The person rejected it; false for one of many suggestions that were confirmed together, which is to be named first. */
  named: boolean;
}

export interface MovePlan {
  photos: Movable[];
  /** Rejected by what another program wrote into a sidecar: not by the person here, so they stay. */
  byOthers: number;
  /** The system's trash can be used for them. */
  trash: boolean;
}

/** A move that stands. */
export interface MoveEntry {
  move: number;
  at: number;
  way: MoveWay;
  photos: number;
  files: number;
}

export interface MoveReport {
  photos: number;
  files: number;
  failures: WorkFailure[];
}

const photoId = z.int().positive();

/** A request's input schema, and its output as a type alone. */
const request = <Input extends z.ZodType>(input: Input) => ({
  returns: <Output>() => ({ input }) as { input: Input; output?: Output },
});

export const moveRequests = {
  /** What would be moved of a place, file by file. */
  'moves.plan': request(
    z.object({ root: photoId.nullable(), folder: z.string().max(4096) }),
  ).returns<MovePlan>(),
  /** Moves exactly these photos away; one that is not rejected by the person (any more) stays. */
  'moves.begin': request(
    z.object({ photos: z.array(photoId).max(100_000), way: z.enum(['folder', 'trash']) }),
  ).returns<MoveReport>(),
  /** Puts back what a move took into `_Rejected`. */
  'moves.putBack': request(z.object({ move: photoId })).returns<MoveReport>(),
  /** Moves that stand, the latest first. */
  'moves.list': request(z.undefined()).returns<MoveEntry[]>(),
};
