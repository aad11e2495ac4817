import { describe, expect, it } from 'vitest';
import type { ModelManifest } from '../../src/shared/manifest.ts';
import { smallManifest } from '../support/manifest.ts';
import {
  everything,
  identifyAll,
  libraryWith,
  openStore,
  photosByName,
  scan,
  scoreAll,
  seen,
} from '../support/store.ts';
import { temporaryFolder } from '../support/temporary.ts';

const [overall, light] = smallManifest.tasks as [ModelManifest['tasks'][0], ModelManifest['tasks'][0]];

/** Knows the overall score on another scale, no light, and something of its own. */
const other: ModelManifest = {
  ...smallManifest,
  name: 'other',
  tasks: [
    { ...overall, id: 'semantic', kind: 'attribute' },
    { ...overall, scale: { mean: 10, deviation: 4 } },
  ],
};
const byOverall = { ...everything, sort: { key: 'overall', descending: true } };

/** A catalogue of two photos that the small model scored 84 and 98, opened with the other one. */
function reopened() {
  const dir = temporaryFolder();
  const first = openStore(dir);
  const file = seen('a.jpg');
  const root = libraryWith(first, file);
  scan(first, root, [file, seen('b.jpg')]);
  identifyAll(first);
  scoreAll(first, 2);
  const photos = photosByName(first);
  first.close();
  const store = openStore(dir, 'v2', 1, other);
  return { store, a: photos['a.jpg'] ?? 0, b: photos['b.jpg'] ?? 0 };
}

describe('a photo that an earlier model scored', () => {
  it('keeps its score until the new one has scored it: shown, sorted, filtered, and marked', () => {
    const { store, a, b } = reopened();
    const [row] = store.rows([a]);
    expect(row).toMatchObject({ state: 'scored', earlierModel: 'small' });
    // 84 on the scale of its own model; what that one did not know is not made up.
    expect(row?.scores?.[0]).toBeNull();
    expect(row?.scores?.[1]).toBeCloseTo(84.13, 2);
    expect(store.detail(b)?.percentiles).toEqual([null, 1]);
    expect([...store.openView(byOverall).ids]).toEqual([b, a]);
    const ranged = { ...byOverall, ranges: [{ task: 'overall', min: 90, max: 100 }] };
    expect([...store.openView(ranged).ids]).toEqual([b]);
    expect(store.histogram(everything, 'semantic', 4).unscored).toBe(2);
    // The table of the new model has its own alone.
    expect(store.exportRows(1, '').map(({ raw }) => raw)).toEqual([null, null]);
    expect(store.waiting().score).toBe(2);
  });

  it('has its new score in its place, and a view that is open is only told of it', () => {
    const { store, a, b } = reopened();
    const view = store.openView(byOverall);
    expect(store.changesSince(byOverall, view.revision)).toBe(0);
    const [job] = store.nextJobs('score', 0, 1);
    store.store([
      {
        ...{
          kind: 'scored',
          file: job?.id ?? 0,
          seen: { size: 1000, mtime: 5 },
          picture: job?.picture ?? '',
        },
        ...{ width: 40, height: 30, raw: Float32Array.of(0, 30), embedding: new Float32Array(4) },
        look: new Uint8Array(264),
      },
    ]);
    const [first, second] = store.rows([a, b]);
    expect(first?.earlierModel).toBeNull();
    expect(first?.scores?.[0]).toBeCloseTo(50);
    expect(first?.scores?.[1]).toBeGreaterThan(99.9);
    expect(second?.earlierModel).toBe('small');
    expect([...view.ids]).toEqual([b, a]);
    expect(store.changesSince(byOverall, view.revision)).toBe(1);
    expect([...store.openView(byOverall).ids]).toEqual([a, b]);
  });
});

describe('a model that is changed while the catalogue is open', () => {
  it('brings its own columns, scores what it has not, and what it has scored before is not scored again', () => {
    const { store, a } = reopened();
    expect(store.nextJobs('score', 0, 9)).toHaveLength(2);
    store.useModel({ manifest: smallManifest, modelVersion: 'v1' });
    expect(store.nextJobs('score', 0, 9)).toHaveLength(0);
    expect(store.rows([a])[0]).toMatchObject({ earlierModel: null });
    expect(store.rows([a])[0]?.scores?.[0]).toBeCloseTo(84.13, 2);
    const byLight = { ...everything, sort: { key: light.id, descending: false } };
    expect(store.openView(byLight).ids).toHaveLength(2);
    store.useModel({ manifest: other, modelVersion: 'v2' });
    expect(() => store.openView(byLight)).toThrow(/no attribute "light"/);
    expect(store.nextJobs('score', 0, 9)).toHaveLength(2);
  });
});
