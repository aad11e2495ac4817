import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Catalogue } from '../../src/main/catalogue/catalogue.ts';
import type { Store } from '../../src/main/catalogue/store.ts';
import { SidecarKeeper } from '../../src/main/culling/sidecars/sidecars.ts';
import { Verdicts } from '../../src/main/culling/verdicts.ts';
import { editXmp, type Changes } from '../../src/main/imaging/xmp/edit.ts';
import { readXmp } from '../../src/main/imaging/xmp/read.ts';
import { defaultSidecarSettings, type SidecarSettings } from '../../src/shared/editors.ts';
import type { VerdictChange } from '../../src/shared/verdict.ts';
import { smallManifest } from '../support/manifest.ts';
import { factsOf, openStore, photosByName, scan, scoreAll, seen } from '../support/store.ts';
import { temporaryFolder } from '../support/temporary.ts';

const formats: Record<string, string> = { CR2: 'cr2', NEF: 'nef', JPG: 'jpeg', DNG: 'dng' };

/** A library with a real folder: photos that exist in words, sidecars that exist on the drive. */
class Bench {
  readonly folder = join(temporaryFolder(), 'photos');
  readonly store: Store;
  readonly keeper: SidecarKeeper;
  readonly verdicts: Verdicts;
  readonly troubles: string[] = [];
  settings: SidecarSettings = { ...defaultSidecarSettings, sidecarWriting: true };
  readonly #root: number;

  constructor(catalogue = temporaryFolder(), folder?: string) {
    if (folder) this.folder = folder;
    mkdirSync(this.folder, { recursive: true });
    this.store = openStore(catalogue);
    this.#root = this.store.addRoot(this.folder, '/', null, '1').root;
    const asked = asCatalogue(this.store);
    this.verdicts = new Verdicts({
      catalogue: asked,
      onDecided: ({ photos }) => this.keeper.noteDecided(photos),
      onTrouble: () => undefined,
    });
    this.keeper = new SidecarKeeper({
      catalogue: asked,
      verdicts: this.verdicts,
      automatic: false,
      settings: () => this.settings,
      tasks: smallManifest.tasks,
      modelVersion: 'v1',
      onStatus: () => undefined,
      onTrouble: (sentence) => this.troubles.push(sentence),
    });
    onTestFinished(() => this.keeper.close());
  }

  /** The library looks at the folder: these photos, and whatever sidecars lie there. */
  look(...photos: string[]): this {
    const sidecars = readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.xmp$/i.test(path))
      .map((path) => {
        const { size, mtimeNs, ino } = statSync(join(this.folder, path), { bigint: true });
        return seen(path, { size: Number(size), mtime: Number(mtimeNs) / 1e6, inode: String(ino) });
      });
    const known = photos.map((path, index) => seen(path, { inode: `photo ${index}` }));
    scan(this.store, this.#root, [...known, ...sidecars]);
    for (let jobs = this.#jobs(); jobs.length > 0; jobs = this.#jobs()) {
      for (const { id, path, size, mtime } of jobs) {
        const facts = factsOf(path, { format: formats[path.slice(-3)] ?? null });
        const outcome = facts.format
          ? { kind: 'identified' as const, facts }
          : { kind: 'not-a-photo' as const };
        this.store.store([{ file: id, seen: { size, mtime }, ...outcome }]);
      }
    }
    scoreAll(this.store);
    this.keeper.noteFiles();
    return this;
  }

  #jobs() {
    return this.store.nextJobs('identify', 0, 100);
  }

  async decide(name: string, verdict: VerdictChange): Promise<void> {
    await this.verdicts.set([this.id(name)], verdict, null);
    await this.keeper.settle();
  }

  id(name: string): number {
    const id = photosByName(this.store)[name];
    if (id === undefined) throw new Error(`There is no ${name}`);
    return id;
  }

  verdict(name: string) {
    return this.store.rows([this.id(name)])[0]?.verdict;
  }

  write(name: string, changes: Changes, before: Uint8Array | null = null): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    const old = existsSync(path) ? readFileSync(path) : before;
    writeFileSync(path, editXmp(old, changes));
  }

  read(name: string) {
    return readXmp(readFileSync(join(this.folder, name)));
  }

  get files(): string[] {
    return readdirSync(this.folder).sort();
  }
}

const asCatalogue = (store: Store): Catalogue =>
  new Proxy({} as Catalogue, {
    get: (_, method: keyof Store) => {
      const work = store[method].bind(store) as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => Promise.resolve(work(...args));
    },
  });

describe('verdicts and sidecars', () => {
  it('writes nothing before the person turns it on, and then what waited', async () => {
    const bench = new Bench().look('a.CR2');
    bench.settings = defaultSidecarSettings;
    await bench.decide('a.CR2', { stars: 3 });
    expect(bench.files).toEqual([]);
    bench.settings = { ...defaultSidecarSettings, sidecarWriting: true };
    expect((await bench.keeper.status()).waiting).toBe(1);
    bench.keeper.noteAll();
    await bench.keeper.settle();
    expect(bench.files).toEqual(['a.xmp']);
    expect(bench.read('a.xmp').rating).toBe('3');
    expect((await bench.keeper.status()).waiting).toBe(0);
  });

  it('names sidecars as the chosen program does, and writes anew for another', async () => {
    const bench = new Bench().look('a.CR2');
    await bench.decide('a.CR2', { pick: 'reject', stars: 2 });
    expect(bench.files).toEqual(['a.xmp']);
    bench.settings = { ...bench.settings, sidecarEditor: 'darktable' };
    bench.keeper.noteAll();
    await bench.keeper.settle();
    expect(bench.files).toEqual(['a.CR2.xmp', 'a.xmp']);
    expect(bench.read('a.CR2.xmp').rating).toBe('-1');
  });

  it('takes ratings found in an existing library as one step that comes from sidecars', async () => {
    const bench = new Bench();
    bench.write('a.xmp', { rating: '3' });
    bench.write('b.NEF.xmp', { rating: '-1', label: 'Red' });
    bench.write('orphan.xmp', { rating: '5' });
    bench.look('a.CR2', 'b.NEF', 'c.NEF');
    await bench.keeper.settle();
    expect(bench.verdict('a.CR2')).toEqual({ pick: 'none', stars: 3, label: 'none' });
    expect(bench.verdict('b.NEF')).toEqual({ pick: 'reject', stars: 0, label: 'red' });
    const steps = bench.store.history(null, 10);
    expect(steps.map(({ source, photos }) => [source, photos])).toEqual([['sidecar', 2]]);
  });

  it('reads a sidecar again when it changed, and not otherwise', async () => {
    const bench = new Bench();
    bench.write('a.xmp', { rating: '3' });
    bench.look('a.CR2');
    await bench.keeper.settle();
    expect(bench.store.unreadSidecars(0, 10).photos).toEqual([]);
    bench.write('a.xmp', { rating: '4' });
    bench.look('a.CR2');
    expect(bench.store.unreadSidecars(0, 10).photos).toEqual([bench.id('a.CR2')]);
    await bench.keeper.settle();
    expect(bench.verdict('a.CR2')?.stars).toBe(4);
  });

  it('finds a sidecar that lay there before its photo was looked into', async () => {
    const bench = new Bench();
    bench.write('a.xmp', { rating: '3' });
    bench.look();
    await bench.keeper.settle();
    bench.look('a.CR2');
    await bench.keeper.settle();
    expect(bench.verdict('a.CR2')?.stars).toBe(3);
  });

  it('gives the sidecar to the RAW, and none to a JPEG beside which the program reads none', async () => {
    const bench = new Bench().look('a.JPG', 'a.CR2', 'b.JPG');
    for (const name of ['a.JPG', 'a.CR2', 'b.JPG']) await bench.decide(name, { stars: 4 });
    expect(bench.files).toEqual(['a.xmp']);
    const ids = ['a.JPG', 'a.CR2', 'b.JPG'].map((name) => bench.id(name));
    bench.settings = { ...bench.settings, sidecarWords: { lightroom: { red: 'Rot' } } };
    bench.keeper.noteAll();
    const report = await bench.keeper.handOver(ids);
    expect(report).toMatchObject({ photos: 3, sharedName: 1, unread: [{ format: 'jpeg', photos: 1 }] });
    bench.settings = { ...bench.settings, sidecarEditor: 'digikam' };
    expect(await bench.keeper.handOver(ids)).toMatchObject({ sharedName: 0, unread: [] });
    expect(bench.files).toEqual(['a.CR2.xmp', 'a.JPG.xmp', 'a.xmp', 'b.JPG.xmp']);
  });

  it('lists what changed on both sides, and does as the person chooses', async () => {
    const bench = new Bench().look('a.CR2', 'b.CR2');
    for (const name of ['a.CR2', 'b.CR2']) await bench.decide(name, { stars: 1 });
    bench.settings = { ...bench.settings, sidecarWriting: false };
    for (const name of ['a.CR2', 'b.CR2']) await bench.decide(name, { stars: 2 });
    for (const name of ['a.xmp', 'b.xmp']) bench.write(name, { rating: '5', subject: ['kept'] });
    bench.settings = { ...bench.settings, sidecarWriting: true };
    bench.look('a.CR2', 'b.CR2');
    await bench.keeper.settle();
    expect(bench.verdict('a.CR2')?.stars).toBe(2);
    expect(await bench.keeper.disputes(10)).toMatchObject([
      { name: 'a.CR2', field: 'stars', here: '2', outside: '5' },
      { name: 'b.CR2', field: 'stars', here: '2', outside: '5' },
    ]);
    await bench.keeper.resolve(bench.id('a.CR2'), 'stars', 'here');
    await bench.keeper.resolve(bench.id('b.CR2'), 'stars', 'outside');
    expect([bench.read('a.xmp').rating, bench.read('b.xmp').rating]).toEqual(['2', '5']);
    expect(bench.read('a.xmp').subject).toEqual(['kept']);
    expect([bench.verdict('a.CR2')?.stars, bench.verdict('b.CR2')?.stars]).toEqual([2, 5]);
    expect((await bench.keeper.status()).disputes).toBe(0);
  });

  it('does not overwrite by an undo what another program changed since', async () => {
    const bench = new Bench().look('a.CR2');
    await bench.decide('a.CR2', { stars: 1 });
    await bench.decide('a.CR2', { stars: 3 });
    bench.write('a.xmp', { rating: '5' });
    await bench.verdicts.undo(null);
    await bench.keeper.settle();
    expect(bench.read('a.xmp').rating).toBe('5');
    expect((await bench.keeper.status()).disputes).toBe(1);
  });

  // Nothing is read-only to the superuser.
  it.skipIf(process.getuid?.() === 0)(
    'says in one sentence that a folder may not be written to',
    async () => {
      const bench = new Bench().look('a.CR2', 'b.CR2');
      chmodSync(bench.folder, 0o555);
      for (const name of ['a.CR2', 'b.CR2']) await bench.decide(name, { stars: 1 });
      expect(bench.troubles).toEqual([expect.stringContaining('may not be written to')]);
      chmodSync(bench.folder, 0o755);
      await bench.keeper.settle();
      expect(bench.files).toEqual(['a.xmp', 'b.xmp']);
    },
  );

  it('waits for a folder that went away, and writes when it is back', async () => {
    const bench = new Bench().look('a.CR2');
    rmSync(bench.folder, { recursive: true });
    await bench.decide('a.CR2', { stars: 1 });
    expect((await bench.keeper.status()).troubles).toHaveLength(1);
    expect((await bench.keeper.status()).waiting).toBe(1);
    mkdirSync(bench.folder);
    bench.keeper.noteAll();
    await bench.keeper.settle();
    expect(bench.read('a.xmp').rating).toBe('1');
    expect(await bench.keeper.status()).toMatchObject({ waiting: 0, troubles: [] });
  });

  it('leaves a sidecar that it cannot understand as it is, and names it', async () => {
    const bench = new Bench().look('a.CR2');
    writeFileSync(join(bench.folder, 'a.xmp'), 'no XML');
    await bench.decide('a.CR2', { stars: 1 });
    expect(readFileSync(join(bench.folder, 'a.xmp'), 'utf8')).toBe('no XML');
    expect(bench.troubles).toEqual([expect.stringMatching(/a\.xmp is left as it is: It is not well-formed/)]);
  });

  it('finds after a crash what was not written yet', async () => {
    const catalogue = temporaryFolder();
    const before = new Bench(catalogue).look('a.CR2', 'b.CR2');
    await before.decide('a.CR2', { stars: 1 });
    await before.verdicts.set([before.id('b.CR2')], { stars: 2 }, null);
    before.store.close();
    const after = new Bench(catalogue, before.folder);
    after.keeper.noteAll();
    await after.keeper.settle();
    expect(after.read('b.xmp').rating).toBe('2');
  });

  it('writes scores as keywords beside those of others, or in a field of its own, if asked to', async () => {
    const bench = new Bench();
    bench.write('a.xmp', { subject: ['Hamburg', 'Proofsheet 10-19', 'Proofsheet rocks'] });
    bench.look('a.CR2');
    bench.settings = { ...bench.settings, sidecarScores: 'keywords' };
    bench.keeper.noteAll();
    await bench.keeper.settle();
    const { subject, hierarchicalSubject } = bench.read('a.xmp');
    expect(subject).toEqual(['Hamburg', 'Proofsheet rocks', expect.stringMatching(/^Proofsheet \d\d-\d+$/)]);
    expect(hierarchicalSubject).toEqual([expect.stringMatching(/^Proofsheet\|\d\d-\d+$/)]);
    bench.settings = { ...bench.settings, sidecarScores: 'field' };
    bench.keeper.noteAll();
    await bench.keeper.settle();
    expect(bench.read('a.xmp').ownScores).toMatch(/^\w+=\d+ \w+=\d+$/);
  });

  it('writes a thousand verdicts decided at once', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `${index}.CR2`);
    const bench = new Bench().look(...names);
    await bench.verdicts.set(Object.values(photosByName(bench.store)), { stars: 5 }, null);
    await bench.keeper.settle();
    expect(bench.files).toHaveLength(1000);
    expect((await bench.keeper.status()).waiting).toBe(0);
  });
});
