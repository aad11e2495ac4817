import { existsSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApplication, type Application } from '../../src/main/application.ts';
import type { FilesChoice } from '../../src/main/culling/export/exports.ts';
import { xmpIn } from '../support/xmp-in.ts';
import { emptyReport, type ExportReport } from '../../src/shared/export.ts';
import { parseTemplate } from '../../src/shared/name-template.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

async function opened(files: (photos: string) => Promise<void>) {
  const dir = temporaryFolder();
  const photos = join(dir, 'photos');
  await mkdir(photos);
  await files(photos);
  const application = await createApplication({
    mode: 'headless',
    catalogueDir: join(dir, 'catalogue'),
    sidecars: { sidecarEditor: 'bridge' },
  });
  onTestFinished(() => application.close());
  const { root } = await application.library.add(photos);
  await application.library.scan(root);
  application.ingest.wake();
  await application.ingest.idle();
  const { ids } = await application.catalogue.openView({
    root,
    folder: '',
    sort: { key: 'name', descending: false },
    ranges: [],
  });
  return { dir, photos, application, ids: [...ids] };
}

async function done({ exports }: Application): Promise<ExportReport> {
  await exports.idle();
  if (exports.state?.state !== 'done') throw new Error(JSON.stringify(exports.state));
  return exports.state.report;
}

const choice = (change: Partial<FilesChoice> & Pick<FilesChoice, 'photos' | 'folder'>): FilesChoice => ({
  template: parseTemplate('{name}'),
  way: 'copy',
  part: 'both',
  inside: false,
  ...change,
});

const sidecar =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>';
const shoot = async (photos: string): Promise<void> => {
  await writeShoot(photos, 3);
  await writeFile(join(photos, 'IMG_0001.xmp'), sidecar);
  await writeFile(join(photos, 'IMG_0002.jpg.xmp'), sidecar);
};
const names = ['IMG_0001.jpg', 'IMG_0001.xmp', 'IMG_0002.jpg', 'IMG_0002.jpg.xmp', 'IMG_0003.jpg'];

describe('an export of files', () => {
  it('copies photos with their sidecars, writes nothing over, and knows what is there already', async () => {
    const { dir, photos, application, ids } = await opened(shoot);
    const folder = join(dir, 'out');
    await mkdir(folder);
    await writeFile(join(folder, 'IMG_0001.jpg'), 'of another');
    application.exports.startFiles(choice({ photos: ids, folder }));
    expect(await done(application)).toMatchObject({ files: 5, photos: 3, failures: [], stopped: null });
    expect((await readdir(folder)).sort()).toEqual(
      ['IMG_0001.jpg', ...names.map((name) => name.replace('IMG_0001', 'IMG_0001-2'))].sort(),
    );
    expect(await readFile(join(folder, 'IMG_0001.jpg'), 'utf8')).toBe('of another');
    application.exports.startFiles(choice({ photos: ids, folder }));
    expect(await done(application)).toMatchObject({ files: 0, skipped: 5 });
    expect((await readdir(photos)).sort()).toEqual(names);
  });

  it('moves within a drive, and moves back when that is undone', async () => {
    const { dir, photos, application, ids } = await opened(shoot);
    const folder = join(dir, 'out');
    const before = statSync(join(photos, 'IMG_0001.jpg')).ino;
    application.exports.startFiles(
      choice({ photos: ids, folder, way: 'move', template: parseTemplate('{year}/{number}') }),
    );
    expect(await done(application)).toMatchObject({ files: 5, undoable: 5, setAside: 0, failures: [] });
    expect(await readdir(photos)).toEqual([]);
    expect(statSync(join(folder, '2024/0001.jpg')).ino).toBe(before);
    application.exports.undo();
    expect(await done(application)).toMatchObject({
      ...emptyReport('move'),
      files: 5,
      places: expect.anything() as [],
    });
    expect((await readdir(photos)).sort()).toEqual(names);
    expect(await readdir(join(folder, '2024'))).toEqual([]);
  });

  it('makes hard links', async () => {
    const { dir, photos, application, ids } = await opened(shoot);
    application.exports.startFiles(choice({ photos: ids, folder: join(dir, 'out'), way: 'link' }));
    expect(await done(application)).toMatchObject({ files: 5, failures: [] });
    expect(statSync(join(dir, 'out/IMG_0003.jpg')).ino).toBe(statSync(join(photos, 'IMG_0003.jpg')).ino);
  });

  const other = '/dev/shm';
  const isElsewhere = existsSync(other) && statSync(other).dev !== statSync(import.meta.dirname).dev;
  it.skipIf(!isElsewhere)(
    'moves to another drive by a verified copy, and sets the source aside',
    async () => {
      const { photos, application, ids } = await opened(shoot);
      const folder = await mkdtemp(join(other, 'proofsheet-'));
      onTestFinished(() => rm(folder, { recursive: true }));
      const original = await readFile(join(photos, 'IMG_0003.jpg'));
      application.exports.startFiles(choice({ photos: ids, folder, way: 'move' }));
      expect(await done(application)).toMatchObject({ files: 5, setAside: 5, failures: [] });
      expect((await readdir(folder)).sort()).toEqual(names);
      expect(await readdir(photos)).toEqual(['_Moved']);
      expect((await readdir(join(photos, '_Moved'))).sort()).toEqual(names);
      expect(original.equals(await readFile(join(folder, 'IMG_0003.jpg')))).toBe(true);
      application.exports.undo();
      await done(application);
      expect((await readdir(photos)).filter((name) => name !== '_Moved').sort()).toEqual(names);
    },
  );

  it('puts verdicts inside the copies, whose pictures stay what they are', async () => {
    const { dir, photos, application, ids } = await opened(async (folder) => {
      const picture = sharp({ create: { width: 61, height: 43, channels: 3, background: '#a36' } });
      await picture.clone().jpeg().toFile(join(folder, 'a.jpg'));
      await picture.clone().png().toFile(join(folder, 'b.png'));
      await picture.clone().webp().toFile(join(folder, 'c.webp'));
      await picture.clone().webp({ lossless: true }).toFile(join(folder, 'd.webp'));
      await picture.clone().tiff().toFile(join(folder, 'e.tif'));
      await picture.clone().avif().toFile(join(folder, 'f.avif'));
    });
    await application.verdicts.set(ids, { stars: 4, label: 'red', pick: 'pick' }, null);
    const folder = join(dir, 'out');
    application.exports.startFiles(choice({ photos: ids, folder, inside: true }));
    expect(await done(application)).toMatchObject({ files: 6, failures: [] });
    for (const name of ['a.jpg', 'b.png', 'c.webp', 'd.webp', 'e.tif']) {
      const said = { rating: '4', label: 'Select', ownPick: 'pick' };
      expect(await xmpIn(join(folder, name)), name).toMatchObject(said);
      const [before, after] = await Promise.all(
        [photos, folder].map((place) => sharp(join(place, name)).raw().toBuffer()),
      );
      expect(after && before?.equals(after), name).toBe(true);
    }
    // What takes none inside has it beside.
    expect(await readFile(join(folder, 'f.xmp'), 'utf8')).toContain('xmp:Rating="4"');
    // A second time there is something to change.
    await application.verdicts.set(ids, { stars: 2 }, null);
    application.exports.startFiles(choice({ photos: ids, folder: join(dir, 'again'), inside: true }));
    await done(application);
    expect(await xmpIn(join(dir, 'again/a.jpg'))).toMatchObject({ rating: '2' });
  });
});

describe('an export of documents', () => {
  it('writes contact sheets and tables with scores and verdicts', async () => {
    const { dir, application, ids } = await opened(async (photos) => {
      await writeShoot(photos, 2);
      await writeFile(join(photos, '写真.jpg'), await readFile(join(photos, 'IMG_0001.jpg')));
    });
    await application.verdicts.set(ids.slice(0, 1), { stars: 3, pick: 'pick' }, null);
    for (const kind of ['pdf', 'html', 'csv', 'json'] as const) {
      application.exports.startDocument({ photos: ids, file: join(dir, 'list'), kind });
      expect(await done(application)).toMatchObject({ photos: 3, files: 1, failures: [] });
    }
    const overall = application.manifest.tasks.find(({ kind }) => kind === 'overall')?.id ?? '';
    const [row] = parse(await readFile(join(dir, 'list.csv')), { columns: true });
    expect(row).toMatchObject({ name: 'IMG_0001.jpg', stars: '3', pick: 'pick', format: 'jpeg' });
    expect(Number((row as Record<string, string>)[overall])).toBeGreaterThan(0);
    const json = JSON.parse(await readFile(join(dir, 'list.json'), 'utf8')) as object[];
    expect(json).toHaveLength(3);
    expect(json[0]).toMatchObject({ name: 'IMG_0001.jpg', stars: 3, keywords: [] });
    const html = await readFile(join(dir, 'list.html'), 'utf8');
    expect(html).toContain('写真.jpg');
    expect(html.match(/data:image\/jpeg/g)).toHaveLength(3);
    expect((await PDFDocument.load(await readFile(join(dir, 'list.pdf')))).getPageCount()).toBe(1);
    application.exports.startDocument({ photos: ids, file: join(dir, 'list'), kind: 'csv' });
    expect((await done(application)).places[0]?.to).toBe(join(dir, 'list-2.csv'));
  });
});
