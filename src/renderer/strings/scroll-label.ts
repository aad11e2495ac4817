import type { ModelTask } from '../../shared/manifest.ts';
import type { PhotoRow } from '../../shared/photo.ts';
import { count, strings, wholeScore } from './strings.ts';

/** Capture times are wall-clock times, so that the zone here does not matter. */
const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/**
 * What a place of the grid is called in the order it is in: "14 Mar 2024", "score 62", "3 stars".
 *
 * @param row the first photo in the window
 * @param task the one that is sorted by; undefined in every other order
 * @returns '' where the photo has nothing to be called by
 */
export function placeLabel(
  row: PhotoRow,
  sortKey: string,
  task: Pick<ModelTask, 'kind' | 'label'> | undefined,
  score: number | null,
): string {
  const { verdict, captured, name } = row;
  if (task) {
    if (score === null) return strings.photo.states.waiting;
    return task.kind === 'overall'
      ? `score ${wholeScore(score)}`
      : strings.explanation.score(task.label, score);
  }
  switch (sortKey) {
    case 'captured':
      return captured === null ? 'no date' : day.format(captured);
    case 'name':
      return name;
    case 'pick':
      return strings.verdicts.states[verdict.pick];
    case 'stars':
      return strings.verdicts.stars(verdict.stars);
    case 'label':
      return strings.verdicts.labels[verdict.label];
    default:
      return '';
  }
}

export const positionLabel = (index: number, all: number): string => `${count(index + 1)} of ${count(all)}`;
