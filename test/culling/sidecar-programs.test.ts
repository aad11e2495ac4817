import Database from 'better-sqlite3';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { toFields } from '../../src/main/culling/sidecars/translate.ts';
import { editXmp } from '../../src/main/imaging/xmp/edit.ts';
import { readXmp } from '../../src/main/imaging/xmp/read.ts';
import { defaultSidecarSettings, type EditorId } from '../../src/shared/editors.ts';
import type { Verdict } from '../../src/shared/verdict.ts';
import { photosAbsent, sharedPhotos } from '../imaging/shared-photos.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Real programs read what is written here, and write what is read here; each is passed over where it is not installed. */

const isAbsent = (program: string): boolean => spawnSync(program, ['--version']).error !== undefined;
const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Each writes something that no other does. */
const distinct: EditorId[] = ['lightroom', 'bridge', 'darktable', 'digikam'];

const reject: Verdict = { pick: 'reject', stars: 4, label: 'purple' };

let dir = '';
beforeEach(() => {
  dir = temporaryFolder();
});

function written(sidecarEditor: EditorId, verdict: Verdict, before: Uint8Array | null = null) {
  const file = join(dir, 'a.xmp');
  writeFileSync(file, editXmp(before, toFields(verdict, { ...defaultSidecarSettings, sidecarEditor })));
  return file;
}

const sidecars = (photosAbsent ? [] : sharedPhotos('sidecars')).map(
  (path) => [basename(path), path] as const,
);

describe.skipIf(isAbsent('exiftool'))('exiftool', () => {
  const tagsOf = (file: string): Record<string, unknown> =>
    Object.assign(
      {},
      ...(JSON.parse(run('exiftool', '-j', '-G1', '-XMP:all', '-n', file)) as object[]),
    ) as Record<string, unknown>;

  it.each(distinct)('reads what is written for %s, and finds nothing to complain of', (editor) => {
    const file = written(editor, reject);
    expect(run('exiftool', '-validate', '-warning', '-error', '-s3', file).trim()).toBe('OK');
    const rejectsByRating = ['bridge', 'darktable', 'other'].includes(editor);
    expect(tagsOf(file)).toMatchObject({ 'XMP-xmp:Rating': rejectsByRating ? -1 : 4 });
    expect(tagsOf(file)['XMP-xmp:Label']).toBe(editor === 'bridge' ? 'To Do' : 'Purple');
    if (editor === 'digikam')
      expect(tagsOf(file)).toMatchObject({ 'XMP-digiKam:PickLabel': 1, 'XMP-digiKam:ColorLabel': 6 });
    if (editor === 'lightroom') expect(tagsOf(file)).toMatchObject({ 'XMP-xmpDM:Pick': -1 });
  });

  it.each(sidecars)('finds all the other fields of %s unchanged', (_name, path) => {
    const before = tagsOf(path);
    const after = tagsOf(written('digikam', reject, readFileSync(path)));
    for (const [tag, value] of Object.entries(before)) {
      if (!/Rating$|Label$|XMPToolkit$|SourceFile/.test(tag)) expect(after[tag], tag).toEqual(value);
    }
  });

  it('writes what is read here, and keeps our own fields', () => {
    const file = written('lightroom', reject);
    run(
      'exiftool',
      '-q',
      '-overwrite_original',
      '-XMP-xmp:Rating=2',
      '-XMP-xmp:Label=Blue',
      '-XMP-dc:Subject=a',
      file,
    );
    expect(readXmp(readFileSync(file))).toMatchObject({
      rating: '2',
      label: 'Blue',
      subject: ['a'],
      pick: '-1',
      ownPick: 'reject',
      ownStars: '4',
    });
  });
});

describe.skipIf(isAbsent('exiv2'))('exiv2', () => {
  const tagsOf = (file: string): Record<string, string> =>
    Object.fromEntries(
      run('exiv2', '-PXkt', file)
        .split('\n')
        .filter(Boolean)
        .map((line) => [line.split(/\s+/)[0] ?? '', line.replace(/^\S+\s*/, '')]),
    );

  it.each(distinct)('reads what is written for %s', (editor) => {
    const tags = tagsOf(written(editor, reject));
    expect(tags['Xmp.xmp.Rating']).toBe(['bridge', 'darktable', 'other'].includes(editor) ? '-1' : '4');
    expect(tags['Xmp.xmp.Label']).toBe(editor === 'bridge' ? 'To Do' : 'Purple');
    if (editor === 'digikam')
      expect(tags).toMatchObject({ 'Xmp.digiKam.PickLabel': '1', 'Xmp.digiKam.ColorLabel': '6' });
    if (editor === 'darktable') expect(tags).toMatchObject({ 'Xmp.darktable.colorlabels': '4' });
  });

  // exiv2 reads no sidecars in UTF-16.
  it.each(sidecars.filter(([name]) => !name.startsWith('date_')))(
    'finds all the other fields of %s unchanged',
    (_name, path) => {
      const copy = join(dir, 'before.xmp');
      copyFileSync(path, copy);
      const before = tagsOf(copy);
      const after = tagsOf(written('digikam', reject, readFileSync(path)));
      for (const [tag, value] of Object.entries(before)) {
        if (!/Rating$|Label$/.test(tag)) expect(after[tag], tag).toBe(value);
      }
    },
  );

  it('writes what is read here, and keeps our own fields', () => {
    const file = written('digikam', reject);
    run(
      'exiv2',
      '-M',
      'set Xmp.xmp.Rating 2',
      '-M',
      'set Xmp.digiKam.PickLabel 3',
      '-M',
      'set Xmp.dc.subject a',
      file,
    );
    expect(readXmp(readFileSync(file))).toMatchObject({
      rating: '2',
      pickLabel: '3',
      subject: ['a'],
      ownPick: 'reject',
      ownStars: '4',
    });
  });
});

describe.skipIf(isAbsent('darktable-cli'))('darktable', () => {
  /** What its library holds of a photo after it was read with the sidecar beside it. */
  async function imported(sidecar: Uint8Array) {
    const photo = join(dir, 'a.jpg');
    await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
      .jpeg()
      .toFile(photo);
    writeFileSync(join(dir, 'a.jpg.xmp'), sidecar);
    rmSync(join(dir, 'library.db'), { force: true });
    const library = join(dir, 'library.db');
    const core = [
      '--core',
      '--disable-opencl',
      '--configdir',
      join(dir, 'config'),
      '--cachedir',
      join(dir, 'cache'),
    ];
    run('darktable-cli', photo, join(dir, 'out.jpg'), '--width', '30', ...core, '--library', library);
    const db = new Database(library, { readonly: true });
    const flags = db.prepare<[], { flags: number }>('SELECT flags FROM images').get()?.flags ?? 0;
    const colours = db.prepare<[], { color: number }>('SELECT color FROM color_labels').all();
    db.close();
    return {
      isRejected: (flags & 8) !== 0,
      stars: flags & 7,
      colours: colours.map(({ color }) => color),
      sidecar,
    };
  }

  it.each<[Verdict, { isRejected: boolean; stars: number; colours: number[] }]>([
    [reject, { isRejected: true, stars: 0, colours: [4] }],
    [
      { pick: 'none', stars: 3, label: 'yellow' },
      { isRejected: false, stars: 3, colours: [1] },
    ],
    [
      { pick: 'pick', stars: 5, label: 'none' },
      { isRejected: false, stars: 5, colours: [] },
    ],
  ])('reads %o', async (verdict, expected) => {
    expect(await imported(readFileSync(written('darktable', verdict)))).toMatchObject(expected);
  });

  it('takes the word before its own numbers, and knows the English ones only', async () => {
    const before = editXmp(null, { darktableLabels: ['0'] });
    expect(await imported(editXmp(before, { label: 'Green' }))).toMatchObject({ colours: [2] });
    expect(await imported(editXmp(before, { label: 'Grün' }))).toMatchObject({ colours: [] });
  });
});
