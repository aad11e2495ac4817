import { describe, expect, it } from 'vitest';
import type { CollectionQuery } from '../../src/shared/finding.ts';
import { randomFrom } from '../../src/shared/statistics/random.ts';
import type { VerdictChange } from '../../src/shared/verdict.ts';
import { temporaryFolder } from '../support/temporary.ts';
import {
  everything,
  factsOf,
  identifyAll,
  openStore,
  photosByName,
  scan,
  scoreAll,
  seen,
  type Looks,
} from '../support/store.ts';

/** A library of photos with these embeddings. */
function openWith(looks: Looks, dir = temporaryFolder()) {
  const store = openStore(dir);
  const { root } = store.addRoot('/photos', '/', null, '1');
  const files = Object.keys(looks).map((path) => seen(path));
  scan(store, root, files);
  identifyAll(store);
  scoreAll(store, 1, undefined, looks);
  return { store, root, files, ids: photosByName(store) };
}

const namesOf = (store: ReturnType<typeof openStore>, ids: Iterable<number>) =>
  store.rows([...ids]).map(({ name }) => name);

describe('photos like one', () => {
  const looks: Looks = {
    'a.jpg': { embedding: [1, 0, 0, 0] },
    'b.jpg': { embedding: [0, 1, 0, 0] },
    'c.jpg': { embedding: [3, 0.3, 0, 0] },
    'd.jpg': { embedding: [1, 1, 0, 0] },
    'e.jpg': { embedding: [-1, 0, 0, 0] },
  };

  it('come the likest first, whatever the length of their vectors', () => {
    const { store, ids } = openWith(looks);
    const { ids: near, likeness } = store.similar(ids['a.jpg'] ?? 0, 10);
    expect(namesOf(store, near)).toEqual(['c.jpg', 'd.jpg', 'b.jpg', 'e.jpg']);
    expect(likeness[0]).toBeCloseTo(0.995, 2);
    expect(likeness[1]).toBeCloseTo(Math.SQRT1_2, 2);
    expect(likeness[3]).toBeCloseTo(-1, 5);
    expect(namesOf(store, store.similar(ids['a.jpg'] ?? 0, 2).ids)).toEqual(['c.jpg', 'd.jpg']);
  });

  it('are those that a search through all exact vectors finds', () => {
    const random = randomFrom(5);
    const some = () => Array.from({ length: 4 }, () => random() - 0.5);
    const made: Looks = Object.fromEntries(
      Array.from({ length: 90 }, (_, i) => [`${String(i)}.jpg`, { embedding: some() }]),
    );
    const { store, ids } = openWith(made);
    const vectorOf = (name: string) => made[name]?.embedding ?? [];
    const cosine = (a: number[], b: number[]) =>
      a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0) / (Math.hypot(...a) * Math.hypot(...b));
    const { ids: near, likeness } = store.similar(ids['0.jpg'] ?? 0, 20);
    namesOf(store, near).forEach((name, place) => {
      expect(likeness[place]).toBeCloseTo(cosine(vectorOf('0.jpg'), vectorOf(name)), 1.5);
    });
    const exact = Object.keys(made)
      .slice(1)
      .map((name) => cosine(vectorOf('0.jpg'), vectorOf(name)))
      .toSorted((a, b) => b - a);
    expect(likeness[19]).toBeGreaterThan((exact[19] ?? 0) - 0.02);
  });

  it('follow what is scored, changed and lost', () => {
    const { store, root, files, ids } = openWith(looks);
    const near = () => namesOf(store, store.similar(ids['a.jpg'] ?? 0, 10).ids);
    expect(near()).toHaveLength(4);
    store.applyChanges(root, [seen('f.jpg')], []);
    identifyAll(store);
    scoreAll(store, 1, undefined, { 'f.jpg': { embedding: [5, 0, 0, 0] } });
    expect(near()[0]).toBe('f.jpg');
    store.applyChanges(root, [], ['c.jpg', 'f.jpg']);
    expect(near()).toEqual(['d.jpg', 'b.jpg', 'e.jpg']);
    const changed = { ...files[1], path: 'b.jpg', mtime: 9 };
    store.applyChanges(root, [seen('b.jpg', changed)], []);
    identifyAll(store, { 'b.jpg': factsOf('another picture') });
    expect(near()).toEqual(['d.jpg', 'e.jpg']);
  });

  it('are a view of their own, within the filters, the photo itself first', () => {
    const { store, ids } = openWith(looks);
    const like = ids['a.jpg'] ?? 0;
    const query = { ...everything, like, sort: { key: 'likeness', descending: true } };
    expect(namesOf(store, store.openView(query).ids)).toEqual(['a.jpg', 'c.jpg', 'd.jpg', 'b.jpg', 'e.jpg']);
    const picked = [ids['d.jpg'] ?? 0, ids['e.jpg'] ?? 0].map((photo) => ({
      photo,
      verdict: { pick: 'pick' } satisfies VerdictChange,
    }));
    store.decide({ source: 'person', screen: null, changes: picked });
    const within = { ...query, verdicts: { picks: ['pick' as const] } };
    expect(namesOf(store, store.openView(within).ids)).toEqual(['a.jpg', 'd.jpg', 'e.jpg']);
    expect(namesOf(store, store.openView({ ...query, sort: everything.sort }).ids)).toHaveLength(5);
  });

  it('a photo that has no score says so', () => {
    const store = openStore();
    const { root } = store.addRoot('/photos', '/', null, '1');
    scan(store, root, [seen('a.jpg')]);
    identifyAll(store);
    const [a = 0] = store.openView(everything).ids;
    expect(() => store.similar(a, 5)).toThrow('This photo is not scored yet');
  });
});

describe('a smart collection', () => {
  const picks: CollectionQuery = {
    sort: { key: 'overall', descending: true },
    ranges: [],
    verdicts: { picks: ['pick'] },
  };

  it('is live: whatever passes its filters now is in it', () => {
    const { store, ids } = openWith({ 'a.jpg': { embedding: [1] }, 'b.jpg': { embedding: [1] } });
    store.addCollection('Keepers', picks);
    expect(store.collections()).toMatchObject([{ name: 'Keepers', query: picks, photos: 0 }]);
    store.decide({
      source: 'person',
      screen: null,
      changes: [{ photo: ids['a.jpg'] ?? 0, verdict: { pick: 'pick' } }],
    });
    expect(store.collections()).toMatchObject([{ photos: 1 }]);
  });

  it('is renamed, given other filters and removed, and is there after a restart', () => {
    const dir = temporaryFolder();
    const { store } = openWith({ 'a.jpg': { embedding: [1] } }, dir);
    const { id } = store.addCollection('Keepers', picks);
    const other = store.addCollection('Blue', { ...picks, verdicts: { labels: ['blue'] } });
    expect(() => store.changeCollection(other.id, 'keepers', undefined)).toThrow('already');
    store.changeCollection(id, 'Album', { ...picks, verdicts: undefined });
    store.removeCollection(other.id);
    store.close();
    const again = openStore(dir);
    expect(again.collections()).toMatchObject([{ name: 'Album', photos: 1 }]);
    expect(again.openView(everything).ids).toHaveLength(1);
  });

  it('by an attribute that the model has not is listed without a count', () => {
    const { store } = openWith({ 'a.jpg': { embedding: [1] } });
    store.addCollection('Calm', { ...picks, ranges: [{ task: 'calm', min: 50, max: 100 }] });
    expect(store.collections()).toMatchObject([{ name: 'Calm', photos: null }]);
  });
});

describe('one photo', () => {
  it('tells what was decided about it, and what of it was taken back', () => {
    const { store, ids } = openWith({ 'a.jpg': { embedding: [1] }, 'b.jpg': { embedding: [1] } });
    const [a = 0, b = 0] = [ids['a.jpg'], ids['b.jpg']];
    const decide = (photos: number[], verdict: VerdictChange) =>
      store.decide({
        source: 'person',
        screen: null,
        changes: photos.map((photo) => ({ photo, verdict })),
      });
    decide([a, b], { stars: 3 });
    decide([b], { pick: 'reject' });
    decide([a], { pick: 'pick', label: 'red' });
    store.undo(null);
    expect(store.photoHistory(a)).toMatchObject([
      {
        source: 'single',
        undone: true,
        changes: [
          { field: 'pick', after: 'pick' },
          { field: 'label', after: 'red' },
        ],
      },
      { source: 'bulk', undone: false, changes: [{ field: 'stars', after: 3 }] },
    ]);
    expect(store.photoHistory(b)).toHaveLength(2);
  });

  it('is ranked in its shoot: the photos of its folder and day', () => {
    const store = openStore();
    const { root } = store.addRoot('/photos', '/', null, '1');
    const day = 86_400_000;
    const times: [string, number | null][] = [
      ['day/a.jpg', 10 * day + 5],
      ['day/b.jpg', 10 * day + 7],
      ['day/c.jpg', 11 * day],
      ['other/d.jpg', 10 * day + 5],
      ['day/e.jpg', null],
    ];
    scan(
      store,
      root,
      times.map(([path]) => seen(path)),
    );
    identifyAll(
      store,
      Object.fromEntries(times.map(([path, captured]) => [path, factsOf(path, { captured })])),
    );
    let score = 0;
    for (const job of store.nextJobs('score', 0, 100)) {
      store.store([
        {
          kind: 'scored',
          file: job.id,
          seen: { size: job.size, mtime: job.mtime },
          picture: job.picture ?? '',
          width: 4,
          height: 3,
          raw: Float32Array.of(++score, 0),
          embedding: new Float32Array(4),
          look: new Uint8Array(264),
        },
      ]);
    }
    const shoot = (name: string) => store.detail(photosByName(store)[name] ?? 0)?.shoot;
    expect(shoot('a.jpg')).toMatchObject({ photos: 2, percentiles: [0, 0] });
    expect(shoot('b.jpg')).toMatchObject({ photos: 2, percentiles: [1, 0] });
    expect(shoot('c.jpg')?.photos).toBe(1);
    expect(shoot('e.jpg')?.photos).toBe(1);
  });
});
