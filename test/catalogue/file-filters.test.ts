import { describe, expect, test } from 'vitest';
import type { ViewQuery } from '../../src/shared/view.ts';
import { everything, factsOf, identifyAll, openStore, scan, seen } from '../support/store.ts';

describe('what files say filters a view', () => {
  function shoot() {
    const store = openStore();
    const { root } = store.addRoot('/photos', '/', null, '1');
    const names = ['a.jpg', 'b.jpg', 'c.jpg', 'day/d.jpg'];
    scan(
      store,
      root,
      names.map((name) => seen(name)),
    );
    identifyAll(store, {
      'a.jpg': factsOf('a', { camera: 'One', lens: '50 mm', captured: 1000, rating: 3 }),
      'b.jpg': factsOf('b', { camera: 'Two', lens: '50 mm', captured: 2000, rating: -1 }),
      'c.jpg': factsOf('c', { camera: 'One', captured: 3000 }),
      'day/d.jpg': factsOf('d'),
    });
    const shown = (query: Partial<ViewQuery>) =>
      store.rows([...store.openView({ ...everything, ...query }).ids]).map(({ name }) => name);
    return { store, root, shown };
  }

  test('camera, lens, time and rating, alone and together', () => {
    const { shown } = shoot();
    expect(shown({ cameras: ['One'] })).toEqual(['a.jpg', 'c.jpg']);
    expect(shown({ cameras: ['One', 'Two'] })).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
    expect(shown({ cameras: ['Three'] })).toEqual([]);
    expect(shown({ lenses: ['50 mm'] })).toEqual(['a.jpg', 'b.jpg']);
    expect(shown({ captured: { from: 2000, to: null } })).toEqual(['b.jpg', 'c.jpg']);
    expect(shown({ captured: { from: 1000, to: 2000 } })).toEqual(['a.jpg', 'b.jpg']);
    expect(shown({ fileRatings: [3, -1] })).toEqual(['a.jpg', 'b.jpg']);
    expect(shown({ cameras: ['One'], lenses: ['50 mm'], fileRatings: [3] })).toEqual(['a.jpg']);
  });

  test('the cameras and lenses of a place, with their counts', () => {
    const { store, root } = shoot();
    expect(store.gear({ root: null, folder: '' })).toEqual({
      cameras: [
        { name: 'One', photos: 2 },
        { name: 'Two', photos: 1 },
      ],
      lenses: [{ name: '50 mm', photos: 2 }],
    });
    expect(store.gear({ root, folder: 'day' })).toEqual({ cameras: [], lenses: [] });
  });

  test('a changed fact is told as a change of the view', () => {
    const { store, root } = shoot();
    const query = { ...everything, cameras: ['Two'] };
    const { revision } = store.openView(query);
    store.applyChanges(root, [seen('c.jpg', { mtime: 9 })], []);
    identifyAll(store, { 'c.jpg': factsOf('c', { camera: 'Two', captured: 3000 }) });
    expect(store.changesSince(query, revision)).toBe(1);
    expect(store.openView(query).ids).toHaveLength(2);
  });
});
