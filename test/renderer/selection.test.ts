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
