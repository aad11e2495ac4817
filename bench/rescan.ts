import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCatalogue } from '../src/main/catalogue/catalogue.ts';
import { Library } from '../src/main/library/library.ts';
import { cachedCatalogue, copyOf } from './support/cached-catalogue.ts';
import { median, round } from './support/figures.ts';
import { storeOptions } from './support/made-catalogue.ts';

const photos = 100_000;

/** Comparing 100,000 unchanged files with the catalogue, watchers included, against looking at each of them once. */
export default async function rescan({ quick }: { quick: boolean }): Promise<Record<string, unknown>> {
  const dir = await mkdtemp(join(tmpdir(), 'proofsheet-bench-'));
  const made = await cachedCatalogue(photos, true);
  const catalogue = await openCatalogue(await storeOptions(copyOf(made, join(dir, 'catalogue'))));
  const library = new Library({
    catalogue,
    exclude: [],
    watch: true,
    onChanged: () => undefined,
    onRoots: () => undefined,
    onScan: () => undefined,
    onNotice: (text) => {
      throw new Error(text);
    },
  });
  try {
    const [root] = await catalogue.roots();
    if (!root) throw new Error('The catalogue has no folder');
    await secondsFor(() => naiveScan(made.root));
    const naive: number[] = [];
    const ours: number[] = [];
    for (let turn = 0; turn < (quick ? 1 : 3); turn++) {
      naive.push(await secondsFor(() => naiveScan(made.root)));
      ours.push(await secondsFor(() => library.scan(root.id)));
    }
    const { identify } = await catalogue.waiting();
    if (identify !== 0) throw new Error(`${String(identify)} unchanged files are to be looked at again`);
    return {
      files: photos,
      rescan_100k_s: round(median(ours), 2),
      rescan_100k_s_target: 5,
      naive_scan_s: round(median(naive), 2),
      ratio_to_naive_scan: round(median(ours) / median(naive), 2),
      load_average: round(loadavg()[0] ?? NaN, 1),
    };
  } finally {
    await library.close();
    await catalogue.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function secondsFor(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** What anyone would write: list each folder, look at each file. */
async function naiveScan(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await naiveScan(path);
    else bytes += (await stat(path)).size;
  }
  return bytes;
}
