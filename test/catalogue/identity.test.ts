import { describe, expect, it } from 'vitest';
import {
  factsOf,
  identifyAll,
  libraryWith,
  openStore,
  photosByName,
  scan,
  scoreAll,
  seen,
} from '../support/store.ts';

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

  it('when it was missed at a place that its file had left for another', () => {
    const store = openStore();
    const a = seen('a.jpg');
    const root = libraryWith(store, a);
    const before = photosByName(store)['a.jpg'] ?? 0;
    const file = store.pictureFile(before)?.id ?? 0;
    store.applyChanges(root, [{ ...a, path: 'b.jpg' }], ['a.jpg']);
    store.loseFiles([{ id: file, path: 'a.jpg' }]);
    expect(photosByName(store)).toEqual({ 'b.jpg': before });
    store.loseFiles([{ id: file, path: 'b.jpg' }]);
    expect(photosByName(store)).toEqual({});
  });

  it('when its file was missed for a moment while a scan went on', () => {
    const store = openStore();
    const [a, fresh] = [seen('a.jpg'), seen('fresh.jpg')];
    const root = libraryWith(store, a);
    scan(store, root, [a, fresh]);
    const before = photosByName(store);
    const id = store.beginScan(root, '');
    const [job] = store.nextJobs('identify', 0, 1);
    store.loseFiles([
      { id: store.pictureFile(before['a.jpg'] ?? 0)?.id ?? 0, path: 'a.jpg' },
      { id: job?.id ?? 0, path: 'fresh.jpg' },
    ]);
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
