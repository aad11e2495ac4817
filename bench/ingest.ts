import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { link, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { createApplication } from '../src/main/application.ts';
import { thumbEdge } from '../src/main/imaging/decode.ts';
import { thumbnailEncoding } from '../src/main/imaging/thumbnail.ts';
import { mapAtOnce } from './support/at-once.ts';
import { median, round } from './support/figures.ts';
import { treeMegabytes } from './support/memory.ts';
import { makeLargePhotos } from './support/photos.ts';

const photographs = fileURLToPath(new URL('../../shared/data/oasis/images', import.meta.url));
const cli = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

const timed = 100;
const warmUps = 6;
/** For the memory, each large photo stands under several names. */
const copiesForMemory = 10;

/**
 * Scoring 12-megapixel JPEGs, the whole way from a folder to the catalogue with the model loaded, against sharp alone
 * making the same thumbnails. Before and after, so that a machine that slows down does not favour either.
 */
export default async function ingest({ quick }: { quick: boolean }): Promise<Record<string, unknown>> {
  const dir = await mkdtemp(join(tmpdir(), 'proofsheet-bench-'));
  try {
    const files = await makeLargePhotos(photographs, join(dir, 'photos'), timed, quick ? 20 : timed);
    await makeLargePhotos(photographs, join(dir, 'warm-up'), warmUps);
    const rounds = quick ? 1 : 3;
    const ratios: number[] = [];
    const rates: number[] = [];
    let before = await decodeOnly(files, join(dir, 'thumbs-0'));
    for (let round = 1; round <= rounds; round++) {
      const scoring = await scoreAll(dir, `catalogue-${round}`);
      const after = await decodeOnly(files, join(dir, `thumbs-${round}`));
      ratios.push(scoring / ((before + after) / 2));
      rates.push(timed / scoring);
      before = after;
    }
    const photos = quick ? timed : timed * copiesForMemory;
    return {
      photos: timed,
      megapixels: 12.2,
      ratio_to_decode_only: round(median(ratios), 3),
      ratio_to_decode_only_target: 1.5,
      decode_only_photos_per_s: round(timed / before, 2),
      photos_per_s: round(median(rates), 2),
      peak_mb: Math.round(await peakMegabytes(dir, files, quick ? 1 : copiesForMemory)),
      peak_mb_target: 700,
      peak_mb_photos: photos,
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Seconds for sharp alone to make the thumbnails of the files, as many at once as there are cores. */
async function decodeOnly(files: string[], to: string): Promise<number> {
  await mkdir(to);
  sharp.cache(false);
  sharp.concurrency(1);
  const start = performance.now();
  await mapAtOnce(files, availableParallelism(), (file) =>
    sharp(file)
      .autoOrient()
      .resize(thumbEdge, thumbEdge, { fit: 'inside', withoutEnlargement: true })
      .webp(thumbnailEncoding)
      .toFile(join(to, `${basename(file)}.webp`)),
  );
  return (performance.now() - start) / 1000;
}

/** Seconds from opening the folder until every score is stored. */
async function scoreAll(dir: string, catalogue: string): Promise<number> {
  const { library, ingest, close } = await createApplication({
    mode: 'headless',
    catalogueDir: join(dir, catalogue),
  });
  try {
    const run = async (folder: string): Promise<void> => {
      const place = await library.add(join(dir, folder));
      await library.scan(place.root);
      await ingest.idle();
    };
    await run('warm-up');
    const start = performance.now();
    await run('photos');
    const seconds = (performance.now() - start) / 1000;
    if (ingest.totals.scored !== timed + warmUps)
      throw new Error(`Only ${ingest.totals.scored} photos were scored`);
    return seconds;
  } finally {
    await close();
  }
}

/** The most that the command line and its helper hold together while they score. */
async function peakMegabytes(dir: string, files: string[], copies: number): Promise<number> {
  const folder = join(dir, 'memory');
  await mkdir(folder);
  for (let copy = 0; copy < copies; copy++) {
    for (const file of files) await link(file, join(folder, `${copy}-${basename(file)}`));
  }
  const child = spawn(
    process.execPath,
    [cli, 'score', folder, '--csv', join(dir, 'memory.csv'), '--catalogue', join(dir, 'memory-catalogue')],
    { stdio: 'ignore' },
  );
  let peak = 0;
  const timer = setInterval(() => {
    if (child.pid !== undefined) peak = Math.max(peak, treeMegabytes(child.pid));
  }, 100);
  const [status] = (await once(child, 'exit')) as [number | null];
  clearInterval(timer);
  if (status !== 0) throw new Error(`proofsheet score ended with ${String(status)}`);
  return peak;
}
