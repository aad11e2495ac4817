import { z } from 'zod';

/** What a person decided about a photo: three values that know nothing of each other. A reject keeps its stars. */

export const pickStates = ['none', 'pick', 'reject'] as const;
export type PickState = (typeof pickStates)[number];

export const labels = ['none', 'red', 'yellow', 'green', 'blue', 'purple'] as const;

export const mostStars = 5;
const stars = z.int().min(0).max(mostStars);

export const verdictSchema = z.object({ pick: z.enum(pickStates), stars, label: z.enum(labels) });
export type Verdict = z.infer<typeof verdictSchema>;
export type VerdictField = keyof Verdict;
export const verdictFields = ['pick', 'stars', 'label'] as const satisfies VerdictField[];

export const noVerdict: Verdict = { pick: 'none', stars: 0, label: 'none' };

/** The values to be set; what is not named stays as it is. */
export const verdictChangeSchema = verdictSchema.partial();
export type VerdictChange = z.infer<typeof verdictChangeSchema>;

/** Which photos a view shows, by what was decided; what is not named leaves none out. */
export const verdictFilterSchema = z
  .object({
    picks: z.array(z.enum(pickStates)),
    /** Both ends included. */
    stars: z.object({ min: stars, max: stars }),
    labels: z.array(z.enum(labels)),
  })
  .partial();
export type VerdictFilter = z.infer<typeof verdictFilterSchema>;

/** What the person saw while deciding, so that it can be told later how far the scores had a say. */
export const onScreenSchema = z.object({
  sort: z.object({ key: z.string().max(64), descending: z.boolean() }),
  /** The task whose score stood beside the photo; null where scores were hidden. */
  task: z.string().max(64).nullable(),
});
export type OnScreen = z.infer<typeof onScreenSchema>;

/**
 * Where a decision comes from: the person, one photo or several at a time; suggestions that the person confirmed as a
 * whole; a sidecar; another file of the same shot; undo and redo.
 */
export const decisionSources = ['single', 'bulk', 'confirmed', 'sidecar', 'paired', 'undo', 'redo'] as const;
export type DecisionSource = (typeof decisionSources)[number];

/** Photos of a place by their pick state. */
export interface VerdictCounts {
  picked: number;
  rejected: number;
  undecided: number;
}
