import type { Contributions, ModelTask } from '../../shared/manifest.ts';
import { fromPanelScale } from '../../shared/scale.ts';
import { type Part, rawParts, type ScoreParts, scoreParts } from './contributions.ts';

export interface TaskScore {
  task: ModelTask;
  /** 0 to 100; null while the photo waits. */
  score: number | null;
  /** Share of the library that scores lower, 0 to 1; null until known. */
  percentile: number | null;
  /** What it contributes to the overall score; null where that is not known. */
  part: Part | null;
}

/** The middle of the reference photographs. */
export const neutral = 50;

/** How much a score tells: its distance from neutral, weighted by how well the task agrees with people. */
const weightOf = ({ task, score }: TaskScore): number =>
  score === null || task.reliability.class === 'unreliable'
    ? 0
    : Math.abs(score - neutral) * Math.max(0, task.reliability.measured[0]?.srcc ?? 0);

const sizeOf = ({ part }: TaskScore): number => Math.abs(part?.points ?? 0);

/** What contributes comes first, what is not reliable last. */
const rankOf = ({ task, part }: TaskScore): number =>
  part ? 0 : task.reliability.class === 'unreliable' ? 2 : 1;

export interface Explanation {
  overall: TaskScore | null;
  /** The attributes that say most about this photo, first what says most; never an unreliable one. */
  telling: TaskScore[];
  /** The others: those that contribute first, the unreliable last. */
  rest: TaskScore[];
  /** The overall score taken apart; null where the model does not say how. */
  parts: ScoreParts | null;
}

/**
 * What says most is what contributes most to the overall score; where the model does not say what contributes, it is
 * what lies farthest from neutral.
 *
 * @param scores in the order of the manifest's tasks, as are `percentiles`
 */
export function explain(
  tasks: readonly ModelTask[],
  scores: readonly (number | null)[] | null,
  percentiles: readonly (number | null)[] | null,
  contributions?: Contributions,
  howMany = 3,
): Explanation {
  const parts = contributions && scores ? partsOf(tasks, scores, contributions) : null;
  const all = tasks.map((task, index) => ({
    task,
    score: scores?.[index] ?? null,
    percentile: percentiles?.[index] ?? null,
    part: parts?.parts.find((part) => part.task === task.id) ?? null,
  }));
  // Where an earlier model scored the photo, what it did not know has no place.
  const attributes = all.filter(
    ({ task, score }) => task.kind === 'attribute' && (!scores || score !== null),
  );
  const told = parts
    ? attributes.filter(({ part }) => part !== null).sort((a, b) => sizeOf(b) - sizeOf(a))
    : attributes.filter((item) => weightOf(item) > 0).sort((a, b) => weightOf(b) - weightOf(a));
  const telling = told.slice(0, howMany);
  const others = attributes.filter((item) => !telling.includes(item));
  return {
    overall: all.find(({ task }) => task.kind === 'overall') ?? null,
    telling,
    rest: others.sort((a, b) => rankOf(a) - rankOf(b) || sizeOf(b) - sizeOf(a)),
    parts,
  };
}

function partsOf(
  tasks: readonly ModelTask[],
  scores: readonly (number | null)[],
  contributions: Contributions,
): ScoreParts | null {
  const overall = tasks.find(({ kind }) => kind === 'overall');
  const raws = tasks.map(({ scale }, index) => fromPanelScale(scores[index] ?? neutral, scale));
  const raw = rawParts(contributions, tasks, raws);
  return raw && overall && raw.parts.length > 0 ? scoreParts(raw, overall.scale) : null;
}
