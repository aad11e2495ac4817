import Database from 'better-sqlite3';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openCatalogue, type Catalogue } from '../src/main/catalogue/catalogue.ts';
import { noShotFacts, type SeenFile } from '../src/main/catalogue/types.ts';
import { noMetadata } from '../src/shared/metadata.ts';
import type { ModelManifest } from '../src/shared/manifest.ts';
import { randomFrom } from '../src/shared/statistics/random.ts';
import { labels, pickStates, verdictFields } from '../src/shared/verdict.ts';
import type { ViewQuery } from '../src/shared/view.ts';
import { cachedCatalogue, copyOf } from './support/cached-catalogue.ts';
import { median, quantile, round, timesOf } from './support/figures.ts';
import { lookBytes } from '../src/main/imaging/look.ts';
import { storeOptions } from './support/made-catalogue.ts';

const firstPage = fileURLToPath(new URL('./support/first-page.ts', import.meta.url));
const page = 60;
const small = 1000;
const usual = 100_000;
const large = 1_000_000;

/**
 * The catalogue as the window uses it, through its thread: views, pages by id, the start, memory; and how the cost of a
 * row grows with the number of rows. Beside it the same questions put to SQLite alone, in the same run.
 */
export default async function catalogue({ quick }: { quick: boolean }): Promise<Record<string, unknown>> {
  const dir = await mkdtemp(join(tmpdir(), 'proofsheet-bench-'));
  try {
    const most = quick ? usual : large;
    const few = await measure(small, join(dir, 'small'), false);
    const many = await measure(usual, join(dir, 'usual'), true);
    const all = quick ? many : await measure(large, join(dir, 'large'), false);
    return {
      photos: usual,
      view_p95_ms: round(many.viewP95, 1),
      view_p95_ms_target: 16,
      view_worst_ms: round(many.viewWorst, 1),
      view_ratio_to_sqlite: round(many.viewMedian / many.sqliteView, 3),
      page_p95_ms: round(many.pageP95, 2),
      page_p95_ms_target: 4,
      page_ratio_to_sqlite: round(many.pageMedian / many.sqlitePage, 2),
      other_p95_ms: round(many.otherP95, 1),
      start_ms: Math.round(many.start?.startMs ?? NaN),
      start_ms_target: 1500,
      main_mb: Math.round(many.start?.mostMb ?? NaN),
      main_mb_target: 300,
      ingest_ms_a_row: round(all.ingest, 3),
      ingest_growth: round(all.ingest / few.ingest, 2),
      ingest_growth_target: 2,
      page_growth: round(all.pageMedian / few.pageMedian, 2),
      page_growth_target: 1.5,
      view_growth_a_row: round(all.viewMedian / most / (few.viewMedian / small), 3),
      growth_rows: most,
      load_average: round(loadavg()[0] ?? NaN, 1),
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function measure(photos: number, dir: string, withStart: boolean) {
  const made = await cachedCatalogue(photos, false);
  copyOf(made, dir);
  const start = withStart ? await startOf(copyOf(made, `${dir}-start`)) : null;
  const options = await storeOptions(dir);
  const catalogue = await openCatalogue(options);
  try {
    const view = async (query: ViewQuery): Promise<Uint32Array> => {
      const { ids } = await catalogue.openView(query);
      await catalogue.rows([...ids.subarray(0, page)]);
      return ids;
    };
    // Twice: the first time makes every order.
    const queries = everyQuery(options.manifest);
    const views = await timesOf([...queries, ...queries].map((query) => () => view(query)));
    const ids = await view(everything);
    if (ids.length !== photos) throw new Error(`A view of all photos has ${String(ids.length)}`);
    const random = randomFrom(3);
    const pageAt = (): number[] => {
      const from = Math.floor(random() * Math.max(1, ids.length - page));
      return [...ids.subarray(from, from + page)];
    };
    const places = Array.from({ length: 300 }, pageAt);
    const pages = await timesOf(places.map((wanted) => () => catalogue.rows(wanted)));
    const others = await timesOf(otherQuestions(catalogue, ids));
    const alone = sqliteAlone(dir, places);
    return {
      viewP95: quantile(views, 0.95),
      viewWorst: Math.max(...views),
      viewMedian: median(views),
      pageP95: quantile(pages, 0.95),
      pageMedian: median(pages),
      otherP95: quantile(others, 0.95),
      ...alone,
      ingest: await ingestARow(catalogue, options.manifest),
      start,
    };
  } finally {
    await catalogue.close();
  }
}

async function startOf(dir: string): Promise<{ startMs: number; mostMb: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, [firstPage, dir]);
  return JSON.parse(stdout) as { startMs: number; mostMb: number };
}

const everything: ViewQuery = {
  root: null,
  folder: '',
  sort: { key: 'captured', descending: false },
  ranges: [],
};

/** Every order that the interface offers, both ways, and every kind of filter. */
function everyQuery({ tasks }: ModelManifest): ViewQuery[] {
  const keys = ['captured', 'name', ...verdictFields, ...tasks.map(({ id }) => id)];
  const [first = '', second = ''] = tasks.map(({ id }) => id);
  const orders = keys.flatMap((key) =>
    [false, true].map((descending) => ({ ...everything, sort: { key, descending } })),
  );
  const filters: Partial<ViewQuery>[] = [
    ...pickStates.map((state) => ({ verdicts: { picks: [state] } })),
    ...labels.map((label) => ({ verdicts: { labels: [label] } })),
    { verdicts: { stars: { min: 3, max: 5 } } },
    { ranges: [{ task: first, min: 60, max: 100 }] },
    {
      ranges: [
        { task: first, min: 30, max: 90 },
        { task: second, min: 20, max: 80 },
      ],
      verdicts: { picks: ['none', 'pick'] },
    },
    ...['lisbon', 'wedding r6', '0123', 'dsc', 'a', 'fe 35mm', 'nothing'].map((text) => ({ text })),
    { root: 1, folder: '2019' },
    { root: 1, folder: '2019', text: 'oslo', verdicts: { picks: ['pick'] } },
  ];
  return [
    ...orders,
    ...filters.flatMap((filter) => [
      { ...everything, ...filter },
      { ...everything, sort: { key: first, descending: true }, ...filter },
    ]),
  ];
}

/** What else the window asks while one works. */
function otherQuestions(catalogue: Catalogue, ids: Uint32Array): (() => Promise<unknown>)[] {
  return Array.from({ length: 20 }, (_, turn) => [
    () => catalogue.histogram(everything, 'overall', 50),
    () => catalogue.changesSince(everything, 0),
    () => catalogue.verdictCounts({ root: null, folder: '' }),
    () => catalogue.verdictCounts({ root: 1, folder: '2018' }),
    () => catalogue.library(),
    () => catalogue.waiting(),
    () => catalogue.detail(ids[turn * 7] ?? 0),
  ]).flat();
}

/** The same page and the same view, from the same tables, by SQL. */
function sqliteAlone(dir: string, places: number[][]): { sqlitePage: number; sqliteView: number } {
  const db = new Database(join(dir, 'catalogue.db'), { readonly: true });
  try {
    const row = db.prepare(
      `SELECT photo.*, file.*, score.raw FROM file JOIN photo ON photo.id = file.photo_id
       LEFT JOIN score ON score.photo_id = photo.id WHERE file.photo_id = ? AND file.gone_at IS NULL`,
    );
    const view = db
      .prepare(
        `SELECT photo.id FROM file JOIN photo ON photo.id = file.photo_id WHERE file.gone_at IS NULL
         ORDER BY photo.captured, file.path`,
      )
      .pluck();
    const timed = (work: () => unknown): number => {
      const start = performance.now();
      work();
      return performance.now() - start;
    };
    return {
      sqlitePage: median(places.map((ids) => timed(() => ids.map((id) => row.get(id))))),
      sqliteView: median([1, 2, 3].map(() => timed(() => view.all()))),
    };
  } finally {
    db.close();
  }
}

/** Milliseconds for a new file to be found, identified and scored, in batches as they come; the median batch. */
async function ingestARow(catalogue: Catalogue, { tasks, embedding }: ModelManifest): Promise<number> {
  const batch = 250;
  const times = await timesOf(
    Array.from({ length: 12 }, (_, turn) => async () => {
      const files: SeenFile[] = Array.from({ length: batch }, (_, i) => ({
        path: `new/${String(turn)}/IMG_${String(i)}.JPG`,
        size: 1000,
        mtime: 5,
        device: 'new',
        inode: `${String(turn)}-${String(i)}`,
      }));
      await catalogue.applyChanges(1, files, []);
      const identify = await catalogue.nextJobs('identify', 0, batch);
      await catalogue.store(
        identify.map(({ id, size, mtime, path }) => ({
          kind: 'identified',
          file: id,
          seen: { size, mtime },
          facts: {
            format: 'jpeg',
            fingerprint: path,
            picture: path,
            ...noMetadata,
            shot: noShotFacts,
            captured: 1.7e12,
            width: 6000,
            height: 4000,
          },
        })),
      );
      const score = await catalogue.nextJobs('score', 0, batch);
      await catalogue.store(
        score.map(({ id, size, mtime, picture }) => ({
          kind: 'scored',
          file: id,
          seen: { size, mtime },
          picture: picture ?? '',
          width: 6000,
          height: 4000,
          raw: Float32Array.from(tasks, () => 0.1),
          embedding: new Float32Array(embedding.size),
          look: new Uint8Array(lookBytes),
        })),
      );
      if (identify.length !== batch || score.length !== batch)
        throw new Error('The queue holds something else');
    }),
  );
  return median(times) / batch;
}
