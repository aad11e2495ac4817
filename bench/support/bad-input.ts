import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createApplication } from '../../src/main/application.ts';
import { treeMegabytes } from './memory.ts';
import { writeBadFiles } from './bad-files.ts';

export interface BadInputFigures {
  files: number;
  scored: number;
  /** With a sentence of their own. */
  failed: number;
  /** Files that have neither, although they claim to be photos. */
  left: number;
  /** Of the sentences, how many are different ones. */
  sentences: number;
  good_is_scored: boolean;
  peak_mb: number;
}

/** Gives a folder of spoiled files to the program, and counts what became of each. */
export async function badInput(dir: string, count: number, seed: number): Promise<BadInputFigures> {
  const shoot = join(dir, 'shoot');
  const files = await writeBadFiles(shoot, count, seed);
  // A folder without end.
  symlinkSync(shoot, join(shoot, 'again'));
  const application = await createApplication({
    mode: 'headless',
    catalogueDir: join(dir, 'catalogue'),
    roots: [shoot],
  });
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, treeMegabytes(process.pid))), 500);
  try {
    const { catalogue, library, ingest } = application;
    const [root] = await catalogue.roots();
    if (!root) throw new Error('The folder was not taken into the library');
    await library.scan(root.id, '');
    ingest.wake();
    await ingest.idle();
    const rows = await catalogue.exportRows(root.id, '');
    const failed = rows.filter(({ failure }) => failure !== null);
    const scored = rows.filter(({ raw }) => raw !== null);
    return {
      files,
      scored: scored.length,
      failed: failed.length,
      left: rows.filter(({ raw, failure }) => raw === null && failure === null).length,
      sentences: new Set(failed.map(({ failure }) => failure)).size,
      good_is_scored:
        scored.some(({ path }) => path === 'good.jpg') &&
        scored.some(({ path }) => path.endsWith('deepest.jpg')),
      peak_mb: Math.round(peak),
    };
  } finally {
    clearInterval(watch);
    await application.close();
  }
}
