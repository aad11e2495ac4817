import type { ModelTask } from '../../shared/manifest.ts';

export interface TaskScore {
  task: ModelTask;
  /** 0 to 100; null while the photo waits. */
  score: number | null;
  /** Share of the library that scores lower, 0 to 1; null until known. */
  percentile: number | null;
}

/** The middle of the reference photographs. */
export const neutral = 50;

/** How much a score tells: its distance from neutral, weighted by how well the task agrees with people. */
const weightOf = ({ task, score }: TaskScore): number =>
  score === null ? 0 : Math.abs(score - neutral) * Math.max(0, task.reliability.measured[0]?.srcc ?? 0);

export interface Explanation {
  overall: TaskScore | null;
  /** The attributes that say most about this photo; never an unreliable one. */
  telling: TaskScore[];
  rest: TaskScore[];
}

/** `scores` and `percentiles` are in the order of the manifest's tasks. */
export function explain(
  tasks: readonly ModelTask[],
  scores: readonly number[] | null,
  percentiles: readonly number[] | null,
  howMany = 3,
): Explanation {
  const all = tasks.map((task, index) => ({
    task,
    score: scores?.[index] ?? null,
    percentile: percentiles?.[index] ?? null,
  }));
  const attributes = all.filter(({ task }) => task.kind === 'attribute');
  const telling = attributes
    .filter((item) => item.task.reliability.class !== 'unreliable' && weightOf(item) > 0)
    .sort((a, b) => weightOf(b) - weightOf(a))
    .slice(0, howMany);
  return {
    overall: all.find(({ task }) => task.kind === 'overall') ?? null,
    telling,
    rest: attributes.filter((item) => !telling.includes(item)),
  };
}
