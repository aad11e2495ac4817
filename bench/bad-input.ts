import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { badInput } from './support/bad-input.ts';
import type { Benchmark } from './main.ts';

/** Spoiled files of every format: each is to be scored or to have a sentence, and all else is to go on. */
const run: Benchmark = async ({ quick }) => {
  const dir = mkdtempSync(join(tmpdir(), 'proofsheet-bad-'));
  const began = performance.now();
  try {
    const figures = await badInput(dir, quick ? 120 : 1000, 1);
    return { ...figures, targets: { left: 0 }, seconds: Math.round((performance.now() - began) / 1000) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

export default run;
