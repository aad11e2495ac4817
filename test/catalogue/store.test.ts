import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileQueries } from '../../src/main/catalogue/files.ts';
import { photoQueries } from '../../src/main/catalogue/photos.ts';
import { temporaryFolder } from '../support/temporary.ts';
import {
  everything,
  factsOf,
  identifyAll,
  libraryWith,
  openStore,
  photosByName,
  scan,
  seen,
} from '../support/store.ts';

describe('the way of a photo', () => {
  it('goes from a file seen to a score that is there after a restart', () => {
    const dir = temporaryFolder();
    const store = openStore(dir);
    const root = libraryWith(store, seen('a.jpg'), seen('day/b.jpg'));
    const [row] = store.rows([photosByName(store)['b.jpg'] ?? 0]);
    expect(row).toMatchObject({ state: 'scored', folder: 'day', width: 40, thumb: true, root });
    expect(row?.scores?.[0]).toBeCloseTo(84.13, 2);
    store.close();

    const again = openStore(dir);
    expect(again.rows([row?.id ?? 0])).toEqual([row]);
    expect(again.waiting()).toEqual({ identify: 0, score: 0 });
  });

  it('scores again for another model, and keeps the queue over a restart', () => {
    const dir = temporaryFolder();
    const store = openStore(dir);
    libraryWith(store, seen('a.jpg'));
    store.close();
    const other = openStore(dir, 'v2');
    expect(other.waiting()).toEqual({ identify: 0, score: 1 });
    expect(other.rows([...other.openView(everything).ids])[0]?.earlierModel).toBe('small');
  });

  it('drops news of a file that has changed since', () => {
    const store = openStore();
    const { root } = store.addRoot('/photos', '/', null, '1');
    const file = seen('a.jpg');
    scan(store, root, [file]);
    const [job] = store.nextJobs('identify', 0, 1);
    scan(store, root, [{ ...file, size: 2000 }]);
    const outcome = { kind: 'identified' as const, file: job?.id ?? 0, facts: factsOf('old') };
    expect(store.store([{ ...outcome, seen: { size: 1000, mtime: 5 } }])).toEqual([false]);
    expect(store.waiting().identify).toBe(1);
  });

  it('remembers what is no photo, and shows nothing of it', () => {
    const store = openStore();
    const { root } = store.addRoot('/photos', '/', null, '1');
    const notes = seen('notes.txt');
    scan(store, root, [notes]);
    const [job] = store.nextJobs('identify', 0, 1);
    store.store([{ kind: 'not-a-photo', file: job?.id ?? 0, seen: { size: 1000, mtime: 5 } }]);
    expect(scan(store, root, [notes])).toEqual({ added: 0, changed: 0, moved: 0, gone: 0 });
    expect(store.waiting().identify).toBe(0);
    expect(store.openView(everything).unfiltered).toBe(0);
  });

  it('lists failures with their sentence and tries again when asked', () => {
    const store = openStore();
    const { root } = store.addRoot('/photos', '/', null, '1');
    scan(store, root, [seen('day/bad.jpg')]);
    const [job] = store.nextJobs('identify', 0, 1);
    const news = { file: job?.id ?? 0, seen: { size: 1000, mtime: 5 } };
    store.store([{ kind: 'failed', ...news, sentence: 'It is empty.', facts: null }]);
    expect(store.problems()).toMatchObject([
      { name: 'bad.jpg', place: 'photos/day', sentence: 'It is empty.' },
    ]);
    expect(store.exportRows(root, '')).toMatchObject([
      { path: 'day/bad.jpg', raw: null, failure: 'It is empty.' },
    ]);
    expect(store.waiting()).toEqual({ identify: 0, score: 0 });
    expect(store.retry(null)).toBe(1);
    identifyAll(store);
    expect(store.problems()).toEqual([]);
    expect(store.waiting().score).toBe(1);
  });
});

describe('when more formats can be read than before', () => {
  it('what failed is looked at again, and what is scored stays', () => {
    const dir = temporaryFolder();
    const store = openStore(dir);
    const root = libraryWith(store, seen('a.jpg'));
    scan(store, root, [seen('a.jpg'), seen('b.nef')]);
    const [job] = store.nextJobs('identify', 0, 1);
    const news = { file: job?.id ?? 0, seen: { size: 1000, mtime: 5 } };
    store.store([{ kind: 'failed', ...news, sentence: 'Not read yet.', facts: factsOf('b') }]);
    store.close();

    const same = openStore(dir);
    expect(same.waiting()).toEqual({ identify: 0, score: 0 });
    same.close();
    const newer = openStore(dir, 'v1', 2);
    expect(newer.waiting()).toEqual({ identify: 1, score: 0 });
    identifyAll(newer, { 'b.nef': factsOf('b') });
    expect(newer.problems()).toEqual([]);
    expect(newer.waiting()).toEqual({ identify: 0, score: 1 });
  });

  it('a photo that is not judged is shown all the same', () => {
    const store = openStore();
    const { root } = store.addRoot('/photos', '/', null, '1');
    scan(store, root, [seen('a.nef')]);
    const [job] = store.nextJobs('identify', 0, 1);
    const news = { file: job?.id ?? 0, seen: { size: 1000, mtime: 5 } };
    store.store([{ kind: 'failed', ...news, sentence: 'Too small.', facts: factsOf('a'), shown: true }]);
    const [photo = 0] = store.openView(everything).ids;
    expect(store.rows([photo])).toMatchObject([{ state: 'failed', thumb: true }]);
  });
});

describe('library folders', () => {
  it('keep their photos, greyed, while their drive is away', () => {
    const store = openStore();
    const root = libraryWith(store, seen('a.jpg'));
    store.setRootOffline(root, true);
    expect(store.rows([...store.openView(everything).ids])).toMatchObject([
      { state: 'offline', thumb: true },
    ]);
    expect(store.library()).toMatchObject([{ offline: true, photos: 1 }]);
  });

  it('never lie inside each other', () => {
    const store = openStore();
    const inner = store.addRoot('/photos/2024/may', '/', null, '1');
    scan(store, inner.root, [seen('a.jpg')]);
    identifyAll(store);
    const before = photosByName(store);
    const outer = store.addRoot('/photos', '/', null, '1');
    expect(outer.folder).toBe('');
    expect(photosByName(store)).toEqual(before);
    expect(store.library()).toMatchObject([
      {
        id: outer.root,
        folders: [
          { path: '2024', photos: 1 },
          { path: '2024/may', photos: 1 },
        ],
      },
    ]);
    expect(store.addRoot('/photos/2024', '/', null, '1')).toEqual({ root: outer.root, folder: '2024' });
    expect(store.addRoot('/photos2', '/', null, '1').root).not.toBe(outer.root);
  });

  it('that could not be read keep their files', () => {
    const store = openStore();
    const root = libraryWith(store, seen('locked/a.jpg'), seen('b.jpg'));
    const id = store.beginScan(root, '');
    expect(store.endScan(id, ['locked']).gone).toBe(1);
    expect(Object.keys(photosByName(store))).toEqual(['a.jpg']);
  });

  it('hand out only the jobs of the places asked for', () => {
    const store = openStore();
    const { root } = store.addRoot('/photos', '/', null, '1');
    scan(store, root, [seen('a/1.jpg'), seen('ab/2.jpg'), seen('b/3.jpg')]);
    store.limitJobsTo([{ root, folder: 'a' }]);
    expect(store.nextJobs('identify', 0, 10).map(({ path }) => path)).toEqual(['a/1.jpg']);
    expect(store.waiting()).toEqual({ identify: 1, score: 0 });
  });
});

describe('queries', () => {
  it('use an index for whatever is asked per file or per photo', () => {
    const dir = temporaryFolder();
    openStore(dir).close();
    const db = new Database(join(dir, 'catalogue.db'), { readonly: true });
    onTestFinished(() => void db.close());
    const plans: [string, number, RegExp][] = [
      [fileQueries.inPlace, 2, /SEARCH file USING INDEX file_place \(root_id=\? AND path=\?\)/],
      [fileQueries.under, 3, /SEARCH file USING INDEX file_place \(root_id=\? AND path>\? AND path<\?\)/],
      [fileQueries.byInode, 2, /SEARCH file USING INDEX file_inode/],
      [fileQueries.byFingerprint, 2, /SEARCH file USING INDEX file_fingerprint/],
      [photoQueries.indexOne, 2, /SEARCH file USING INDEX file_photo/],
      [photoQueries.detail, 1, /SEARCH file USING INDEX file_photo/],
      [photoQueries.copies, 2, /SEARCH file USING INDEX file_fingerprint/],
      [photoQueries.problems, 0, /USING INDEX file_failure/],
    ];
    for (const [query, parameters, expected] of plans) {
      const plan = db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`)
        .all(...new Array<number>(parameters).fill(1))
        .map(({ detail }) => detail);
      expect(plan.join('\n')).toMatch(expected);
      expect(plan.filter((line) => /^SCAN (file|photo|score)\b(?!.*USING INDEX)/.test(line))).toEqual([]);
    }
  });
});
