import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Catalogue } from '../../src/main/catalogue/catalogue.ts';
import type { Store } from '../../src/main/catalogue/store.ts';
import { RejectedMoves } from '../../src/main/culling/moves/rejected-moves.ts';
import { everything, factsOf, openStore, photosByName, scan, seen } from '../support/store.ts';
import { temporaryFolder } from '../support/temporary.ts';

const formats: Record<string, string> = { CR2: 'cr2', jpg: 'jpeg' };

const ofOneShot = { captured: 1_700_000_000_000, camera: 'Camera' };

/** Real files, each holding its own name, and a catalogue that has seen them. */
function libraryOf(...paths: string[]) {
  const dir = temporaryFolder();
  const folder = join(dir, 'photos');
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
  const catalogue = join(dir, 'catalogue');
  const store = openStore(catalogue);
  const { root } = store.addRoot(folder, '/', null, '1');
  const look = () => {
    scan(
      store,
      root,
      files(folder)
        .filter((path) => !path.includes('_Rejected'))
        .map((path) => {
          const { size, mtimeNs, ino, dev } = statSync(join(folder, path), { bigint: true });
          return seen(path, {
            size: Number(size),
            mtime: Number(mtimeNs) / 1e6,
            inode: String(ino),
            device: String(dev),
          });
        }),
    );
    for (const { id, path, size, mtime } of store.nextJobs('identify', 0, 100)) {
      const format = formats[path.slice(-3)];
      const outcome = format
        ? {
            kind: 'identified' as const,
            facts: factsOf(path, { format, ...(path.includes('shot') && ofOneShot) }),
          }
        : { kind: 'not-a-photo' as const };
      store.store([{ file: id, seen: { size, mtime }, ...outcome }]);
    }
  };
  look();
  return { folder, catalogue, store, root, look };
}

const asCatalogue = (store: Store): Catalogue =>
  new Proxy({} as Catalogue, {
    get: (_, name) =>
      name === 'then'
        ? undefined
        : (...args: never[]) =>
            new Promise((resolve) => {
              resolve((store[name as keyof Store] as (...given: never[]) => unknown).apply(store, args));
            }),
  });

const movesOf = (store: Store) =>
  new RejectedMoves({ catalogue: asCatalogue(store), onMoved: () => undefined });

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

const idOf = (store: Store, name: string): number => photosByName(store)[name] ?? 0;

function decide(store: Store, source: 'person' | 'sidecar' | 'confirmed', ...names: string[]): void {
  store.decide({
    source,
    screen: null,
    changes: names.map((name) => ({ photo: idOf(store, name), verdict: { pick: 'reject' as const } })),
  });
}

const here = { root: null, folder: '' };

describe('moving rejected photos away', () => {
  it('takes them with their sidecars into a folder beside them, and back, without touching a byte', async () => {
    const { folder, store, look } = libraryOf(
      'a/1.CR2',
      'a/1.xmp',
      'a/1.CR2.xmp',
      'a/2.jpg',
      'a/2.xmp',
      'b/3.jpg',
      'b/notes.txt',
    );
    const moves = movesOf(store);
    const before = files(folder);
    decide(store, 'person', '1.CR2');
    decide(store, 'person', '3.jpg');
    const [raw, jpeg] = [idOf(store, '1.CR2'), idOf(store, '3.jpg')];

    const plan = await moves.plan(here);
    expect(plan.photos).toEqual([
      {
        photo: raw,
        name: '1.CR2',
        place: 'photos/a',
        files: ['1.CR2', '1.CR2.xmp', '1.xmp'],
        raws: 1,
        sidecars: 2,
        named: true,
      },
      { photo: jpeg, name: '3.jpg', place: 'photos/b', files: ['3.jpg'], raws: 0, sidecars: 0, named: true },
    ]);
    expect(plan.trash).toBe(false);

    expect(await moves.begin([raw, jpeg], 'folder')).toEqual({ photos: 2, files: 4, failures: [] });
    expect(files(folder)).toEqual([
      'a/2.jpg',
      'a/2.xmp',
      'a/_Rejected/1.CR2',
      'a/_Rejected/1.CR2.xmp',
      'a/_Rejected/1.xmp',
      'b/_Rejected/3.jpg',
      'b/notes.txt',
    ]);
    // They leave the views at once and for good, whatever a scan says, but stay known.
    expect([...store.openView(everything).ids]).toEqual([idOf(store, '2.jpg')]);
    look();
    expect(store.openView(everything).ids).toHaveLength(1);

    const [entry] = await moves.list();
    expect(entry).toMatchObject({ way: 'folder', photos: 2, files: 4 });
    expect(await moves.putBack(entry?.move ?? 0)).toEqual({ photos: 2, files: 4, failures: [] });
    expect(files(folder)).toEqual(before);
    for (const path of before) expect(readFileSync(join(folder, path), 'utf8')).toBe(path);
    look();
    expect([idOf(store, '1.CR2'), idOf(store, '3.jpg')]).toEqual([raw, jpeg]);
    expect(store.rows([raw])[0]?.verdict.pick).toBe('reject');
    expect(await moves.list()).toEqual([]);
    // An empty _Rejected is not left behind.
    expect(readdirSync(join(folder, 'b'))).toEqual(['3.jpg', 'notes.txt']);
  });

  it('takes nothing but what the person rejected: no pick, no suggestion, not what another program wrote', async () => {
    const { folder, store } = libraryOf('1.jpg', '2.jpg', '3.jpg', '4.jpg', '5.jpg');
    const moves = movesOf(store);
    decide(store, 'sidecar', '1.jpg');
    store.suggest(
      'auto-cull',
      [],
      [{ photo: idOf(store, '2.jpg'), field: 'pick', value: 'reject', reason: 'It is soft.' }],
    );
    decide(store, 'confirmed', '3.jpg', '4.jpg');
    const plan = await moves.plan(here);
    // Confirmed together: to be named by the person first.
    expect(plan.photos.map(({ name, named }) => [name, named])).toEqual([
      ['3.jpg', false],
      ['4.jpg', false],
    ]);
    expect(plan.byOthers).toBe(1);
    const all = [...store.openView(everything).ids].filter((id) => id !== idOf(store, '3.jpg'));
    expect(await moves.begin(all, 'folder')).toMatchObject({ photos: 1 });
    expect(files(folder)).toEqual(['1.jpg', '2.jpg', '3.jpg', '5.jpg', '_Rejected/4.jpg']);
  });

  it('writes over nothing: a name that is taken there gets a number, one that is taken here stays away', async () => {
    const { folder, store } = libraryOf('1.jpg', '1.xmp', '_Rejected/1.xmp');
    const moves = movesOf(store);
    decide(store, 'person', '1.jpg');
    const photo = idOf(store, '1.jpg');
    await moves.begin([photo], 'folder');
    expect(files(folder)).toEqual(['_Rejected/1-2.jpg', '_Rejected/1-2.xmp', '_Rejected/1.xmp']);
    writeFileSync(join(folder, '1.jpg'), 'another');
    const [entry] = await moves.list();
    const { failures } = await moves.putBack(entry?.move ?? 0);
    expect(failures).toEqual([
      { file: '1.jpg', sentence: expect.stringContaining('exists already') as string },
    ]);
    expect(readFileSync(join(folder, '1.jpg'), 'utf8')).toBe('another');
    expect(readFileSync(join(folder, '_Rejected/1-2.jpg'), 'utf8')).toBe('1.jpg');
    expect(readFileSync(join(folder, '1.xmp'), 'utf8')).toBe('1.xmp');
    // What failed may be put back later.
    expect(await moves.list()).toMatchObject([{ photos: 1, files: 1 }]);
  });

  it('takes RAW, JPEG and film of one shot together', async () => {
    const { folder, store } = libraryOf('shot.CR2', 'shot.jpg', 'shot.xmp', 'shot.mov', 'other.jpg');
    const moves = movesOf(store);
    expect(store.openView(everything).ids).toHaveLength(2);
    decide(store, 'person', 'shot.jpg');
    const { photos } = await moves.plan(here);
    expect(photos).toMatchObject([{ name: 'shot.jpg', raws: 1, sidecars: 2 }]);
    await moves.begin([photos[0]?.photo ?? 0], 'folder');
    expect(files(folder).filter((path) => !path.startsWith('_Rejected'))).toEqual(['other.jpg']);
    expect(files(folder)).toHaveLength(5);
    const [entry] = await moves.list();
    expect(entry).toMatchObject({ photos: 1, files: 4 });
    await moves.putBack(entry?.move ?? 0);
    expect(store.openView(everything).ids).toHaveLength(2);
  });

  it('leaves a sidecar that a photo which stays shares', async () => {
    const { folder, store } = libraryOf('1.CR2', '1.jpg', '1.xmp');
    const moves = movesOf(store);
    decide(store, 'person', '1.jpg');
    await moves.begin([idOf(store, '1.jpg')], 'folder');
    expect(files(folder)).toEqual(['1.CR2', '1.xmp', '_Rejected/1.jpg']);
  });
});

it('a kill in the middle of a move loses no file and no photo', async () => {
  const names = Array.from({ length: 60 }, (_, i) => `${i}.jpg`);
  const { folder, catalogue, store, root } = libraryOf(...names);
  decide(store, 'person', ...names);
  const ids = [...store.openView(everything).ids].sort();
  store.close();
  for (const turns of [0, 1]) {
    const mover = fork(join(import.meta.dirname, '../support/mover.ts'), [catalogue]);
    onTestFinished(() => void mover.kill('SIGKILL'));
    let turned = -1;
    await new Promise<void>((resolve) => {
      mover.on('message', () => {
        if (++turned < turns) return;
        // In the middle of whatever comes next.
        setTimeout(() => mover.kill('SIGKILL'), 7 * (turns + 1));
        resolve();
      });
    });
    await once(mover, 'exit');
    const left = files(folder).map((path) => path.replace('_Rejected/', ''));
    // Between two names of one file, both are there.
    expect([...new Set(left)].sort()).toEqual([...names].sort());
  }
  const again = openStore(catalogue);
  const moves = movesOf(again);
  await moves.recover();
  for (const { move } of await moves.list()) await moves.putBack(move);
  expect(files(folder)).toEqual([...names].sort());
  for (const name of names) expect(readFileSync(join(folder, name), 'utf8')).toBe(name);
  scan(
    again,
    root,
    files(folder).map((path) => {
      const { size, mtimeNs, ino, dev } = statSync(join(folder, path), { bigint: true });
      const facts = {
        size: Number(size),
        mtime: Number(mtimeNs) / 1e6,
        inode: String(ino),
        device: String(dev),
      };
      return seen(path, facts);
    }),
  );
  expect([...again.openView(everything).ids].sort()).toEqual(ids);
});
