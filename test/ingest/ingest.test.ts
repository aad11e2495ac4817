import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApplication, type Application } from '../../src/main/application.ts';
import { writeTinyModel } from '../model/tiny-model.ts';
import { smallManifest } from '../support/manifest.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

interface Place {
  photos: string;
  model: string;
  catalogue: string;
}

/** Folders for photos, the model and the catalogue, side by side. */
function place(): Place {
  const dir = temporaryFolder();
  const [photos, model, catalogue] = ['photos', 'model', 'catalogue'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [photos, model]) mkdirSync(folder);
  writeTinyModel(model);
  return { photos, model, catalogue };
}

interface Opened extends Application {
  notices: string[];
}

async function open({ photos, model, catalogue }: Place): Promise<Opened> {
  const application = await createApplication({
    mode: 'browser',
    catalogueDir: catalogue,
    modelDir: model,
    roots: [photos],
  });
  const notices: string[] = [];
  application.events.on('notice', ({ text }) => notices.push(text));
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= application.close());
  onTestFinished(close);
  return { ...application, notices, close };
}

interface Counts {
  inPlace: number;
  scored: number;
  failed: number;
  jobs: number;
}

function countsIn(catalogue: string): Counts {
  const db = new Database(join(catalogue, 'catalogue.db'), { readonly: true });
  try {
    const counts = db
      .prepare<[], Counts>(
        `SELECT (SELECT count(*) FROM file WHERE gone_at IS NULL) AS inPlace, (SELECT count(*) FROM score) AS scored,
           (SELECT count(*) FROM file WHERE failure IS NOT NULL) AS failed, 
           (SELECT count(*) FROM job JOIN file ON file.id = job.file_id WHERE gone_at IS NULL) AS jobs`,
      )
      .get();
    if (!counts) throw new Error('Nothing was counted');
    return counts;
  } finally {
    db.close();
  }
}

const untilScored = (catalogue: string, count: number): Promise<void> =>
  expect.poll(() => countsIn(catalogue).scored, { interval: 20 }).toBeGreaterThanOrEqual(count);

const allScored = (count: number): Counts => ({ inPlace: count, scored: count, failed: 0, jobs: 0 });

describe('the queue', () => {
  it('stores what is under way when it is paused, hands out nothing more, and goes on when told', async () => {
    const at = place();
    await writeShoot(at.photos, 150);
    const { ingest } = await open(at);
    await untilScored(at.catalogue, 5);
    ingest.pause();
    await delay(1500);
    const paused = countsIn(at.catalogue);
    expect(paused.scored).toBeLessThan(150);
    expect(ingest.progress().state).toBe('paused');
    await delay(500);
    expect(countsIn(at.catalogue)).toEqual(paused);
    ingest.resume();
    await ingest.idle();
    expect(countsIn(at.catalogue)).toEqual(allScored(150));
    expect(ingest.totals).toEqual({ decoded: 150, scored: 150, failed: 0 });
  });

  it('scores nothing twice, however often the screen asks for it', async () => {
    const at = place();
    await writeShoot(at.photos, 150);
    const { ingest, catalogue } = await open(at);
    await untilScored(at.catalogue, 1);
    const everything = { root: null, folder: '', sort: { key: 'name', descending: false }, ranges: [] };
    let done = false;
    const asking = (async () => {
      while (!done) {
        const ids = [...(await catalogue.openView(everything)).ids];
        await ingest.prioritise(ids.slice(0, 60), ids.slice(60));
        await delay(5);
      }
    })();
    await ingest.idle();
    done = true;
    await asking;
    expect(ingest.totals).toEqual({ decoded: 150, scored: 150, failed: 0 });
    expect(countsIn(at.catalogue)).toEqual(allScored(150));
  });

  it('ends quietly in the midst of its work, and goes on at the next start', async () => {
    const at = place();
    await writeShoot(at.photos, 150);
    const first = await open(at);
    await untilScored(at.catalogue, 5);
    await first.close();
    expect(first.notices).toEqual([]);
    const stored = countsIn(at.catalogue).scored;
    expect(stored).toBeLessThan(150);
    const second = await open(at);
    await expect.poll(() => countsIn(at.catalogue)).toEqual(allScored(150));
    expect(second.ingest.totals.decoded).toBe(150 - stored);
  });

  it('stops with a sentence where the model is damaged, blames no photo, and goes on with a good one', async () => {
    const at = place();
    await writeShoot(at.photos, 5);
    const weights = join(at.model, smallManifest.file);
    const good = await readFile(weights);
    await writeFile(weights, good.subarray(0, 100));
    const { ingest, notices } = await open(at);
    await expect(ingest.idle()).rejects.toThrow(/model/);
    expect(notices).toHaveLength(1);
    expect(ingest.progress().state).toBe('paused');
    expect(countsIn(at.catalogue)).toEqual({ inPlace: 5, scored: 0, failed: 0, jobs: 5 });
    await writeFile(weights, good);
    ingest.resume();
    await ingest.idle();
    expect(countsIn(at.catalogue)).toEqual(allScored(5));
  });

  it('blames no photo where no thumbnail can be kept, and goes on once one can', async () => {
    const at = place();
    await writeShoot(at.photos, 5);
    await mkdir(at.catalogue);
    await writeFile(join(at.catalogue, 'thumbs'), 'in the way');
    const { ingest, notices } = await open(at);
    await expect(ingest.idle()).rejects.toThrow(/No thumbnails can be kept in .*thumbs/);
    expect(notices).toHaveLength(1);
    expect(countsIn(at.catalogue)).toEqual({ inPlace: 5, scored: 0, failed: 0, jobs: 5 });
    await rm(join(at.catalogue, 'thumbs'));
    ingest.resume();
    await ingest.idle();
    expect(countsIn(at.catalogue)).toEqual(allScored(5));
  });

  it('leaves the photos of a folder in place that goes away while they are scored', async () => {
    const at = place();
    await writeShoot(at.photos, 150);
    const { ingest, catalogue } = await open(at);
    await untilScored(at.catalogue, 5);
    const before = (await catalogue.library())[0];
    await rename(at.photos, `${at.photos} away`);
    await expect.poll(async () => (await catalogue.library())[0]?.offline, { interval: 20 }).toBe(true);
    await ingest.idle();
    expect(countsIn(at.catalogue)).toMatchObject({ inPlace: 150, failed: 0 });
    expect((await catalogue.library())[0]).toEqual({ ...before, offline: true });
    await rename(`${at.photos} away`, at.photos);
    await expect.poll(() => countsIn(at.catalogue)).toEqual(allScored(150));
    expect((await catalogue.library())[0]).toEqual(before);
  });

  it('follows files that are replaced and removed under its hands', async () => {
    const at = place();
    const names = await writeShoot(at.photos, 60);
    const other = join(at.photos, '..', 'other');
    await writeShoot(other, 30, 61);
    const { ingest } = await open(at);
    await untilScored(at.catalogue, 1);
    for (const [index, name] of names.entries()) {
      if (index % 3 === 0) await rm(join(at.photos, name));
      if (index % 3 === 1)
        await copyFile(join(other, `IMG_00${String(61 + (index % 30))}.jpg`), join(at.photos, name));
    }
    await expect.poll(() => countsIn(at.catalogue)).toMatchObject({ inPlace: 40, failed: 0, jobs: 0 });
    await ingest.idle();
  });

  it('takes no picture of its own for a photo, by whatever path the catalogue was named', async () => {
    const at = place();
    await writeShoot(at.photos, 3);
    await mkdir(join(at.photos, 'kept here'));
    await symlink(join(at.photos, 'kept here'), at.catalogue);
    const { ingest, library, catalogue } = await open(at);
    await ingest.idle();
    for (const { id } of await catalogue.roots()) await library.scan(id);
    await ingest.idle();
    expect(countsIn(at.catalogue)).toEqual(allScored(3));
  });
});
