import Database from 'better-sqlite3';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createApplication } from '../src/main/application.ts';
import { writeTinyModel } from '../test/model/tiny-model.ts';
import { Storm } from '../test/support/storm.ts';
import { round } from './support/figures.ts';

/**
 * Files added, rewritten, renamed, moved and removed, and folders with them, while scoring goes on: how long after the
 * last change the catalogue's places equal the folders.
 */
export default async function storm({ quick }: { quick: boolean }): Promise<Record<string, unknown>> {
  const [files, changes] = quick ? [1000, 1000] : [10_000, 10_000];
  const dir = await mkdtemp(join(tmpdir(), 'proofsheet-bench-'));
  const [model, catalogueDir] = [join(dir, 'model'), join(dir, 'catalogue')];
  const roots = ['one', 'two'].map((name) => join(dir, name));
  for (const folder of [...roots, model]) await mkdir(folder);
  writeTinyModel(model);
  const made = new Storm(7, roots);
  await made.fill(40, files);
  const application = await createApplication({ mode: 'browser', catalogueDir, modelDir: model, roots });
  const db = new Database(join(catalogueDir, 'catalogue.db'), { readonly: true });
  const places = db.prepare<[], string>(
    `SELECT root.path || '/' || file.path FROM file JOIN root ON root.id = file.root_id WHERE file.gone_at IS NULL`,
  );
  const isEqual = (): boolean => {
    const known = places.pluck().all();
    return known.length === made.photos.size && known.every((path) => made.photos.has(path));
  };
  const secondsUntil = async (done: () => boolean | Promise<boolean>, most: number): Promise<number> => {
    const start = performance.now();
    while (!(await done())) {
      if (performance.now() - start > most * 1000) throw new Error(`It was not so after ${String(most)} s`);
      await delay(50);
    }
    return (performance.now() - start) / 1000;
  };
  try {
    await secondsUntil(isEqual, 120);
    const begin = performance.now();
    for (let change = 0; change < changes; change++) {
      await made.step();
      if (change % 100 === 0) await delay(20);
    }
    const stormSeconds = (performance.now() - begin) / 1000;
    const scoredInStorm = application.ingest.totals.scored;
    const settleSeconds = await secondsUntil(isEqual, 120);
    const isScored = async (): Promise<boolean> => {
      const { identify, score } = await application.catalogue.waiting();
      return identify + score === 0;
    };
    const scoredSeconds = await secondsUntil(isScored, 600);
    await application.ingest.idle();
    if (!isEqual()) throw new Error('The catalogue no longer equals the folders');
    return {
      files_before: files,
      changes,
      storm_s: round(stormSeconds, 1),
      scored_meanwhile: scoredInStorm,
      settle_s: round(settleSeconds, 2),
      settle_s_target: 10,
      all_scored_after_s: round(scoredSeconds, 1),
      integrity: db.pragma('integrity_check', { simple: true }),
      load_average: round(loadavg()[0] ?? NaN, 1),
    };
  } finally {
    db.close();
    await application.close();
    await rm(dir, { recursive: true, force: true });
  }
}
