import type { ModelTask } from '../../shared/manifest.ts';
import type { ViewQuery } from '../../shared/view.ts';

export interface Range {
  min: number;
  max: number;
}

export const wholeRange: Range = { min: 0, max: 100 };

export const rangeOf = (query: ViewQuery, task: string): Range =>
  query.ranges.find((range) => range.task === task) ?? wholeRange;

export const isWhole = ({ min, max }: Range): boolean => min <= 0 && max >= 100;

/** The query with another range for one task; the whole range is no filter at all. */
export function withRange(query: ViewQuery, task: string, range: Range): ViewQuery {
  const others = query.ranges.filter((other) => other.task !== task);
  return { ...query, ranges: isWhole(range) ? others : [...others, { task, ...range }] };
}

/** A person asks for the best first, but for the earliest and for A to Z. */
export const startsDescending = (key: string): boolean => key !== 'captured' && key !== 'name';

/** What lifts every filter. */
export const noFilters = { ranges: [], verdicts: undefined, text: undefined };

export function splitByReliability(tasks: readonly ModelTask[]): {
  reliable: ModelTask[];
  unreliable: ModelTask[];
} {
  return {
    reliable: tasks.filter((task) => task.reliability.class !== 'unreliable'),
    unreliable: tasks.filter((task) => task.reliability.class === 'unreliable'),
  };
}
