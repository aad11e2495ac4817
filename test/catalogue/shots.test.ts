import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/main/catalogue/store.ts';
import { noShotFacts, type PhotoFacts, type ShotFacts } from '../../src/main/catalogue/types.ts';
import { noVerdict, type VerdictChange } from '../../src/shared/verdict.ts';
import {
  everything,
  factsOf,
  identifyAll,
  openStore,
  photosByName,
  scan,
  scoreAll,
  seen,
} from '../support/store.ts';
import { temporaryFolder } from '../support/temporary.ts';

const moment = Date.UTC(2024, 4, 1, 10, 0, 0, 250);

interface Taken extends Partial<Omit<PhotoFacts, 'shot'>> {
  shot?: Partial<ShotFacts>;
}

/** A photo of one camera, a second later for each number. */
const taken = (name: string, second = 0, { shot, ...more }: Taken = {}): PhotoFacts =>
  factsOf(name, {
    camera: 'Camera One',
    captured: moment + second * 1000,
    width: 6000,
    height: 4000,
    shot: { ...noShotFacts, ...shot },
    ...more,
  });

const inside = { picture: { width: 1616, height: 1080 } };
const raw = (name: string, second = 0, more: Taken = {}): PhotoFacts =>
  taken(name, second, { format: 'cr2', shot: inside, ...more });

/** What the folder holds from now on, and what is in its files. */
function folder(store: Store, files: Record<string, PhotoFacts>, root = rootOf(store)): void {
  scan(
    store,
    root,
    Object.keys(files).map((path) => (placed[path] ??= seen(path))),
  );
  identifyAll(store, files);
}

/** A file keeps its inode while a test runs. */
let placed: Record<string, ReturnType<typeof seen>> = {};

function opened(dir?: string): Store {
  placed = {};
  return openStore(dir);
}

const rootOf = (store: Store): number => store.addRoot('/photos', '/', null, '1').root;

const names = (store: Store): string[] =>
  store.rows([...store.openView(everything).ids]).map(({ name }) => name);
const rowNamed = (store: Store, name: string) => store.rows([photosByName(store)[name] ?? 0])[0];
const decide = (store: Store, photo: number | undefined, verdict: VerdictChange) =>
  store.decide({ source: 'person', screen: null, changes: [{ photo: photo ?? 0, verdict }] });
const scoreShots = (store: Store) => scoreAll(store, 1, { width: 6000, height: 4000 });
const waiting = (store: Store): string[] => store.nextJobs('score', 0, 100).map(({ path }) => path);

describe('RAW and JPEG of one shot are one photo', () => {
  test('the JPEG is shown and scored, whichever came first', () => {
    for (const order of [
      ['IMG_1.CR2', 'IMG_1.JPG'],
      ['IMG_1.JPG', 'IMG_1.CR2'],
    ]) {
      const store = opened();
      const facts: Record<string, PhotoFacts> = { 'IMG_1.CR2': raw('raw'), 'IMG_1.JPG': taken('jpeg') };
      const files: Record<string, PhotoFacts> = {};
      for (const name of order) {
        files[name] = facts[name] as PhotoFacts;
        folder(store, files);
      }
      expect(names(store)).toEqual(['IMG_1.JPG']);
      expect(rowNamed(store, 'IMG_1.JPG')).toMatchObject({ format: 'jpeg', companions: ['cr2'] });
      expect(waiting(store)).toEqual(['IMG_1.JPG']);
      scoreShots(store);
      expect(store.exportRows(1, '').map(({ path, raw: scores }) => [path, scores?.[0]])).toEqual([
        ['IMG_1.CR2', 1],
        ['IMG_1.JPG', 1],
      ]);
    }
  });

  test('its files are told with their roles, the RAW first', () => {
    const store = opened();
    folder(store, { 'a/IMG_1.CR2': raw('raw'), 'b/IMG_1.JPG': taken('jpeg') });
    const shown = photosByName(store)['IMG_1.JPG'] ?? 0;
    const files = store.filesOf([shown]);
    expect(files.map(({ path, role, shown: isShown, photo }) => [path, role, isShown, photo])).toEqual([
      ['a/IMG_1.CR2', 'raw', false, shown],
      ['b/IMG_1.JPG', 'picture', true, shown],
    ]);
    // By the hidden one, the same.
    expect(store.filesOf([files[0]?.own ?? 0]).map(({ path }) => path)).toEqual([
      'a/IMG_1.CR2',
      'b/IMG_1.JPG',
    ]);
    expect(store.detail(shown)).toMatchObject({
      files: [
        { name: 'IMG_1.CR2', folder: 'a', format: 'RAW', role: 'raw', shown: false },
        { name: 'IMG_1.JPG', folder: 'b', format: 'JPEG', role: 'picture', shown: true },
      ],
    });
  });

  test('the RAW is shown where the JPEG is small and the picture inside is larger', () => {
    const store = opened();
    folder(store, {
      'IMG_1.CR2': raw('raw', 0, { shot: { picture: { width: 6000, height: 4000 } } }),
      'IMG_1.JPG': taken('jpeg', 0, { width: 1920, height: 1280 }),
    });
    expect(names(store)).toEqual(['IMG_1.CR2']);
    expect(rowNamed(store, 'IMG_1.CR2')).toMatchObject({ companions: ['jpeg'] });
  });

  test.each([
    ['another name', taken('jpeg'), 'IMG_2.JPG'],
    ['another second', taken('jpeg', 1), 'IMG_1.JPG'],
    ['another part of the second', taken('jpeg', 0, { captured: moment + 300 }), 'IMG_1.JPG'],
    ['another camera', taken('jpeg', 0, { camera: 'Camera Two' }), 'IMG_1.JPG'],
    ['another body', taken('jpeg', 0, { cameraSerial: '8' }), 'IMG_1.JPG'],
    ['no moment', taken('jpeg', 0, { captured: null }), 'IMG_1.JPG'],
    ['no camera', taken('jpeg', 0, { camera: null }), 'IMG_1.JPG'],
  ])('%s is another photo', (_, facts, name) => {
    const store = opened();
    folder(store, { 'IMG_1.CR2': raw('raw', 0, { cameraSerial: '7' }), [name]: facts });
    expect(store.openView(everything).ids).toHaveLength(2);
  });

  test('copies of both are two shots, each of one folder', () => {
    const store = opened();
    folder(store, {
      'a/IMG_1.CR2': raw('raw'),
      'a/IMG_1.JPG': taken('jpeg'),
      'b/IMG_1.CR2': raw('raw'),
      'b/IMG_1.JPG': taken('jpeg'),
    });
    const shown = [...store.openView(everything).ids];
    expect(shown.map((photo) => store.filesOf([photo]).map(({ path }) => path))).toEqual([
      ['a/IMG_1.CR2', 'a/IMG_1.JPG'],
      ['b/IMG_1.CR2', 'b/IMG_1.JPG'],
    ]);
  });
});

describe('files come and go', () => {
  const both = { 'IMG_1.CR2': raw('raw'), 'IMG_1.JPG': taken('jpeg') };

  test('the one that is left stands for itself, and is scored if it was not', () => {
    const store = opened();
    folder(store, both);
    scoreShots(store);
    decide(store, photosByName(store)['IMG_1.JPG'], { pick: 'pick', stars: 4 });
    folder(store, { 'IMG_1.CR2': both['IMG_1.CR2'] });
    expect(names(store)).toEqual(['IMG_1.CR2']);
    expect(rowNamed(store, 'IMG_1.CR2')).toMatchObject({
      companions: [],
      verdict: { pick: 'pick', stars: 4, label: 'none' },
    });
    expect(waiting(store)).toEqual(['IMG_1.CR2']);
    folder(store, both);
    expect(names(store)).toEqual(['IMG_1.JPG']);
    expect(waiting(store)).toEqual([]);
    folder(store, { 'IMG_1.JPG': both['IMG_1.JPG'] });
    expect(rowNamed(store, 'IMG_1.JPG')).toMatchObject({
      state: 'scored',
      companions: [],
      verdict: { stars: 4 },
    });
  });

  test('one that gets another name is a photo of its own, until it has its name again', () => {
    const store = opened();
    folder(store, both);
    const moved = placed['IMG_1.CR2'];
    placed['other.CR2'] = { ...seen('other.CR2'), inode: moved?.inode ?? '' };
    folder(store, { 'other.CR2': both['IMG_1.CR2'], 'IMG_1.JPG': both['IMG_1.JPG'] });
    expect(names(store)).toEqual(['IMG_1.JPG', 'other.CR2']);
    folder(store, both);
    expect(names(store)).toEqual(['IMG_1.JPG']);
  });

  test('a JPEG that cannot be read is not what stands for the shot', () => {
    const store = opened();
    folder(store, both);
    const [job] = store.nextJobs('score', 0, 100);
    store.store([
      {
        kind: 'failed',
        file: job?.id ?? 0,
        seen: { size: 1000, mtime: 5 },
        sentence: 'It is damaged.',
        facts: null,
      },
    ]);
    expect(names(store)).toEqual(['IMG_1.CR2']);
    expect(waiting(store)).toEqual(['IMG_1.CR2']);
    expect(store.problems()).toEqual([]);
  });
});

describe('what was decided', () => {
  test('a decision is about every file, is undone as one, and counts one photo', () => {
    const store = opened();
    folder(store, { 'IMG_1.CR2': raw('raw'), 'IMG_1.JPG': taken('jpeg') });
    const shown = photosByName(store)['IMG_1.JPG'] ?? 0;
    const { photos, step } = decide(store, shown, { stars: 3 });
    expect(photos).toHaveLength(2);
    expect(store.countPhotos(photos)).toBe(1);
    expect(store.historyStep(step ?? 0)).toMatchObject({ source: 'single', photos: 1 });
    store.setPairing(false);
    expect(rowNamed(store, 'IMG_1.CR2')?.verdict.stars).toBe(3);
    store.undo(null);
    for (const name of ['IMG_1.CR2', 'IMG_1.JPG']) expect(rowNamed(store, name)?.verdict).toEqual(noVerdict);
  });

  test("where both had a verdict the RAW file's stands, field by field, and the history keeps the other", () => {
    const store = opened();
    store.setPairing(false);
    folder(store, { 'IMG_1.CR2': raw('raw'), 'IMG_1.JPG': taken('jpeg') });
    const before = photosByName(store);
    decide(store, before['IMG_1.CR2'], { stars: 2 });
    decide(store, before['IMG_1.JPG'], { stars: 5, pick: 'pick' });
    store.setPairing(true);
    expect(rowNamed(store, 'IMG_1.JPG')?.verdict).toEqual({ stars: 2, pick: 'pick', label: 'none' });
    const [paired, ...earlier] = store.history(null, 10);
    expect(paired).toMatchObject({ source: 'paired', photos: 1 });
    expect(earlier.map(({ source }) => source)).toEqual(['single', 'single']);
    store.setPairing(false);
    expect(rowNamed(store, 'IMG_1.CR2')?.verdict).toEqual({ stars: 2, pick: 'pick', label: 'none' });
  });

  test('what was decided before the other file came is undone on both', () => {
    const store = opened();
    folder(store, { 'IMG_1.JPG': taken('jpeg') });
    decide(store, photosByName(store)['IMG_1.JPG'], { pick: 'reject' });
    folder(store, { 'IMG_1.JPG': taken('jpeg'), 'IMG_1.CR2': raw('raw') });
    store.undo(null);
    store.setPairing(false);
    for (const name of ['IMG_1.CR2', 'IMG_1.JPG']) expect(rowNamed(store, name)?.verdict).toEqual(noVerdict);
    store.redo(null);
    for (const name of ['IMG_1.CR2', 'IMG_1.JPG']) expect(rowNamed(store, name)?.verdict.pick).toBe('reject');
  });

  test('the sidecar belongs to the RAW file', () => {
    const store = opened();
    folder(store, { 'IMG_1.CR2': raw('raw'), 'IMG_1.JPG': taken('jpeg') });
    decide(store, photosByName(store)['IMG_1.JPG'], { stars: 3 });
    const places = store.sidecarPlaces(store.unwrittenSidecars('digikam', false, 0, 10));
    expect(places.map(({ file, verdict }) => [file, verdict.stars])).toEqual([['IMG_1.CR2', 3]]);
  });
});

describe('the setting', () => {
  test('is kept, and what was never paired is scored when it is turned off', () => {
    const dir = temporaryFolder();
    const store = opened(dir);
    folder(store, { 'IMG_1.CR2': raw('raw'), 'IMG_1.JPG': taken('jpeg') });
    scoreShots(store);
    store.setPairing(false);
    expect(names(store)).toEqual(['IMG_1.CR2', 'IMG_1.JPG']);
    expect(waiting(store)).toEqual(['IMG_1.CR2']);
    folder(store, { 'IMG_1.CR2': raw('raw'), 'IMG_1.JPG': taken('jpeg'), 'IMG_2.JPG': taken('jpeg 2') });
    expect(names(store)).toHaveLength(3);
    store.close();
    expect(names(openStore(dir))).toEqual(['IMG_1.JPG', 'IMG_2.JPG']);
  });

  test('a shot is scored once by another model, too', () => {
    const dir = temporaryFolder();
    const store = opened(dir);
    folder(store, { 'IMG_1.CR2': raw('raw'), 'IMG_1.JPG': taken('jpeg') });
    scoreShots(store);
    store.close();
    expect(waiting(openStore(dir, 'v2'))).toEqual(['IMG_1.JPG']);
  });
});

describe('edited versions', () => {
  test.each([
    ['IMG_1-Edit.tif', { format: 'tiff' }],
    ['IMG_1-2.jpg', { shot: { edited: true } }],
    ['exports/IMG_1.jpg', { shot: { edited: true } }],
    ['IMG_1.tif', { format: 'tiff' }],
    ['IMG_1-Enhanced-NR.dng', { format: 'dng' }],
  ])('%s is one of its photo', (name, more: Taken) => {
    const store = opened();
    folder(store, { 'IMG_1.CR2': raw('raw'), 'IMG_1.JPG': taken('jpeg'), [name]: taken('edited', 0, more) });
    const shown = photosByName(store)['IMG_1.JPG'] ?? 0;
    const file = name.slice(name.lastIndexOf('/') + 1);
    expect(store.detail(shown)?.versions).toEqual([{ photo: expect.any(Number) as number, name: file }]);
    expect(rowNamed(store, file)).toMatchObject({ versionOf: shown, companions: [] });
    expect(store.rows([shown])[0]?.versionOf).toBeNull();
  });

  test("Apple's name for one", () => {
    const store = opened();
    folder(store, {
      'IMG_1234.HEIC': taken('a', 0, { format: 'heic' }),
      'IMG_E1234.HEIC': taken('b', 0, { format: 'heic' }),
    });
    expect(rowNamed(store, 'IMG_E1234.HEIC')?.versionOf).toBe(photosByName(store)['IMG_1234.HEIC']);
  });

  test('not by name alone, nor the next of a burst', () => {
    const store = opened();
    folder(store, {
      'IMG_1.JPG': taken('a'),
      'IMG_1-2.JPG': taken('b'),
      'IMG_1-Edit.tif': taken('c', 5, { format: 'tiff' }),
    });
    expect(store.rows([...store.openView(everything).ids]).map(({ versionOf }) => versionOf)).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('follow what stands for the photo', () => {
    const store = opened();
    const edit = { 'IMG_1-Edit.tif': taken('edited', 0, { format: 'tiff' }) };
    folder(store, { 'IMG_1.CR2': raw('raw'), 'IMG_1.JPG': taken('jpeg'), ...edit });
    folder(store, { 'IMG_1.CR2': raw('raw'), ...edit });
    expect(rowNamed(store, 'IMG_1-Edit.tif')?.versionOf).toBe(photosByName(store)['IMG_1.CR2']);
    folder(store, edit);
    expect(rowNamed(store, 'IMG_1-Edit.tif')?.versionOf).toBeNull();
  });
});

test("a Live Photo's film is found by what both say, a motion photo says it of itself", () => {
  const store = opened();
  const root = rootOf(store);
  folder(store, {
    'IMG_1.HEIC': taken('a', 0, { format: 'heic', shot: { contentId: 'X' } }),
    'PXL_2.jpg': taken('b', 9, { shot: { motion: true } }),
  });
  expect(rowNamed(store, 'IMG_1.HEIC')?.motion).toBeNull();
  expect(rowNamed(store, 'PXL_2.jpg')?.motion).toBe('motion');
  store.applyChanges(root, [seen('IMG_1.MOV')], []);
  const [film] = store.nextJobs('identify', 0, 10);
  const { revision } = store.openView(everything);
  store.store([{ kind: 'not-a-photo', file: film?.id ?? 0, seen: { size: 1000, mtime: 5 }, contentId: 'X' }]);
  expect(rowNamed(store, 'IMG_1.HEIC')?.motion).toBe('live');
  expect(store.revision()).toBeGreaterThan(revision);
  expect(
    store.filesOf([photosByName(store)['IMG_1.HEIC'] ?? 0]).map(({ path, role }) => [path, role]),
  ).toEqual([
    ['IMG_1.HEIC', 'picture'],
    ['IMG_1.MOV', 'film'],
  ]);
});
