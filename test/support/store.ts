import { expect, onTestFinished } from 'vitest';
import { Store } from '../../src/main/catalogue/store.ts';
import {
  noShotFacts,
  type FileRecord,
  type PhotoFacts,
  type SeenFile,
} from '../../src/main/catalogue/types.ts';
import { noMetadata } from '../../src/shared/metadata.ts';
import type { ViewQuery } from '../../src/shared/view.ts';
import { smallManifest } from './manifest.ts';
import { temporaryFolder } from './temporary.ts';

/** A catalogue without its thread, and files that exist in words alone: what is tested is what becomes of their rows. */

export const everything: ViewQuery = {
  root: null,
  folder: '',
  sort: { key: 'name', descending: false },
  ranges: [],
};

export function openStore(
  dir = temporaryFolder(),
  modelVersion = 'v1',
  readingVersion = 1,
  manifest = smallManifest,
  metadataVersion = 1,
): Store {
  const store = new Store({
    dir,
    program: 'test',
    manifest,
    modelVersion,
    readingVersion,
    metadataVersion,
  });
  let open = true;
  const close = store.close.bind(store);
  store.close = () => {
    if (open) close();
    open = false;
  };
  onTestFinished(() => store.close());
  return store;
}

let lastInode = 0;
export const seen = (path: string, more: Partial<SeenFile> = {}): SeenFile => ({
  path,
  size: 1000,
  mtime: 5,
  device: '1',
  inode: String(++lastInode),
  ...more,
});

export const factsOf = (picture: string, more: Partial<PhotoFacts> = {}): PhotoFacts => ({
  format: 'jpeg',
  fingerprint: picture,
  picture: `${picture}-1`,
  ...noMetadata,
  width: 4,
  height: 3,
  shot: noShotFacts,
  ...more,
});

/** What the folder shows now, as a whole. */
export function scan(store: Store, root: number, files: SeenFile[]) {
  const id = store.beginScan(root, '');
  store.scanned(id, files);
  return store.endScan(id, []);
}

/** Looks into everything that waits; `pictures` says what is in a file, its path standing for itself. */
export function identifyAll(store: Store, pictures: Record<string, PhotoFacts> = {}): void {
  for (const job of store.nextJobs('identify', 0, 100)) identify(store, job, pictures[job.path]);
}

function identify(store: Store, job: FileRecord, facts = factsOf(`picture of ${job.path}`)): void {
  const [stored] = store.store([
    { kind: 'identified', file: job.id, seen: { size: job.size, mtime: job.mtime }, facts },
  ]);
  expect(stored).toBe(true);
}

/** What a made picture looks like to the grouping; by the path of its file. */
export type Looks = Record<string, { embedding: number[]; look?: Uint8Array }>;

export function scoreAll(
  store: Store,
  overall = 1,
  size = { width: 40, height: 30 },
  looks: Looks = {},
): string[] {
  const jobs = store.nextJobs('score', 0, 100);
  for (const job of jobs) {
    store.store([
      {
        kind: 'scored',
        file: job.id,
        seen: { size: job.size, mtime: job.mtime },
        picture: job.picture ?? '',
        ...size,
        raw: Float32Array.of(overall, 0),
        embedding: Float32Array.from(looks[job.path]?.embedding ?? [0, 0, 0, 0]),
        look: looks[job.path]?.look ?? new Uint8Array(264),
      },
    ]);
  }
  return jobs.map(({ path }) => path);
}

export const photosByName = (store: Store): Record<string, number> =>
  Object.fromEntries(store.rows([...store.openView(everything).ids]).map(({ name, id }) => [name, id]));

export function libraryWith(store: Store, ...files: SeenFile[]): number {
  const { root } = store.addRoot('/photos', '/', null, '1');
  scan(store, root, files);
  identifyAll(store);
  scoreAll(store);
  return root;
}
