import { describe, expect, it } from 'vitest';
import { PhotoRows } from '../../src/renderer/state/photo-rows.svelte.ts';
import type { PhotoRow } from '../../src/shared/photo.ts';
import { rowOf, settled } from './fake-api.ts';

/** Rows whose frames are drawn, and whose requests are answered, when the test says so. */
function setUp(capacity?: number) {
  const asked: number[][] = [];
  const held: { ids: number[]; resolve: (rows: PhotoRow[]) => void; reject: (error: Error) => void }[] = [];
  const frames: (() => void)[] = [];
  const rows = new PhotoRows(
    (ids) => {
      asked.push(ids);
      return new Promise((resolve, reject) => held.push({ ids, resolve, reject }));
    },
    (run) => frames.push(run),
    capacity,
  );
  const frame = () => {
    for (const run of frames.splice(0)) run();
  };
  const answer = async (make: (id: number) => PhotoRow | null = rowOf) => {
    const request = held.shift();
    request?.resolve(request.ids.flatMap((id) => make(id) ?? []));
    await settled();
  };
  return { rows, asked, frame, answer, held };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('the rows of the grid', () => {
  it('asks once a frame, and only for what is wanted by then', () => {
    const { rows, asked, frame } = setUp();
    rows.want([1, 2, 3]);
    rows.want([3, 4, 4]);
    expect(asked).toEqual([]);
    frame();
    expect(asked).toEqual([[3, 4]]);
    rows.want([4, 5]);
    frame();
    expect(asked).toEqual([[3, 4], [5]]);
  });

  it('asks for no more than the contract allows, and for the rest after that', async () => {
    const { rows, asked, frame, answer } = setUp();
    rows.want(range(1, 701));
    frame();
    expect(asked[0]).toHaveLength(500);
    await answer();
    frame();
    expect(asked[1]).toEqual(range(501, 701));
  });

  it('does not pile up requests while scrolling fast', async () => {
    const { rows, asked, frame, answer } = setUp();
    for (const start of [100, 200, 300, 400]) {
      rows.want([start]);
      frame();
    }
    expect(asked).toEqual([[100], [200]]);
    await answer();
    frame();
    expect(asked).toEqual([[100], [200], [400]]);
  });

  it('knows what is gone from what is not known yet', async () => {
    const { rows, frame, answer } = setUp();
    rows.want([1, 2, 3]);
    frame();
    await answer((id) => (id === 2 ? null : rowOf(id)));
    expect(rows.get(1)?.name).toBe('IMG_1.jpg');
    expect(rows.get(2)).toBeNull();
    expect(rows.get(3)?.id).toBe(3);
    expect(rows.get(4)).toBeUndefined();
  });

  it('renews what is on screen and keeps the identity of what has not changed', async () => {
    const { rows, asked, frame, answer } = setUp();
    rows.want([1, 2]);
    frame();
    await answer();
    const [before1, before2] = [rows.get(1), rows.get(2)];
    rows.refresh();
    frame();
    expect(asked[1]).toEqual([1, 2]);
    expect(rows.get(1)).toBe(before1);
    await answer((id) => rowOf(id, id === 2 ? { state: 'scored', scores: [70] } : {}));
    expect(rows.get(1)).toBe(before1);
    expect(rows.get(2)).not.toBe(before2);
    expect(rows.get(2)?.scores).toEqual([70]);
  });

  it('asks again for an answer that was on its way when something changed', async () => {
    const { rows, asked, frame, answer } = setUp();
    rows.want([1]);
    frame();
    rows.refresh();
    await answer();
    frame();
    expect(asked).toEqual([[1], [1]]);
  });

  it('does not repeat a failed request in a loop, but when the screen moves', async () => {
    const { rows, asked, frame, held } = setUp();
    rows.want([1]);
    frame();
    held.shift()?.reject(new Error('away'));
    await settled();
    frame();
    expect(asked).toHaveLength(1);
    rows.want([1]);
    frame();
    expect(asked).toHaveLength(2);
  });

  it('forgets the rows wanted longest ago, never those on screen', async () => {
    const { rows, frame, answer } = setUp(10);
    for (const start of [0, 5, 10]) {
      rows.want(range(start + 1, start + 6));
      frame();
      await answer();
    }
    expect(rows.get(1)).toBeUndefined();
    expect(rows.get(15)).toBeDefined();
    rows.want(range(1, 31));
    frame();
    await answer();
    expect(range(1, 31).every((id) => rows.get(id))).toBe(true);
  });
});
