import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Columns, type ColumnEntry } from '../../src/main/catalogue/columns.ts';
import { toPanelScale } from '../../src/shared/scale.ts';
import { noVerdict } from '../../src/shared/verdict.ts';
import type { ViewQuery } from '../../src/shared/view.ts';
import { smallManifest } from '../support/manifest.ts';

const everything: ViewQuery = {
  root: null,
  folder: '',
  sort: { key: 'captured', descending: false },
  ranges: [],
};
const by = (key: string, descending = false): ViewQuery => ({ ...everything, sort: { key, descending } });

const photo = (id: number, more: Partial<ColumnEntry> = {}): ColumnEntry => ({
  id,
  root: 1,
  path: `IMG_${id}.jpg`,
  captured: null,
  raw: null,
  verdict: noVerdict,
  ...more,
});
const scored = (id: number, overall: number, light = 0): ColumnEntry =>
  photo(id, { raw: Float32Array.of(overall, light) });

function columnsOf(...entries: ColumnEntry[]): Columns {
  const columns = new Columns(smallManifest.tasks);
  for (const entry of entries) columns.put(entry);
  return columns;
}

const idsOf = (columns: Columns, query: ViewQuery): number[] => [...columns.view(query).ids];

describe('Columns', () => {
  it('sorts names as people do, numbers by their value', () => {
    const columns = columnsOf(photo(10), photo(9), photo(100), photo(1, { path: 'a/img_2.jpg' }));
    expect(idsOf(columns, by('name'))).toEqual([1, 9, 10, 100]);
    expect(idsOf(columns, by('name', true))).toEqual([100, 10, 9, 1]);
  });

  it('puts photos without the value last, whichever way it sorts', () => {
    const columns = columnsOf(scored(1, 0.5), photo(2), scored(3, -1), photo(4));
    expect(idsOf(columns, by('overall'))).toEqual([3, 1, 2, 4]);
    expect(idsOf(columns, by('overall', true))).toEqual([1, 3, 2, 4]);
  });

  it('sorts by capture time, then by name', () => {
    const columns = columnsOf(
      photo(3, { captured: 10 }),
      photo(2, { captured: 10 }),
      photo(1, { captured: 20 }),
    );
    expect(idsOf(columns, everything)).toEqual([2, 3, 1]);
  });

  it('filters by ranges of the panel scale, both ends included, and leaves out what has no score', () => {
    const columns = columnsOf(scored(1, 0), scored(2, 1), scored(3, -1), photo(4));
    const middle = toPanelScale(0, { mean: 0, deviation: 1 });
    const view = columns.view({ ...by('overall'), ranges: [{ task: 'overall', min: middle, max: 100 }] });
    expect([...view.ids]).toEqual([1, 2]);
    expect(view.unfiltered).toBe(4);
  });

  it('shows a root, or a folder with those below it', () => {
    const columns = columnsOf(
      photo(1, { path: 'a/1.jpg' }),
      photo(2, { path: 'a/b/2.jpg' }),
      photo(3, { path: 'ab/3.jpg' }),
      photo(4, { path: 'a/4.jpg', root: 2 }),
    );
    expect(idsOf(columns, { ...by('name'), root: 1, folder: 'a' })).toEqual([1, 2]);
    expect(idsOf(columns, { ...by('name'), root: 2 })).toEqual([4]);
    expect(columns.folderCounts().get(1)).toEqual(
      new Map([
        ['a', 1],
        ['a/b', 1],
        ['ab', 1],
      ]),
    );
  });

  it('counts what would change a view since it was taken', () => {
    const columns = columnsOf(photo(1), photo(2), photo(3, { root: 2 }), photo(4));
    const { revision } = columns.view(everything);
    columns.revision++;
    columns.put(scored(1, 0));
    columns.put(photo(4));
    columns.put(photo(5));
    columns.remove(2);
    columns.put({ ...scored(3, 0), root: 2 });
    expect(columns.changesSince(everything, revision)).toBe(2);
    expect(columns.changesSince(by('overall'), revision)).toBe(4);
    expect(columns.changesSince({ ...by('overall'), root: 1 }, revision)).toBe(3);
    const filtered = { ...everything, ranges: [{ task: 'light', min: 10, max: 90 }] };
    expect(columns.changesSince(filtered, revision)).toBe(4);
    expect(columns.changesSince(by('overall'), columns.revision)).toBe(0);
  });

  it('counts scores in bins, the highest in the last', () => {
    const columns = columnsOf(scored(1, 9), scored(2, -9), scored(3, 0.01), photo(4));
    const { bins, unscored } = columns.histogram(everything, 'overall', 4);
    expect([...bins]).toEqual([1, 0, 1, 1]);
    expect(unscored).toBe(1);
  });

  it('gives the share of the library that scores lower', () => {
    const columns = columnsOf(scored(1, 0), scored(2, 1), scored(3, 2));
    expect(columns.percentilesOf(1)?.[0]).toBe(0);
    expect(columns.percentilesOf(2)?.[0]).toBe(0.5);
    expect(columns.percentilesOf(3)?.[0]).toBe(1);
  });

  it('refuses a task that the model does not have', () => {
    expect(() => columnsOf().view(by('charm'))).toThrow('The model in use has no attribute "charm".');
  });

  it('keeps its orders through any sequence of writes', () => {
    const write = fc.oneof(
      fc.record({
        kind: fc.constant('put' as const),
        id: fc.integer({ min: 1, max: 40 }),
        raw: fc.float({ noNaN: true, min: -5, max: 5 }),
      }),
      fc.record({ kind: fc.constant('remove' as const), id: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ kind: fc.constant('look' as const) }),
    );
    fc.assert(
      fc.property(fc.array(write, { maxLength: 200 }), (writes) => {
        const columns = columnsOf();
        const model = new Map<number, number>();
        for (const step of writes) {
          if (step.kind === 'put') {
            columns.put(scored(step.id, step.raw));
            model.set(step.id, Math.fround(toPanelScale(Math.fround(step.raw), { mean: 0, deviation: 1 })));
          } else if (step.kind === 'remove') {
            columns.remove(step.id);
            model.delete(step.id);
          } else {
            idsOf(columns, by('overall'));
            idsOf(columns, by('name'));
          }
        }
        const byScore = [...model].sort((a, b) => a[1] - b[1] || a[0] - b[0]).map(([id]) => id);
        expect(idsOf(columns, by('overall'))).toEqual(byScore);
        expect(idsOf(columns, by('name'))).toEqual([...model.keys()].sort((a, b) => a - b));
      }),
    );
  });

  it('grows beyond its first capacity', () => {
    const columns = columnsOf(
      ...Array.from({ length: 3000 }, (_, index) => scored(index + 1, -index / 1000)),
    );
    expect(columns.size).toBe(3000);
    expect(idsOf(columns, by('overall')).slice(0, 2)).toEqual([3000, 2999]);
  });
});
