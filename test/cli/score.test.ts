import Database from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { heicOf } from '../imaging/made-heic.ts';
import { madeRaws } from '../imaging/made-raw.ts';
import { runCommand, startCommand, type Ended } from '../support/command-line.ts';
import { picture, writeJpeg, writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

const sharedPhotos = join(import.meta.dirname, '..', '..', '..', 'shared', 'photos');

const header =
  'path,overall,balancing_elements,color_harmony,content,depth_of_field,light,motion_blur,object_emphasis,repetition,rule_of_thirds,symmetry,vivid_color,simplicity,error';

type Row = Record<string, string>;

const rowsOf = (csv: string): Row[] => parse(csv, { columns: true });
const row = (rows: Row[], path: string): Row | undefined =>
  rows.find((candidate) => candidate['path'] === path);
const lastLine = ({ stderr }: Ended): string | undefined => stderr.trimEnd().split('\n').at(-1);

describe('proofsheet score', () => {
  it('gives every photo a row, scored or with a sentence, and reads nothing twice', async () => {
    const dir = temporaryFolder();
    const photos = join(dir, 'photos');
    await mkdir(join(photos, 'day 1', 'deep'), { recursive: true });
    await writeFile(join(photos, 'a.jpg'), await picture(1).jpeg().toBuffer());
    await writeFile(join(photos, 'b.png'), await picture(2).png().toBuffer());
    await writeFile(join(photos, 'day 1', 'c.webp'), await picture(3).webp().toBuffer());
    await writeFile(join(photos, 'day 1', 'deep', 'd.TIF'), await picture(4).tiff().toBuffer());
    await writeFile(join(photos, 'e.avif'), await picture(5).avif({ effort: 0 }).toBuffer());
    await writeFile(join(photos, 'no ending'), await picture(6).jpeg().toBuffer());
    await writeFile(join(photos, 'really a jpeg.nef'), await picture(7).jpeg().toBuffer());
    await writeFile(join(photos, 'text.jpg'), 'These are not the bytes of a picture.');
    await writeFile(join(photos, 'empty.png'), '');
    await writeFile(
      join(photos, 'cut.jpg'),
      (await picture(8, 1600, 1200).jpeg().toBuffer()).subarray(0, 900),
    );
    await writeFile(join(photos, 'notes.txt'), 'No photo, and no row.');
    await writeFile(join(photos, '._a.jpg'), Buffer.from([0, 5, 0x16, 7, 0, 2, 0, 0]));
    await symlink(photos, join(photos, 'loop'));

    const args = ['score', 'photos', '--csv', 'out.csv', '--catalogue', 'catalogue'];
    const first = await runCommand(args, dir);
    expect(first.stdout).toBe('');
    expect(first.status).toBe(0);
    expect(lastLine(first)).toBe('decoded 7, scored 7, unchanged 0, failed 3');

    const csv = await readFile(join(dir, 'out.csv'), 'utf8');
    expect(csv.split('\n')[0]).toBe(header);
    const rows = rowsOf(csv);
    expect(rows.map(({ path }) => path)).toEqual([
      'a.jpg',
      'b.png',
      'cut.jpg',
      'day 1/c.webp',
      'day 1/deep/d.TIF',
      'e.avif',
      'empty.png',
      'no ending',
      'really a jpeg.nef',
      'text.jpg',
    ]);
    for (const { error, path, ...scores } of rows) {
      if (error === '') {
        for (const score of Object.values(scores)) {
          expect(score, path).toMatch(/^\d{1,3}\.\d\d$/);
          expect(Number(score)).toBeLessThanOrEqual(100);
        }
      } else {
        expect(Object.values(scores).join(''), path).toBe('');
        expect(error, path).toMatch(/^[A-Z][^\n]+\.$/);
      }
    }
    expect(row(rows, 'text.jpg')?.['error']).toMatch(/holds something else/);
    expect(row(rows, 'empty.png')?.['error']).toMatch(/empty/);

    const second = await runCommand(args, dir);
    expect(lastLine(second)).toBe('decoded 0, scored 0, unchanged 7, failed 3');
    expect(await readFile(join(dir, 'out.csv'), 'utf8')).toBe(csv);
  });

  it('scores RAW by its preview, and HEIC', async () => {
    const photos = join(temporaryFolder(), 'photos');
    await mkdir(photos);
    const jpegs = {
      large: await picture(1, 1600, 1067).jpeg().toBuffer(),
      small: await picture(1, 160, 120).jpeg().toBuffer(),
    };
    await writeFile(join(photos, 'alone.jpg'), jpegs.large);
    const kinds = [
      'arw',
      'cr2',
      'cr3',
      'crw',
      'dng',
      'nef',
      'orf',
      'pef',
      'raf',
      'rw2',
      'srw',
      'x3f',
    ] as const;
    for (const kind of kinds) await writeFile(join(photos, `photo.${kind}`), madeRaws[kind](jpegs, {}));
    const stamps = { large: jpegs.small, small: jpegs.small };
    await writeFile(join(photos, 'stamp.nef'), madeRaws.nef(stamps, {}));
    const blocks = Array.from({ length: 20 }, (_, y) =>
      Array.from({ length: 30 }, (_, x) => [x * 8, y * 12, 90] as const),
    );
    await writeFile(join(photos, 'telephone.heic'), heicOf(blocks, { depth: 10, turns: 1 }));
    const result = await runCommand(['score', photos, '--catalogue', join(photos, '..', 'catalogue')]);
    expect(lastLine(result)).toBe('decoded 14, scored 14, unchanged 0, failed 1');
    const rows = rowsOf(result.stdout);
    const alone = Number(row(rows, 'alone.jpg')?.['overall']);
    for (const kind of kinds) {
      expect(Math.abs(Number(row(rows, `photo.${kind}`)?.['overall']) - alone), kind).toBeLessThan(0.5);
    }
    expect(row(rows, 'stamp.nef')?.['error']).toMatch(/has only 160 x 120 pixels, too few to judge/);
    expect(row(rows, 'telephone.heic')?.['overall']).toMatch(/\d/);
  });

  it('finds its decoders from the bundle of the desktop too', async () => {
    const photos = join(temporaryFolder(), 'photos');
    await mkdir(photos);
    const blocks = Array.from({ length: 20 }, () => Array.from({ length: 30 }, () => [90, 120, 60] as const));
    await writeFile(join(photos, 'telephone.heic'), heicOf(blocks));
    const args = ['score', photos, '--catalogue', join(photos, '..', 'catalogue')];
    const result = await startCommand(args, undefined, join('out', 'main', 'cli.js')).ended;
    expect(lastLine(result)).toBe('decoded 1, scored 1, unchanged 0, failed 0');
  });

  it('follows what was added, edited, renamed and removed since', async () => {
    const dir = temporaryFolder();
    const photos = join(dir, 'photos');
    await writeShoot(photos, 4);
    const args = ['score', photos, '--catalogue', join(dir, 'catalogue')];
    const before = rowsOf((await runCommand(args)).stdout);
    await rename(join(photos, 'IMG_0001.jpg'), join(photos, 'renamed.jpg'));
    await rm(join(photos, 'IMG_0002.jpg'));
    await writeJpeg(join(photos, 'IMG_0003.jpg'), 99, {
      Model: 'Test camera',
      DateTime: '2024:05:01 10:00:03',
    });
    await writeShoot(photos, 1, 5);
    const after = await runCommand(args);
    expect(lastLine(after)).toBe('decoded 2, scored 2, unchanged 2, failed 0');
    const rows = rowsOf(after.stdout);
    expect(rows.map(({ path }) => path)).toEqual([
      'IMG_0003.jpg',
      'IMG_0004.jpg',
      'IMG_0005.jpg',
      'renamed.jpg',
    ]);
    expect(row(rows, 'renamed.jpg')?.['overall']).toBe(row(before, 'IMG_0001.jpg')?.['overall']);
    expect(row(rows, 'IMG_0003.jpg')?.['overall']).not.toBe(row(before, 'IMG_0003.jpg')?.['overall']);
  });

  it('keeps the scores of a folder that was moved', async () => {
    const dir = temporaryFolder();
    await writeShoot(join(dir, 'card'), 3);
    const catalogue = ['--catalogue', join(dir, 'catalogue')];
    await runCommand(['score', join(dir, 'card'), ...catalogue]);
    await cp(join(dir, 'card'), join(dir, 'archive', '2024'), { recursive: true });
    await rm(join(dir, 'card'), { recursive: true });
    const moved = await runCommand(['score', join(dir, 'archive'), ...catalogue]);
    expect(lastLine(moved)).toBe('decoded 0, scored 0, unchanged 3, failed 0');
  });

  it('writes odd names as they are', async () => {
    const dir = temporaryFolder();
    const names = [
      'comma, "quoted".jpg',
      'new\nline.jpg',
      'grüße 🌄.jpg',
      'back\\slash.jpg',
      '-rf.jpg',
      ' blank .jpg',
    ];
    const photos = join(dir, 'photos');
    await Promise.all(names.map((name, index) => writeJpeg(join(photos, name), index)));
    const { stdout, status } = await runCommand(['score', photos, '--catalogue', join(dir, 'catalogue')]);
    expect(status).toBe(0);
    expect(
      rowsOf(stdout)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([...names].sort());
  });

  it('begins paths with the folder as given when there are several', async () => {
    const dir = temporaryFolder();
    await writeShoot(join(dir, 'x', 'inner'), 1);
    await writeShoot(join(dir, 'y'), 1, 2);
    const { stdout } = await runCommand(
      ['score', 'x', './y/', join(dir, 'x', 'inner'), '--catalogue', 'c'],
      dir,
    );
    expect(rowsOf(stdout).map(({ path }) => path)).toEqual([
      'x/inner/IMG_0001.jpg',
      './y/IMG_0002.jpg',
      `${dir}/x/inner/IMG_0001.jpg`,
    ]);
  });

  it('goes on where a kill -9 ended it', async () => {
    const dir = temporaryFolder();
    const photos = join(dir, 'photos');
    await writeShoot(photos, 120);
    const args = ['score', photos, '--catalogue', join(dir, 'catalogue')];
    const { child, ended } = startCommand(args);
    await untilScored(join(dir, 'catalogue', 'catalogue.db'), 20);
    child.kill('SIGKILL');
    await ended;
    const stored = countScores(join(dir, 'catalogue', 'catalogue.db'));
    expect(stored).toBeGreaterThanOrEqual(20);
    expect(stored).toBeLessThan(120);
    const again = await runCommand(args);
    expect(lastLine(again)).toBe(
      `decoded ${120 - stored}, scored ${120 - stored}, unchanged ${stored}, failed 0`,
    );
    expect(rowsOf(again.stdout)).toHaveLength(120);
  });

  it('counts a photo once whose folder is given twice, by a link as well', async () => {
    const dir = temporaryFolder();
    await writeShoot(join(dir, 'photos', 'day'), 2);
    await symlink(join(dir, 'photos'), join(dir, 'link'));
    const ended = await runCommand(
      ['score', 'photos', 'photos', 'link', 'photos/day', '--catalogue', 'c'],
      dir,
    );
    expect(lastLine(ended)).toBe('decoded 2, scored 2, unchanged 0, failed 0');
    expect(rowsOf(ended.stdout).map(({ path }) => path)).toEqual([
      'photos/day/IMG_0001.jpg',
      'photos/day/IMG_0002.jpg',
      'link/day/IMG_0001.jpg',
      'link/day/IMG_0002.jpg',
      'photos/day/IMG_0001.jpg',
      'photos/day/IMG_0002.jpg',
    ]);
  });

  it('ends well when nobody reads its output to the end', async () => {
    const dir = temporaryFolder();
    await writeShoot(join(dir, 'photos'), 2);
    const { child, ended } = startCommand(['score', 'photos', '--catalogue', 'c'], dir);
    child.stdout?.destroy();
    const { status, stderr } = await ended;
    expect(stderr).toBe('decoded 2, scored 2, unchanged 0, failed 0\n');
    expect(status).toBe(0);
  });

  it('does not touch the originals', async () => {
    const dir = temporaryFolder();
    const photos = join(dir, 'photos');
    const names = await writeShoot(photos, 3);
    const read = () => Promise.all(names.map((name) => readFile(join(photos, name))));
    const before = await read();
    await runCommand(['score', photos, '--catalogue', join(dir, 'catalogue')]);
    expect(await read()).toEqual(before);
    expect((await readdir(photos)).sort()).toEqual(names);
  });
});

describe('a wrong call', () => {
  it.each([
    ['no command', []],
    ['no folder', ['score']],
    ['an unknown option', ['score', '.', '--csw', 'x']],
    ['an unknown command', ['rank', '.']],
  ])('with %s ends with 2 and a message', async (_, args) => {
    const { status, stdout, stderr } = await runCommand(args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });

  it('with a folder that is not there names it', async () => {
    const dir = temporaryFolder();
    const { status, stderr } = await runCommand(['score', 'nowhere', '--catalogue', 'c'], dir);
    expect(status).toBe(2);
    expect(stderr).toContain('The folder nowhere does not exist');
    expect(existsSync(join(dir, 'c'))).toBe(false);
  });

  it('with a catalogue where there can be none says what to do', async () => {
    const dir = temporaryFolder();
    await writeShoot(join(dir, 'photos'), 1);
    await writeFile(join(dir, 'file'), '');
    const { status, stderr } = await runCommand(['score', 'photos', '--catalogue', 'file'], dir);
    expect(status).toBe(2);
    expect(stderr).toMatch(/The catalogue cannot be kept in .*file; check/);
  });

  it('with a catalogue in use names its owner', async () => {
    const dir = temporaryFolder();
    await writeShoot(join(dir, 'photos'), 80);
    const args = ['score', join(dir, 'photos'), '--catalogue', join(dir, 'catalogue')];
    const first = startCommand(args);
    await untilScored(join(dir, 'catalogue', 'catalogue.db'), 1);
    const second = await runCommand(args);
    expect(second.status).toBe(2);
    expect(second.stderr).toContain(`in use by proofsheet score (process ${first.child.pid})`);
    expect((await first.ended).status).toBe(0);
  });

  it('is explained by --help', async () => {
    const { status, stdout } = await runCommand(['score', '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('--csv');
    expect(stdout).toContain('decoded N, scored N, unchanged N, failed N');
  });
});

describe.skipIf(!existsSync(sharedPhotos))('the photographs of many cameras', () => {
  it('are scored, or say why not', async () => {
    const dir = temporaryFolder();
    const { status, stdout } = await runCommand([
      'score',
      sharedPhotos,
      '--catalogue',
      join(dir, 'catalogue'),
    ]);
    expect(status).toBe(0);
    const rows = rowsOf(stdout);
    const failed = rows.filter(({ error }) => error !== '').map(({ path }) => path ?? '');
    expect(rows.length).toBeGreaterThan(50);
    // These were cut down to their metadata: nothing or a stamp of a picture is left in them.
    expect(failed.sort()).toEqual(
      [
        'CanonRaw.cr2',
        'CanonRaw.cr3',
        'CanonRaw.crw',
        'DNG.dng',
        'FujiFilm.raf',
        'Nikon.nef',
        'Panasonic.rw2',
      ].map((name) => `raw/${name}`),
    );
    const turned = rows
      .filter(({ path }) => path?.startsWith('orientation/'))
      .map((each) => Number(each['overall']));
    expect(turned).toHaveLength(8);
    // One picture, compressed anew each way round.
    expect(Math.max(...turned) - Math.min(...turned)).toBeLessThan(16);
  });
});

function countScores(file: string): number {
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true });
    try {
      return db.prepare<[], { count: number }>('SELECT count(*) AS count FROM score').get()?.count ?? 0;
    } finally {
      db.close();
    }
  } catch {
    // It is only just being made.
    return 0;
  }
}

async function untilScored(file: string, count: number): Promise<void> {
  while (countScores(file) < count) await delay(20);
}
