import { describe, expect, it } from 'vitest';
import { Comparison } from '../../src/renderer/state/comparison.svelte.ts';
import { Selection } from '../../src/renderer/state/selection.svelte.ts';
import { Zoom } from '../../src/renderer/state/zoom.svelte.ts';

function setUp(view = [1, 2, 3, 4, 5, 6]) {
  const order = { ids: Uint32Array.from(view) };
  const selection = new Selection(() => order.ids);
  return { order, selection, comparison: new Comparison(() => order.ids, selection, new Zoom()) };
}

describe('comparing', () => {
  it('puts the selected side by side, and keys lead from one to the next', () => {
    const { selection, comparison } = setUp();
    selection.select([2, 4, 5]);
    expect(comparison.open()).toBe(true);
    expect([comparison.ids, comparison.champion, comparison.active]).toEqual([[2, 4, 5], null, 0]);
    comparison.step(1);
    expect(selection.id).toBe(4);
    comparison.step(-1);
    comparison.step(-1);
    expect(selection.id).toBe(5);
    // All of them stay selected.
    expect([...selection.ids]).toEqual([2, 4, 5]);
  });

  it('of one photo compares it with the next: it stays, the others come one after the other', () => {
    const { selection, comparison } = setUp();
    selection.chooseAt(2);
    comparison.open();
    expect([comparison.champion, comparison.challenger, selection.id]).toEqual([3, 4, 4]);
    comparison.step(1);
    expect([comparison.ids, selection.id]).toEqual([[3, 5], 5]);
    comparison.step(-1);
    comparison.step(-1);
    // The champion is left out.
    expect([comparison.ids, selection.id]).toEqual([[3, 2], 2]);
    comparison.step(-1);
    comparison.step(-1);
    expect(comparison.challenger).toBe(1);
  });

  it('swaps by one key, and the active photo is always one of those shown', () => {
    const { selection, comparison } = setUp();
    selection.chooseAt(0);
    comparison.open();
    comparison.swap();
    expect([comparison.champion, comparison.challenger, selection.id]).toEqual([2, 1, 1]);
    comparison.turn();
    expect(selection.id).toBe(2);
    comparison.toggleChampion();
    expect([comparison.champion, comparison.ids]).toEqual([null, [2, 1]]);
  });

  it('takes challengers from a large selection', () => {
    const { selection, comparison } = setUp();
    selection.select([1, 2, 4, 5, 6]);
    comparison.open();
    comparison.step(1);
    expect([comparison.champion, comparison.challenger]).toEqual([1, 4]);
  });

  it('follows a verdict that advances and a photo that leaves', () => {
    const { order, selection, comparison } = setUp();
    selection.chooseAt(0);
    comparison.open();
    selection.chooseAt(4);
    expect(comparison.follow()).toBe(true);
    expect(comparison.ids).toEqual([1, 5]);
    order.ids = Uint32Array.of(5, 6);
    selection.settle();
    expect(comparison.follow()).toBe(false);
  });

  it('needs two', () => {
    const { selection, comparison } = setUp([7]);
    selection.chooseAt(0);
    expect(comparison.open()).toBe(false);
  });

  it('zooms all together, or each by itself', () => {
    const { selection, comparison } = setUp();
    selection.select([1, 2]);
    comparison.open();
    comparison.activeZoom.to(2);
    expect(comparison.zoomOf(1).factor).toBe(2);
    comparison.toggleLinked();
    comparison.activeZoom.to(4);
    expect([comparison.zoomOf(0).factor, comparison.zoomOf(1).factor]).toEqual([4, 2]);
    comparison.toggleLinked();
    expect(comparison.zoomOf(1).factor).toBe(4);
  });
});
