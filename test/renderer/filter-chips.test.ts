import { describe, expect, it } from 'vitest';
import { chipsOf } from '../../src/renderer/state/filter-chips.ts';
import { isFiltered, noFilters, sameFilters } from '../../src/renderer/state/filters.ts';
import { startQuery } from '../../src/renderer/state/photo-view.svelte.ts';
import type { ViewQuery } from '../../src/shared/view.ts';
import { taskOf } from './tasks.ts';

const tasks = [taskOf('light', { class: 'fair', srcc: 0.4 })];

describe('chips of the filters in force', () => {
  const query: ViewQuery = {
    ...startQuery,
    text: 'lisbon',
    verdicts: { picks: ['pick', 'none'], stars: { min: 3, max: 5 } },
    ranges: [{ task: 'light', min: 60, max: 100 }],
    cameras: ['One', 'Two', 'Three', 'Four'],
    captured: { from: Date.UTC(2024, 4, 1), to: Date.UTC(2024, 4, 2) - 1 },
    fileRatings: [-1, 3],
  };

  it('say each of them, and lifting all of them one by one leaves none', () => {
    const chips = chipsOf(query, tasks);
    expect(chips.map(({ text }) => text)).toEqual([
      '“lisbon”',
      'Picked or Undecided',
      '3★ and up',
      expect.stringContaining('60 and up'),
      'One, Two or 2 more',
      '1 May 2024',
      'Rated rejected or 3 stars',
    ]);
    let rest = query;
    for (let chip = chips.at(-1); chip; chip = chipsOf(rest, tasks).at(-1))
      rest = { ...rest, ...chip.change };
    expect(isFiltered(rest)).toBe(false);
    expect(sameFilters(rest, noFilters)).toBe(true);
  });
});
