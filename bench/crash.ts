import { rm, writeFile } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { crash } from './support/crash.ts';
import { oldCatalogue } from './support/old-catalogue.ts';
import type { Benchmark } from './main.ts';

/** Kills the program at random moments of everything it does, and counts what was lost, half written or left undone. */
const run: Benchmark = async ({ quick }) => {
  const dir = mkdtempSync(join(tmpdir(), 'proofsheet-crash-'));
  const began = performance.now();
  const most = quick ? 10 : 200;
  try {
    const figures = await crash(
      dir,
      async (file, number) => {
        const noise = { type: 'gaussian', mean: 60 + ((number * 37) % 120), sigma: 30 } as const;
        const picture = sharp({
          create: { width: 1200, height: 900, channels: 3, background: '#000', noise },
        });
        await writeFile(file, await picture.jpeg().toBuffer());
      },
      (kills) => kills < most,
      oldCatalogue,
    );
    const minutes = (performance.now() - began) / 60_000;
    return {
      ...figures,
      targets: {
        lost_decisions: 0,
        overruled_decisions: 0,
        torn_files: 0,
        stuck_jobs: 0,
        damaged_catalogues: 0,
      },
      minutes: Math.round(minutes * 10) / 10,
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

export default run;
