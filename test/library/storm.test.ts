import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createApplication } from '../../src/main/application.ts';
import { writeTinyModel } from '../model/tiny-model.ts';
import { Storm } from '../support/storm.ts';
import { temporaryFolder } from '../support/temporary.ts';

interface PhotoInPlace {
  path: string;
  photo: number;
  scored: number;
  failure: string | null;
}

/** Every photo in its place, as the tables have it. */
function photosIn(catalogue: string): Map<string, PhotoInPlace> {
  const db = new Database(join(catalogue, 'catalogue.db'), { readonly: true });
  try {
    const rows = db
      .prepare<[], PhotoInPlace>(
        `SELECT root.path || '/' || file.path AS path, file.photo_id AS photo, file.failure,
           EXISTS (SELECT 1 FROM score WHERE score.photo_id = file.photo_id) AS scored
         FROM file JOIN root ON root.id = file.root_id WHERE file.gone_at IS NULL`,
      )
      .all();
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    return new Map(rows.map((row) => [row.path, row]));
  } finally {
    db.close();
  }
}

/** Short enough for every run; a long one is asked for by hand: STORM=seed,files,steps. */
const [seed = 0, files = 0, steps = 0] = (process.env['STORM'] ?? '7,120,250').split(',').map(Number);

it('the catalogue follows a storm of changes in two folders, and knows every photo again', async () => {
  const dir = temporaryFolder();
  const roots = ['one', 'two'].map((name) => join(dir, name));
  const [model, catalogue] = [join(dir, 'model'), join(dir, 'catalogue')];
  for (const folder of [...roots, model]) mkdirSync(folder);
  writeTinyModel(model);
  const storm = new Storm(seed, roots);
  await storm.fill(8, files);

  const application = await createApplication({
    mode: 'browser',
    catalogueDir: catalogue,
    modelDir: model,
    roots,
  });
  const notices: string[] = [];
  application.events.on('notice', ({ text }) => notices.push(text));
  const settled = async (): Promise<Map<string, PhotoInPlace>> => {
    await expect
      .poll(
        () => {
          const photos = [...photosIn(catalogue).values()];
          const done = photos.filter(({ scored, failure }) => scored === 1 || failure !== null);
          return done.map(({ path }) => path).sort();
        },
        { interval: 200, timeout: 60_000 },
      )
      .toEqual([...storm.photos.keys()].sort());
    await application.ingest.idle();
    return photosIn(catalogue);
  };
  try {
    const before = new Map(
      [...(await settled())].map(([path, { photo }]) => [storm.photos.get(path), photo]),
    );
    for (let step = 0; step < steps; step++) {
      await storm.step();
      if (step % 10 === 0) await delay(100);
    }
    const after = await settled();

    expect([...after.values()].filter(({ failure }) => failure !== null)).toEqual([]);
    expect(new Set([...after.values()].map(({ photo }) => photo)).size).toBe(after.size);
    for (const [path, picture] of storm.photos) {
      const known = before.get(picture);
      if (known !== undefined) expect(after.get(path)?.photo, path).toBe(known);
    }
    const view = await application.catalogue.openView({
      root: null,
      folder: '',
      sort: { key: 'name', descending: false },
      ranges: [],
    });
    expect(view.ids).toHaveLength(storm.photos.size);
    expect(await application.catalogue.waiting()).toEqual({ identify: 0, score: 0 });
    expect(application.ingest.totals.decoded).toBeLessThanOrEqual(storm.made);
    expect(notices).toEqual([]);
  } finally {
    await application.close();
  }
});
