import { describe, expect, it } from 'vitest';
import { smallManifest } from '../support/manifest.ts';
import { identifyAll, openStore, photosByName, scan, seen } from '../support/store.ts';
import { temporaryFolder } from '../support/temporary.ts';

const other = { ...smallManifest, name: 'other', tasks: smallManifest.tasks.slice(0, 1) };

/** Scores each photo that waits as its name is listed. */
function score(store: ReturnType<typeof openStore>, overall: Record<string, number>): void {
  for (const { id, size, mtime, picture, path } of store.nextJobs('score', 0, 100)) {
    store.store([
      {
        kind: 'scored',
        file: id,
        seen: { size, mtime },
        picture: picture ?? '',
        width: 40,
        height: 30,
        raw: Float32Array.of(overall[path] ?? NaN, 0),
        embedding: new Float32Array(4),
        look: new Uint8Array(264),
      },
    ]);
  }
}

function twoModels() {
  const store = openStore(temporaryFolder(), 'v1');
  const { root } = store.addRoot('/photos', '/', null, '1');
  scan(store, root, [seen('a'), seen('b'), seen('c'), seen('d')]);
  identifyAll(store);
  score(store, { a: 1, b: 2, c: 3, d: 4 });
  store.useModel({ manifest: other, modelVersion: 'v2' });
  return store;
}

describe('models that have scored here', () => {
  it('are named, with the photos that they scored, the one in use first', () => {
    const store = twoModels();
    expect(store.knownModels()).toMatchObject([
      { name: 'other', photos: 0, inUse: true },
      { name: 'small', photos: 4, inUse: false },
    ]);
  });

  it('are compared on what both know, and show what they place furthest apart', () => {
    const store = twoModels();
    const [, small] = store.knownModels();
    expect(store.compareModels(small?.id ?? 0).photos).toBe(0);
    // Only the first and the last change places.
    score(store, { a: 40, b: 20, c: 30, d: 10 });
    const { photos, tasks } = store.compareModels(small?.id ?? 0);
    expect(photos).toBe(4);
    expect(tasks.map(({ id }) => id)).toEqual(['overall']);
    expect(tasks[0]?.correlation).toBeCloseTo(-0.8, 6);
    const { a, d } = photosByName(store);
    expect(tasks[0]?.apart).toHaveLength(2);
    expect(tasks[0]?.apart).toEqual(
      expect.arrayContaining([
        { photo: a, here: 1, there: 0 },
        { photo: d, here: 0, there: 1 },
      ]),
    );
  });

  it('are said to be unknown where they are', () => {
    expect(() => twoModels().compareModels(99)).toThrow('This model is not known here');
  });
});
