import { renameSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCatalogue, type Catalogue } from '../../src/main/catalogue/catalogue.ts';
import { copyCard, type CardCopyOptions } from '../../src/main/culling/copies/card-copy.ts';
import { readCard } from '../../src/main/culling/copies/card-files.ts';
import { parseTemplate } from '../../src/shared/name-template.ts';
import { smallManifest } from '../support/manifest.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** Three photos taken on 1 May 2024, the first with a RAW and a sidecar beside it, a film with its notes, an index. */
async function makeCard(dir: string): Promise<string> {
  const card = join(dir, 'card');
  await writeShoot(join(card, 'DCIM/100TEST'), 3);
  await put(join(card, 'DCIM/100TEST/IMG_0001.CR3'), 'no more than its name is looked at');
  await put(join(card, 'DCIM/100TEST/IMG_0001.CR3.xmp'), '<x/>');
  await put(join(card, 'PRIVATE/CLIP/C0001.MP4'), 'film '.repeat(1000));
  await put(join(card, 'PRIVATE/CLIP/C0001M01.XML'), '<notes/>');
  await put(join(card, 'PRIVATE/INDEX.DAT'), 'index');
  await put(join(card, 'DCIM/100TEST/._IMG_0002.jpg'), 'of macOS');
  const noon = new Date(2024, 4, 2, 12);
  await utimes(join(card, 'PRIVATE/CLIP/C0001.MP4'), noon, noon);
  return card;
}

const open = async (dir: string): Promise<Catalogue> => {
  const catalogue = await openCatalogue({
    dir: join(dir, 'catalogue'),
    program: 'test',
    manifest: smallManifest,
    modelVersion: 'v1',
    readingVersion: 1,
    metadataVersion: 1,
  });
  onTestFinished(() => catalogue.close());
  return catalogue;
};

async function prepared(): Promise<CardCopyOptions & { dir: string }> {
  const dir = temporaryFolder();
  return {
    dir,
    card: await makeCard(dir),
    catalogue: await open(dir),
    targets: [join(dir, 'first'), join(dir, 'second')],
    template: parseTemplate('{date}/{name}'),
    others: false,
  };
}

const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
};

const copied = [
  '2024-05-01/IMG_0001.CR3',
  '2024-05-01/IMG_0001.CR3.xmp',
  '2024-05-01/IMG_0001.jpg',
  '2024-05-01/IMG_0002.jpg',
  '2024-05-01/IMG_0003.jpg',
  '2024-05-02/C0001.MP4',
  '2024-05-02/C0001M01.XML',
];

describe('what is on a card', () => {
  it('is told apart, and what belongs to one shot is kept together', async () => {
    const { shots, others } = await readCard(await makeCard(temporaryFolder()));
    const kinds = Object.fromEntries(
      shots.map(({ stem, files }) => [stem, files.map(({ kind }) => kind).sort()]),
    );
    expect(kinds).toEqual({
      IMG_0001: ['companion', 'photo', 'photo'],
      IMG_0002: ['photo'],
      IMG_0003: ['photo'],
      C0001: ['companion', 'film'],
    });
    expect(others.map(({ path }) => path).sort()).toEqual([
      'DCIM/100TEST/._IMG_0002.jpg',
      'PRIVATE/INDEX.DAT',
    ]);
  });
});

describe('copying a card', () => {
  it('puts photos, films and what belongs to them into both folders, named by the template', async () => {
    const options = await prepared();
    const before = await filesIn(options.card);
    const report = await copyCard(options);
    expect(report).toMatchObject({
      found: { photo: 4, film: 1, companion: 2, other: 2 },
      copied: 7,
      skipped: 0,
      failures: [],
      stopped: null,
    });
    for (const target of options.targets) expect(await filesIn(target)).toEqual(copied);
    const original = await readFile(join(options.card, 'DCIM/100TEST/IMG_0002.jpg'));
    expect(original.equals(await readFile(join(options.dir, 'second/2024-05-01/IMG_0002.jpg')))).toBe(true);
    expect(await filesIn(options.card)).toEqual(before);
  });

  it('takes the rest along under its own path where it is asked to', async () => {
    const options = await prepared();
    await copyCard({ ...options, others: true });
    expect(await filesIn(options.targets[0] ?? '')).toEqual(
      [...copied, 'DCIM/100TEST/._IMG_0002.jpg', 'PRIVATE/INDEX.DAT'].sort(),
    );
  });

  it('passes over what was copied before, and makes again the copies that are gone', async () => {
    const options = await prepared();
    await copyCard(options);
    await writeShoot(join(options.card, 'DCIM/100TEST'), 1, 4);
    await rm(join(options.dir, 'second/2024-05-01/IMG_0003.jpg'));
    const report = await copyCard(options);
    expect(report).toMatchObject({ copied: 2, skipped: 6, failures: [] });
    for (const target of options.targets)
      expect(await filesIn(target)).toEqual([...copied, '2024-05-01/IMG_0004.jpg'].sort());
  });

  it('knows a copy that nobody took notes of by its bytes', async () => {
    const options = await prepared();
    await copyCard(options);
    const elsewhere = await prepared();
    for (const name of ['first', 'second'])
      await cp(join(options.dir, name), join(elsewhere.dir, name), { recursive: true });
    await cp(options.card, elsewhere.card, { recursive: true, preserveTimestamps: true });
    expect(await copyCard(elsewhere)).toMatchObject({ copied: 0, skipped: 7, failures: [] });
  });

  it('gives the files of a shot another name where theirs is taken by other bytes', async () => {
    const options = await prepared();
    await put(join(options.dir, 'second/2024-05-01/IMG_0001.jpg'), 'of another camera');
    await copyCard(options);
    const renamed = copied.map((path) => path.replace('IMG_0001', 'IMG_0001-2'));
    expect(await filesIn(join(options.dir, 'first'))).toEqual(renamed.sort());
    expect(await readFile(join(options.dir, 'second/2024-05-01/IMG_0001.jpg'), 'utf8')).toBe(
      'of another camera',
    );
  });

  it('stops when the card is pulled out, leaves no half file, and goes on when it is back', async () => {
    const options = await prepared();
    const away = join(options.dir, 'pulled');
    let pulled = false;
    const report = await copyCard({
      ...options,
      onProgress: ({ filesDone }) => {
        if (filesDone === 2 && !pulled) renameSync(options.card, away);
        pulled ||= filesDone === 2;
      },
    });
    expect(report.stopped).toContain('no longer there');
    const whole = await filesIn(join(options.dir, 'first'));
    expect(whole.length).toBeLessThan(copied.length);
    expect(whole.filter((path) => !copied.includes(path))).toEqual([]);
    await rename(away, options.card);
    expect(await copyCard(options)).toMatchObject({ stopped: null, failures: [] });
    for (const target of options.targets) expect(await filesIn(target)).toEqual(copied);
  });

  it('refuses to copy into the card', async () => {
    const options = await prepared();
    await expect(copyCard({ ...options, targets: [join(options.card, 'copy')] })).rejects.toThrow(
      'on the card',
    );
  });

  it('leaves no half file when the program is killed', async () => {
    const dir = temporaryFolder();
    const card = await makeCard(dir);
    await put(join(card, 'DCIM/100TEST/BIG.MP4'), 'x'.repeat(30_000_000));
    const child = fork(join(import.meta.dirname, '../support/card-copier.ts'), [dir], { stdio: 'inherit' });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const target = join(dir, 'first');
    expect((await filesIn(target)).some((path) => path.endsWith('.proofsheet-part'))).toBe(true);

    const catalogue = await open(dir);
    await copyCard({ catalogue, card, targets: [target], template: parseTemplate('{name}'), others: false });
    const names = await filesIn(target);
    expect(names.filter((path) => path.endsWith('.proofsheet-part'))).toEqual([]);
    expect(names).toContain('BIG.MP4');
    expect((await readFile(join(target, 'BIG.MP4'))).length).toBe(30_000_000);
  });
});
