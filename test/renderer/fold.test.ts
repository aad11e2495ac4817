import { describe, expect, it } from 'vitest';
import { fold } from '../../src/renderer/state/fold.ts';
import { PhotoView, startQuery } from '../../src/renderer/state/photo-view.svelte.ts';
import { answering } from './fake-api.ts';

const of = (...numbers: number[]) => Uint32Array.from(numbers);

describe('folding groups', () => {
  it('leaves the first of each folded group in its place, and all others where they stand', () => {
    const ids = of(5, 1, 2, 9, 3, 7);
    const groups = of(0, 1, 1, 9, 1, 9);
    const { ids: shown, groups: theirs, folded } = fold(ids, groups, (group) => group === 1);
    expect([...shown]).toEqual([5, 1, 9, 7]);
    expect([...theirs]).toEqual([0, 1, 9, 9]);
    expect([...folded]).toEqual([[1, 3]]);
  });

  it('calls no single frame a stack, and leaves a view without folds as it is', () => {
    const ids = of(1, 2);
    expect(fold(ids, of(1, 0), () => true)).toMatchObject({ ids, folded: new Map() });
    expect(fold(ids, of(1, 1), () => false).ids).toBe(ids);
  });

  it('loses none of 100,000 photos', () => {
    const ids = Uint32Array.from({ length: 100_000 }, (_, at) => at + 1);
    const groups = ids.map((id) => Math.ceil(id / 4) * 4);
    const { ids: shown, folded } = fold(ids, groups, (group) => group % 8 === 0);
    expect(shown.length).toBe(12_500 + 50_000);
    expect(shown.length - folded.size + [...folded.values()].reduce((sum, count) => sum + count)).toBe(
      100_000,
    );
  });
});

describe('a view with folded groups', () => {
  async function opened() {
    const answer = { ids: of(5, 1, 2, 9, 3), groups: of(0, 1, 1, 0, 1), unfiltered: 5, revision: 1 };
    const view = new PhotoView(answering({ 'view.open': () => answer }));
    await view.show(startQuery);
    return view;
  }

  it('knows who stands for a photo, and who is folded under one', async () => {
    const view = await opened();
    view.folds.toggle(1);
    expect([...view.ids]).toEqual([5, 1, 9]);
    expect(view.count).toBe(5);
    expect(view.topOf(3)).toBe(1);
    expect(view.topOf(9)).toBeNull();
    expect(view.withFolded([1, 9])).toEqual([1, 2, 9, 3]);
  });

  it('folds all, and takes one of them out; outside the grid nothing is folded', async () => {
    const view = await opened();
    view.folds.toggleAll();
    expect(view.ids.length).toBe(3);
    view.folds.inForce = false;
    expect(view.ids.length).toBe(5);
    expect(view.withFolded([1])).toEqual([1]);
    view.folds.inForce = true;
    view.folds.toggle(1);
    expect(view.ids.length).toBe(5);
  });
});
