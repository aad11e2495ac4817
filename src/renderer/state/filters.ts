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

/** What is named is changed; a filter that is undefined is lifted. */
export type ViewChange = Partial<ViewQuery>;

/** What lifts every filter. */
export const noFilters = {
  ranges: [],
  verdicts: undefined,
  text: undefined,
  cameras: undefined,
  lenses: undefined,
  captured: undefined,
  fileRatings: undefined,
} satisfies ViewChange;

type Filters = Pick<ViewQuery, keyof typeof noFilters>;

/** The filters of a query, in one order, so that two can be compared as text. */
export const filtersOf = (query: Filters): Filters => ({
  ranges: query.ranges.toSorted((a, b) => a.task.localeCompare(b.task)),
  verdicts: query.verdicts,
  text: query.text,
  cameras: query.cameras,
  lenses: query.lenses,
  captured: query.captured,
  fileRatings: query.fileRatings,
});

const textOf = (query: Filters): string => JSON.stringify(filtersOf(query));

export const sameFilters = (a: Filters, b: Filters): boolean => textOf(a) === textOf(b);

export const isFiltered = (query: Filters): boolean => !sameFilters(query, noFilters);

/** None chosen shows all of them, as do all of them. */
export function toggled<Value>(
  chosen: readonly Value[] | undefined,
  value: Value,
  all: readonly Value[],
): Value[] | undefined {
  const now = chosen ?? [];
  const next = now.includes(value) ? now.filter((other) => other !== value) : [...now, value];
  return next.length === 0 || next.length === all.length ? undefined : next;
}

export function splitByReliability(tasks: readonly ModelTask[]): {
  reliable: ModelTask[];
  unreliable: ModelTask[];
} {
  return {
    reliable: tasks.filter((task) => task.reliability.class !== 'unreliable'),
    unreliable: tasks.filter((task) => task.reliability.class === 'unreliable'),
  };
}
