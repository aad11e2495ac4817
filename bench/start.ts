import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { ensureBuilt } from '../scripts/build.ts';
import { launchChromium, serveCatalogue } from './support/browser.ts';
import { cachedCatalogue, copyOf } from './support/cached-catalogue.ts';
import { median, round } from './support/figures.ts';

const photos = 100_000;

/**
 * From the start of browser mode's process on a library of 100,000 photos to a page that shows the first of them and
 * obeys a key; the browser itself runs already. And what the page loads for that, compressed.
 */
export default async function start({ quick }: { quick: boolean }): Promise<Record<string, unknown>> {
  const dir = await mkdtemp(join(tmpdir(), 'proofsheet-bench-'));
  await ensureBuilt();
  const catalogue = copyOf(await cachedCatalogue(photos, true), join(dir, 'catalogue'));
  const browser = await launchChromium();
  try {
    const starts = [];
    for (let turn = 0; turn < (quick ? 3 : 7); turn++) starts.push(await startOnce(browser, catalogue));
    return {
      photos,
      interactive_ms: Math.round(median(starts.map(({ interactiveMs }) => interactiveMs))),
      interactive_ms_target: 1500,
      served_ms: Math.round(median(starts.map(({ servedMs }) => servedMs))),
      bundle_kb: round(starts[0]?.bundleKb ?? NaN, 1),
      bundle_kb_target: 400,
      load_average: round(loadavg()[0] ?? NaN, 1),
    };
  } finally {
    await browser.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function startOnce(browser: Browser, catalogue: string) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (!/\/photo\/|\/socket$/.test(response.url())) bodies.push(response.body());
  });
  const begin = performance.now();
  const served = await serveCatalogue(catalogue);
  const servedMs = performance.now() - begin;
  try {
    await page.goto(served.address);
    await page.waitForFunction(`document.querySelector('[data-photo] img')?.complete === true`);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(`document.querySelector('[aria-selected=true]') !== null`);
    const interactiveMs = performance.now() - begin;
    const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
    return { interactiveMs, servedMs, bundleKb: sizes.reduce((sum, size) => sum + size, 0) / 1000 };
  } finally {
    await context.close();
    await served.stop();
  }
}
