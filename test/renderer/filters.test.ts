import { describe, expect, it } from 'vitest';
import { rangeOf, splitByReliability, withRange } from '../../src/renderer/state/filters.ts';
import { histogramHeights } from '../../src/renderer/state/histogram.ts';
import { startQuery } from '../../src/renderer/state/photo-view.svelte.ts';
import { taskOf } from './tasks.ts';

describe('filters', () => {
  it('set one range without touching the others', () => {
    const one = withRange(startQuery, 'overall', { min: 60, max: 100 });
    const two = withRange(one, 'light', { min: 0, max: 30 });
    expect(rangeOf(two, 'overall')).toMatchObject({ min: 60, max: 100 });
    expect(rangeOf(two, 'light')).toMatchObject({ min: 0, max: 30 });
    expect(withRange(two, 'light', { min: 10, max: 30 }).ranges).toHaveLength(2);
  });

  it('leave no range behind that lets everything through', () => {
    const filtered = withRange(startQuery, 'overall', { min: 60, max: 100 });
    expect(withRange(filtered, 'overall', { min: 0, max: 100 }).ranges).toEqual([]);
  });

  it('fold the unreliable away', () => {
    const tasks = [
      taskOf('a', { class: 'strong', srcc: 0.7 }),
      taskOf('b', { class: 'unreliable', srcc: 0 }),
      taskOf('c', { class: 'weak', srcc: 0.2 }),
    ];
    const { reliable, unreliable } = splitByReliability(tasks);
    expect(reliable.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(unreliable.map(({ id }) => id)).toEqual(['b']);
  });

  it('draw an empty histogram as flat', () => {
    expect(histogramHeights(new Uint32Array(3))).toEqual([0, 0, 0]);
    expect(histogramHeights(Uint32Array.of(0, 4, 1))).toEqual([0, 1, 0.5]);
  });
});
