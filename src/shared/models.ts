import { z } from 'zod';
import type { EngineTime } from './engines.ts';
import { request } from './request.ts';

/** A model that has scored photos of this catalogue. */
export interface KnownModel {
  id: number;
  name: string;
  /** That it has scored. */
  photos: number;
  inUse: boolean;
}

export interface ModelState {
  /** Of the model in use. */
  name: string;
  /** Whether it is the one that comes with the application. */
  standard: boolean;
  known: KnownModel[];
}

/** A photo that two models place differently. */
export interface Disagreement {
  photo: number;
  /** Share of the photos that both have scored which score lower, 0 to 1: by the model in use, and by the other. */
  here: number;
  there: number;
}

/** Two models on the photos that both have scored. */
export interface ModelComparison {
  photos: number;
  /** Of each task that both know. */
  tasks: { id: string; label: string; correlation: number; apart: Disagreement[] }[];
}

export const modelRequests = {
  'models.state': request(z.undefined()).returns<ModelState>(),
  /** Lets the model in a folder chosen from `folders.list` score; null for the one that comes with the application. */
  'models.use': request(z.object({ folder: z.string().max(64).nullable() })).returns<ModelState>(),
  /** Compares the model in use with another that is known; ids as in `KnownModel`. */
  'models.compare': request(z.object({ model: z.int().positive() })).returns<ModelComparison>(),
  /** How fast each engine runs the model in use; null until they were timed. */
  'engines.times': request(z.undefined()).returns<EngineTime[] | null>(),
  /** Times them now, which takes some seconds each. */
  'engines.time': request(z.undefined()).returns<EngineTime[]>(),
};
