import type { ModelTask } from '../../shared/manifest.ts';
import type { ViewQuery } from '../../shared/view.ts';
import { findingStrings } from '../strings/finding.ts';
import { withRange, wholeRange, type ViewChange } from './filters.ts';

/** A filter in force, as it stands above the grid, and what lifts it alone. */
export interface FilterChip {
  id: string;
  text: string;
  change: ViewChange;
}

/** In the order of the pane. Photos like one are a view of their own and no filter: see LikeView. */
export function chipsOf(query: ViewQuery, tasks: readonly Pick<ModelTask, 'id' | 'label'>[]): FilterChip[] {
  const { chips } = findingStrings;
  const { picks, stars, labels } = query.verdicts ?? {};
  const verdictsWithout = (field: 'picks' | 'stars' | 'labels'): ViewChange => {
    const rest = Object.entries(query.verdicts ?? {}).filter(([key, value]) => key !== field && value);
    return { verdicts: rest.length > 0 ? Object.fromEntries(rest) : undefined };
  };
  const made: (FilterChip | null)[] = [
    query.text ? { id: 'text', text: chips.text(query.text), change: { text: undefined } } : null,
    picks ? { id: 'picks', text: chips.picks(picks), change: verdictsWithout('picks') } : null,
    stars ? { id: 'stars', text: chips.stars(stars), change: verdictsWithout('stars') } : null,
    labels ? { id: 'labels', text: chips.labels(labels), change: verdictsWithout('labels') } : null,
    ...query.ranges.map(({ task, min, max }) => ({
      id: `range ${task}`,
      text: chips.range(tasks.find(({ id }) => id === task)?.label ?? task, min, max),
      change: { ranges: withRange(query, task, wholeRange).ranges },
    })),
    query.cameras
      ? { id: 'cameras', text: chips.names(query.cameras), change: { cameras: undefined } }
      : null,
    query.lenses ? { id: 'lenses', text: chips.names(query.lenses), change: { lenses: undefined } } : null,
    query.captured
      ? { id: 'captured', text: chips.captured(query.captured), change: { captured: undefined } }
      : null,
    query.fileRatings
      ? { id: 'ratings', text: chips.ratings(query.fileRatings), change: { fileRatings: undefined } }
      : null,
  ];
  return made.filter((chip) => chip !== null);
}
