import { describe, expect, it } from 'vitest';
import { Selection } from '../../src/renderer/state/selection.svelte.ts';

function setUp(...ids: number[]) {
  let order = Uint32Array.from(ids);
  const selection = new Selection(() => order);
  return {
    selection,
    settleAs: (...next: number[]) => {
      order = Uint32Array.from(next);
      selection.settle();
    },
  };
}

describe('the chosen photo', () => {
  it('is none at first, and nothing outside the view', () => {
    const { selection } = setUp(7, 8);
    expect(selection.index).toBe(-1);
    selection.chooseAt(5);
    expect(selection.id).toBeNull();
  });

  it('stays chosen when the order changes', () => {
    const { selection, settleAs } = setUp(7, 8, 9);
    selection.chooseAt(0);
    settleAs(9, 8, 7);
    expect(selection.id).toBe(7);
  });

  it('hands over to the photo in its place when it leaves', () => {
    const { selection, settleAs } = setUp(7, 8, 9);
    selection.chooseAt(1);
    settleAs(7, 9);
    expect(selection.id).toBe(9);
    settleAs(7);
    expect(selection.id).toBe(7);
    settleAs();
    expect(selection.id).toBeNull();
  });
});

describe('the active photo that leaves with those before it', () => {
  it('hands over to the one that followed it, not to one at its old place', () => {
    const { selection, settleAs } = setUp(1, 2, 3, 4, 5, 6, 7);
    selection.chooseAt(2);
    settleAs(4, 5, 6, 7);
    expect(selection.id).toBe(4);
  });
});

describe('several selected photos', () => {
  const shown = (selection: Selection) => [...selection.ids];

  it('are a range from where Shift began, drawn anew from there', () => {
    const { selection } = setUp(1, 2, 3, 4, 5, 6);
    selection.chooseAt(2);
    selection.extendTo(4);
    expect(shown(selection)).toEqual([3, 4, 5]);
    selection.extendTo(0);
    expect(shown(selection)).toEqual([1, 2, 3]);
    expect(selection.id).toBe(1);
    selection.extendTo(2);
    expect(shown(selection)).toEqual([3]);
    expect(selection.size).toBe(1);
  });

  it('are added and taken out one by one, but for the last', () => {
    const { selection } = setUp(1, 2, 3, 4, 5, 6);
    selection.chooseAt(1);
    selection.toggleAt(4);
    selection.toggleAt(0);
    expect(shown(selection)).toEqual([1, 2, 5]);
    expect(selection.id).toBe(1);
    // The active one, taken out, hands over to the next that is selected.
    selection.toggleAt(0);
    expect([selection.id, shown(selection)]).toEqual([2, [2, 5]]);
    selection.toggleAt(4);
    selection.toggleAt(1);
    expect([selection.id, shown(selection)]).toEqual([2, [2]]);
  });

  it('are widened by a range beside them, and left by a choice without a key', () => {
    const { selection } = setUp(1, 2, 3, 4, 5, 6);
    selection.chooseAt(0);
    selection.toggleAt(3);
    selection.extendTo(4, true);
    expect(shown(selection)).toEqual([1, 4, 5]);
    selection.chooseAt(5);
    expect(shown(selection)).toEqual([6]);
  });

  it('stay selected while one of them becomes the active one', () => {
    const { selection } = setUp(1, 2, 3, 4);
    selection.select([2, 3]);
    expect(selection.id).toBe(2);
    selection.activateAt(2);
    expect([selection.id, shown(selection)]).toEqual([3, [2, 3]]);
    selection.activateAt(3);
    expect([selection.id, shown(selection)]).toEqual([4, [4]]);
  });

  it('survive a new snapshot by id, in its order, without those that left', () => {
    const { selection, settleAs } = setUp(1, 2, 3, 4, 5);
    selection.select([2, 3, 4]);
    selection.activateAt(2);
    settleAs(5, 4, 2, 1);
    // 3 was the active one; the selected one that followed it takes over.
    expect(shown(selection)).toEqual([4, 2]);
    expect(selection.id).toBe(4);
    settleAs(7, 8);
    expect([selection.id, shown(selection)]).toEqual([7, [7]]);
    settleAs();
    expect([selection.id, selection.size]).toEqual([null, 0]);
  });

  it('may be all of a hundred thousand', () => {
    const { selection } = setUp(...Array.from({ length: 100_000 }, (_, i) => i + 1));
    selection.selectAll();
    expect([selection.size, selection.ids.length, selection.id]).toEqual([100_000, 100_000, 1]);
    selection.toggleAt(500);
    expect(selection.has(501)).toBe(false);
    selection.release();
    expect(shown(selection)).toEqual([1]);
  });
});
