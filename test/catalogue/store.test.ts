import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileQueries } from '../../src/main/catalogue/files.ts';
import { photoQueries } from '../../src/main/catalogue/photos.ts';
import { Store } from '../../src/main/catalogue/store.ts';
import type { FileRecord, PhotoFacts, SeenFile } from '../../src/main/catalogue/types.ts';
import type { ViewQuery } from '../../src/shared/view.ts';
import { smallManifest } from '../support/manifest.ts';
import { temporaryFolder } from '../support/temporary.ts';

const everything: ViewQuery = {
  root: null,
  folder: '',
  sort: { key: 'name', descending: false },
  ranges: [],
};

function openStore(dir = temporaryFolder(), modelVersion = 'v1', readingVersion = 1): Store {
  const store = new Store({ dir, program: 'test', manifest: smallManifest, modelVersion, readingVersion });
  let open = true;
  const close = store.close.bind(store);
  store.close = () => {
    if (open) close();
    open = false;
  };
  onTestFinished(() => store.close());
  return store;
}

let lastInode = 0;
const seen = (path: string, more: Partial<SeenFile> = {}): SeenFile => ({
  path,
  size: 1000,
  mtime: 5,
  device: '1',
  inode: String(++lastInode),
  ...more,
});

const factsOf = (picture: string, more: Partial<PhotoFacts> = {}): PhotoFacts => ({
  format: 'jpeg',
  fingerprint: picture,
  picture: `${picture}-1`,
  captured: null,
  capturedOffset: null,
  camera: null,
  cameraSerial: null,
  lens: null,
  exposure: null,
  width: 4,
  height: 3,
  ...more,
});

/** What the folder shows now, as a whole. */
function scan(store: Store, root: number, files: SeenFile[]) {
  const id = store.beginScan(root, '');
  store.scanned(id, files);
  return store.endScan(id, []);
}

/** Looks into everything that waits; `pictures` says what is in a file, its path standing for itself. */
function identifyAll(store: Store, pictures: Record<string, PhotoFacts> = {}): void {
  for (const job of store.nextJobs('identify', 0, 100)) identify(store, job, pictures[job.path]);
}

function identify(store: Store, job: FileRecord, facts = factsOf(`picture of ${job.path}`)): void {
  const [stored] = store.store([
    { kind: 'identified', file: job.id, seen: { size: job.size, mtime: job.mtime }, facts },
  ]);
  expect(stored).toBe(true);
}

function scoreAll(store: Store, overall = 1): string[] {
  const jobs = store.nextJobs('score', 0, 100);
  for (const job of jobs) {
    store.store([
      {
        kind: 'scored',
        file: job.id,
        seen: { size: job.size, mtime: job.mtime },
        picture: job.picture ?? '',
        width: 40,
        height: 30,
        raw: Float32Array.of(overall, 0),
        embedding: new Float32Array(4),
      },
    ]);
  }
  return jobs.map(({ path }) => path);
}

const photosByName = (store: Store): Record<string, number> =>
  Object.fromEntries(store.rows([...store.openView(everything).ids]).map(({ name, id }) => [name, id]));

function libraryWith(store: Store, ...files: SeenFile[]): number {
  const { root } = store.addRoot('/photos', '/', null, '1');
  scan(store, root, files);
  identifyAll(store);
  scoreAll(store);
  return root;
}

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
    expect(other.rows([...other.openView(everything).ids])[0]?.state).toBe('waiting');
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

describe('a photo keeps its identity and its scores', () => {
  it('when its file is renamed or moved while nobody watched', () => {
    const store = openStore();
    const file = seen('a.jpg');
    const root = libraryWith(store, file, seen('b.jpg'));
    const before = photosByName(store);
    expect(scan(store, root, [{ ...file, path: 'new/z.jpg' }])).toEqual({
      added: 0,
      changed: 0,
      moved: 1,
      gone: 1,
    });
    expect(photosByName(store)).toEqual({ 'z.jpg': before['a.jpg'] });
    expect(store.waiting()).toEqual({ identify: 0, score: 0 });
  });

  it('when the watcher sees it go first and come later', () => {
    const store = openStore();
    const file = seen('a.jpg');
    const root = libraryWith(store, file);
    const before = photosByName(store)['a.jpg'];
    store.applyChanges(root, [], ['a.jpg']);
    expect(photosByName(store)).toEqual({});
    store.applyChanges(root, [{ ...file, path: 'z.jpg' }], []);
    expect(photosByName(store)).toEqual({ 'z.jpg': before });
    expect(store.waiting()).toEqual({ identify: 0, score: 0 });
  });

  it('when it was copied to another drive and comes back by its picture', () => {
    const store = openStore();
    const root = libraryWith(store, seen('a.jpg'));
    const before = photosByName(store)['a.jpg'];
    store.applyChanges(root, [], ['a.jpg']);
    store.applyChanges(root, [seen('copy.jpg', { size: 1200, mtime: 77 })], []);
    identifyAll(store, { 'copy.jpg': factsOf('picture of a.jpg') });
    expect(photosByName(store)).toEqual({ 'copy.jpg': before });
    expect(store.waiting()).toEqual({ identify: 0, score: 0 });
  });

  it('when another program rewrites its metadata', () => {
    const store = openStore();
    const file = seen('a.jpg');
    const root = libraryWith(store, file);
    const before = photosByName(store);
    expect(scan(store, root, [{ ...file, size: 1100, mtime: 9 }]).changed).toBe(1);
    identifyAll(store);
    expect(photosByName(store)).toEqual(before);
    expect(store.waiting()).toEqual({ identify: 0, score: 0 });
  });

  it('when its picture is edited in place, which is scored again', () => {
    const store = openStore();
    const file = seen('a.jpg');
    const { root } = store.addRoot('/photos', '/', null, '1');
    scan(store, root, [file]);
    const taken = { camera: 'Canon EOS 6D', captured: 123 };
    identifyAll(store, { 'a.jpg': factsOf('before', taken) });
    scoreAll(store);
    const before = photosByName(store);
    scan(store, root, [{ ...file, size: 1100, mtime: 9 }]);
    identifyAll(store, { 'a.jpg': factsOf('after', taken) });
    expect(photosByName(store)).toEqual(before);
    expect(scoreAll(store)).toEqual(['a.jpg']);
  });

  it('when a picture that does not say when it was taken is edited in place', () => {
    const store = openStore();
    const file = seen('a.png');
    const root = libraryWith(store, file);
    const before = photosByName(store);
    scan(store, root, [{ ...file, size: 1100, mtime: 9 }]);
    identifyAll(store, { 'a.png': factsOf('after') });
    expect(photosByName(store)).toEqual(before);
    expect(scoreAll(store)).toEqual(['a.png']);
  });

  it('when its file is renamed over another one that does not say when it was taken', () => {
    const store = openStore();
    const [a, b] = [seen('a.png'), seen('b.png', { size: 2000 })];
    const root = libraryWith(store, a, b);
    const before = photosByName(store);
    store.applyChanges(root, [{ ...b, path: 'a.png' }], ['b.png']);
    identifyAll(store, { 'a.png': factsOf('picture of b.png') });
    expect(photosByName(store)).toEqual({ 'a.png': before['b.png'] });
    expect(store.waiting()).toEqual({ identify: 0, score: 0 });
  });

  it('when its file is moved over one that could not be read', () => {
    const store = openStore();
    const [bad, good] = [seen('a.jpg'), seen('b.jpg', { size: 2000 })];
    const { root } = store.addRoot('/photos', '/', null, '1');
    scan(store, root, [bad, good]);
    const [job] = store.nextJobs('identify', 0, 1);
    store.store([
      { kind: 'failed', file: job?.id ?? 0, seen: { size: 1000, mtime: 5 }, sentence: 'No.', facts: null },
    ]);
    identifyAll(store);
    scoreAll(store);
    const before = photosByName(store);
    store.applyChanges(root, [{ ...good, path: 'a.jpg' }], ['b.jpg']);
    identifyAll(store, { 'a.jpg': factsOf('picture of b.jpg') });
    expect(photosByName(store)).toEqual({ 'a.jpg': before['b.jpg'] });
    expect(store.rows([before['b.jpg'] ?? 0])[0]).toMatchObject({ state: 'scored', error: null });
  });

  it('when its file was missed for a moment while a scan went on', () => {
    const store = openStore();
    const [a, fresh] = [seen('a.jpg'), seen('fresh.jpg')];
    const root = libraryWith(store, a);
    scan(store, root, [a, fresh]);
    const before = photosByName(store);
    const id = store.beginScan(root, '');
    const [job] = store.nextJobs('identify', 0, 1);
    store.loseFiles([store.pictureFile(before['a.jpg'] ?? 0)?.id ?? 0, job?.id ?? 0]);
    store.scanned(id, [a, fresh]);
    store.endScan(id, []);
    identifyAll(store);
    expect(photosByName(store)).toMatchObject(before);
    expect(Object.keys(photosByName(store))).toEqual(['a.jpg', 'fresh.jpg']);
  });

  it('when it is only turned upright, which changes the picture as shown', () => {
    const store = openStore();
    const file = seen('a.jpg');
    const root = libraryWith(store, file);
    scan(store, root, [{ ...file, mtime: 9 }]);
    identifyAll(store, { 'a.jpg': factsOf('picture of a.jpg', { picture: 'picture of a.jpg-6' }) });
    expect(scoreAll(store)).toEqual(['a.jpg']);
  });

  it('when a volume spells its name in another Unicode form', () => {
    const store = openStore();
    const root = libraryWith(store, seen('Café.jpg'.normalize('NFC')));
    const before = Object.values(photosByName(store));
    scan(store, root, [seen('Café.jpg'.normalize('NFD'))]);
    expect(Object.values(photosByName(store))).toEqual(before);
  });
});

describe('what is another photo', () => {
  it('is a different picture under a name that the camera used again; the first one is found where it went', () => {
    const store = openStore();
    const { root } = store.addRoot('/photos', '/', null, '1');
    const file = seen('IMG_1.jpg');
    scan(store, root, [file]);
    identifyAll(store, { 'IMG_1.jpg': factsOf('first', { camera: 'X', captured: 1 }) });
    scoreAll(store);
    const first = photosByName(store)['IMG_1.jpg'];
    scan(store, root, [{ ...file, mtime: 6 }]);
    identifyAll(store, { 'IMG_1.jpg': factsOf('second', { camera: 'X', captured: 2 }) });
    expect(photosByName(store)['IMG_1.jpg']).not.toBe(first);
    store.applyChanges(root, [seen('2023/IMG_1.jpg', { mtime: 7 })], []);
    identifyAll(store, { '2023/IMG_1.jpg': factsOf('first', { camera: 'X', captured: 1 }) });
    const row = store.rows([first ?? 0])[0];
    expect(row).toMatchObject({ folder: '2023', state: 'scored' });
  });

  it('is a copy; the two know of each other', () => {
    const store = openStore();
    const { root } = store.addRoot('/photos', '/', null, '1');
    scan(store, root, [seen('a.jpg'), seen('copy.jpg')]);
    identifyAll(store, { 'a.jpg': factsOf('same'), 'copy.jpg': factsOf('same') });
    const { 'a.jpg': a = 0, 'copy.jpg': copy = 0 } = photosByName(store);
    expect(store.detail(a)?.copies).toEqual([copy]);
    expect(store.detail(copy)?.copies).toEqual([a]);
  });

  it('is a hard link, which has a place of its own', () => {
    const store = openStore();
    const file = seen('a.jpg');
    const root = libraryWith(store, file);
    scan(store, root, [file, { ...file, path: 'link.jpg' }]);
    identifyAll(store, { 'link.jpg': factsOf('picture of a.jpg') });
    expect(Object.keys(photosByName(store))).toEqual(['a.jpg', 'link.jpg']);
  });

  it('are names that differ by case, by Unicode form, or hold a backslash', () => {
    const store = openStore();
    const { root } = store.addRoot('/photos', '/', null, '1');
    const names = ['a.jpg', 'A.jpg', 'é.jpg'.normalize('NFC'), 'é.jpg'.normalize('NFD'), 'x\\y.jpg'];
    const files = names.map((name) => seen(name));
    scan(store, root, files);
    identifyAll(store);
    expect(Object.keys(photosByName(store)).sort()).toEqual([...names].sort());
    expect(scan(store, root, files)).toEqual({ added: 0, changed: 0, moved: 0, gone: 0 });
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
