import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ensureBuilt } from '../scripts/build.ts';
import { launchChromium, serveCatalogue } from './support/browser.ts';
import { cachedCatalogue, copyOf } from './support/cached-catalogue.ts';
import { quantile, round } from './support/figures.ts';
import { largestMegabytes } from './support/memory.ts';

const photos = 100_000;
/** Rows a second: slow reading, quick looking, and a rush through the library. */
const speeds = [2, 8, 40];

/** Scrolling the grid of 100,000 photos in Chromium, thumbnails included. */
export default async function grid({ quick }: { quick: boolean }): Promise<Record<string, unknown>> {
  const dir = await mkdtemp(join(tmpdir(), 'proofsheet-bench-'));
  await ensureBuilt();
  const served = await serveCatalogue(copyOf(await cachedCatalogue(photos, true), join(dir, 'catalogue')));
  const browser = await launchChromium();
  let mostMb = 0;
  const timer = setInterval(
    () => (mostMb = Math.max(mostMb, largestMegabytes(process.pid, '--type=renderer'))),
    200,
  );
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(served.address);
    await page.locator('[data-photo] img').first().waitFor();
    // Comparing the folder with the catalogue is another benchmark's matter.
    await page.getByText('Everything is scored.').waitFor({ timeout: 60_000 });
    const idle = await frames(page, 0, 2);
    const seconds = quick ? 4 : 20;
    const all: number[] = [];
    const figures: Record<string, number> = {};
    for (const speed of speeds) {
      const times = await frames(page, speed, seconds);
      all.push(...times);
      figures[`frame_p95_ms_at_${String(speed)}_rows_a_s`] = round(quantile(times, 0.95), 1);
    }
    return {
      photos,
      frame_p95_ms: round(quantile(all, 0.95), 1),
      frame_p95_ms_target: 16.7,
      frame_p50_ms: round(quantile(all, 0.5), 1),
      late_share: round(all.filter((ms) => ms > 25).length / all.length, 3),
      ...figures,
      idle_frame_p95_ms: round(quantile(idle, 0.95), 1),
      renderer_mb: Math.round(mostMb),
      renderer_mb_target: 400,
      graphics: 'no GPU: the browser draws on the same cores as the server',
      load_average: round(loadavg()[0] ?? NaN, 1),
    };
  } finally {
    clearInterval(timer);
    await browser.close();
    await served.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

/** Milliseconds from each frame to the next while the grid scrolls at a number of rows a second. */
const frames = (page: Page, rowsASecond: number, seconds: number): Promise<number[]> =>
  page.evaluate(`new Promise((resolve) => {
    const scroller = document.querySelector('.scroller');
    const rowHeight = document.querySelector('[role=row]').getBoundingClientRect().height;
    const times = [];
    let before = performance.now();
    const end = before + ${String(seconds * 1000)};
    let top = scroller.scrollTop;
    requestAnimationFrame(function next(now) {
      const passed = now - before;
      before = now;
      if (times.length > 0 || passed > 0) times.push(passed);
      top += (rowHeight * ${String(rowsASecond)} * passed) / 1000;
      if (${String(rowsASecond)} > 0) scroller.scrollTop = top;
      if (now < end) requestAnimationFrame(next);
      else resolve(times.slice(1));
    });
  })`);
