import { z } from 'zod';
import type { VerdictAnswer } from './history.ts';
import { request } from './request.ts';
import { onScreenSchema, type Verdict, type VerdictField } from './verdict.ts';

/** What the program would decide. It is no verdict until the person confirms it, and looks different everywhere. */

export type SuggestionSource = 'auto-cull' | 'star-bands' | 'taste';

/** On one photo's tile: the values that are suggested, by whichever run spoke last. */
export interface PhotoSuggestion extends Partial<Verdict> {
  source: SuggestionSource;
}

/** One value of one photo. */
export interface Suggestion {
  photo: number;
  field: VerdictField;
  value: Verdict[VerdictField];
  /** One sentence for the person: why. */
  reason: string;
}

/** Suggestions made at once; what the person has decided since does not count any more. */
export interface SuggestionRun {
  run: number;
  source: SuggestionSource;
  /** Milliseconds since 1970. */
  at: number;
  photos: number;
  /** How many photos are to be given which value. */
  values: { field: VerdictField; value: Verdict[VerdictField]; photos: number }[];
}

const run = z.int().positive();
const photos = z.array(z.int().positive()).max(1_000_000).nullable();

export const suggestionRequests = {
  /** Runs of which something is still undecided, the latest first. */
  'suggestions.runs': request(z.undefined()).returns<SuggestionRun[]>(),
  /** What is undecided of a run, with the reasons; `photos` null for all of them. */
  'suggestions.list': request(z.object({ run, photos })).returns<Suggestion[]>(),
  /** Makes a run's suggestions decisions, one step of the history; `photos` null for all of them. */
  'suggestions.confirm': request(
    z.object({ run, photos, screen: onScreenSchema.nullable() }),
  ).returns<VerdictAnswer>(),
  /** Takes a run's suggestions away; the verdicts stay as they are. */
  'suggestions.drop': request(z.object({ run, photos })).returns<{ photos: number }>(),
};
