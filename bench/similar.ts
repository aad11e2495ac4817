import Database from 'better-sqlite3';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCatalogue } from '../src/main/catalogue/catalogue.ts';
import { readEmbeddings } from '../src/main/handlers/finding.ts';
import { randomFrom } from '../src/shared/statistics/random.ts';
import { cachedCatalogue, copyOf } from './support/cached-catalogue.ts';
import { median, quantile, round, timesOf } from './support/figures.ts';
import { storeOptions } from './support/made-catalogue.ts';

const photos = 100_000;
const limit = 200;

/**
 * Photos like one, of 100,000, as the window asks for them, through the catalogue's thread; beside it how long the first
 * question waits, and how many of the exact neighbours the 8-bit vectors find.
 */
export default async function similar({ quick }: { quick: boolean }): Promise<Record<string, unknown>> {
  const dir = await mkdtemp(join(tmpdir(), 'proofsheet-bench-'));
  try {
    copyOf(await cachedCatalogue(photos, false), dir);
    const catalogue = await openCatalogue(await storeOptions(dir));
    try {
      const [firstUse = NaN] = await timesOf([() => readEmbeddings(catalogue)]);
      const random = randomFrom(7);
      const asked = Array.from({ length: quick ? 100 : 300 }, () => 1 + Math.floor(random() * photos));
      await catalogue.similar(1, limit);
      const times = await timesOf(asked.map((photo) => () => catalogue.similar(photo, limit)));
      const views = await timesOf(
        asked.slice(0, 50).map(
          (like) => () =>
            catalogue.openView({
              root: null,
              folder: '',
              sort: { key: 'likeness', descending: true },
              ranges: [],
              like,
            }),
        ),
      );
      const sample = asked.slice(0, 5);
      const found = [];
      for (const photo of sample) found.push((await catalogue.similar(photo, 20)).ids);
      return {
        photos,
        neighbours_p95_ms: round(quantile(times, 0.95), 1),
        neighbours_p95_ms_target: 50,
        neighbours_median_ms: round(median(times), 1),
        view_p95_ms: round(quantile(views, 0.95), 1),
        first_use_ms: Math.round(firstUse),
        exact_share_of_20: round(exactShare(dir, sample, found), 3),
        load_average: round(loadavg()[0] ?? NaN, 1),
      };
    } finally {
      await catalogue.close();
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Share of the exact nearest among those found, per photo asked for, on average. */
function exactShare(dir: string, asked: readonly number[], found: readonly Uint32Array[]): number {
  const db = new Database(join(dir, 'catalogue.db'), { readonly: true });
  try {
    const rows = db.prepare('SELECT photo_id AS photo, vector FROM embedding').all() as {
      photo: number;
      vector: Buffer;
    }[];
    const vectors = new Map(
      rows.map(({ photo, vector }) => [
        photo,
        Float32Array.from(new Float16Array(Uint8Array.from(vector).buffer)),
      ]),
    );
    const shares = asked.map((photo, i) => {
      const own = vectors.get(photo) ?? new Float32Array();
      const exact = [...vectors]
        .filter(([other]) => other !== photo)
        .map(([other, vector]) => ({ other, likeness: cosine(own, vector) }))
        .sort((a, b) => b.likeness - a.likeness)
        .slice(0, found[i]?.length ?? 0);
      const best = new Set(exact.map(({ other }) => other));
      return [...(found[i] ?? [])].filter((other) => best.has(other)).length / best.size;
    });
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  } finally {
    db.close();
  }
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [product, left, right] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    product += x * y;
    left += x * x;
    right += y * y;
  }
  return product / Math.sqrt(left * right);
}
