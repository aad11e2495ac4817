import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { ensureBuilt } from '../scripts/build.ts';
import { launchChromium, serveCatalogue } from './support/browser.ts';
import { quantile, round } from './support/figures.ts';
import { makeLargePhotos } from './support/photos.ts';

const photographs = fileURLToPath(new URL('../../shared/data/oasis/images', import.meta.url));

const sensors = {
  24: { width: 6000, height: 4000 },
  45: { width: 8256, height: 5504 },
} as const;
/** A key is held so long, and repeats so often a second, as systems do. */
const heldSeconds = 2;
const repeats = 30;

/**
 * From a key to the photo on screen, in Chromium, at two sizes of photo: for frames that were made ready, for ones that
 * nobody prepared, to a photo's own pixels, and while a key is held. The time ends with the frame after the canvas was
 * drawn, as the page itself sees it; the window scores nothing meanwhile.
 */
export default async function loupe({ quick }: { quick: boolean }): Promise<Record<string, unknown>> {
  await ensureBuilt();
  const figures: Record<string, unknown> = {};
  for (const megapixels of quick ? ([24] as const) : ([24, 45] as const)) {
    const dir = await mkdtemp(join(tmpdir(), 'proofsheet-bench-'));
    try {
      const count = quick ? 41 : 84;
      await makeLargePhotos(photographs, join(dir, 'photos'), count, quick ? 3 : 6, sensors[megapixels]);
      const found = await measure(dir, count, quick ? 4 : 14);
      for (const [name, value] of Object.entries(found)) figures[`${name}_${String(megapixels)}mp`] = value;
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }
  const worst = (name: string, pick: (...values: number[]) => number) =>
    pick(
      ...Object.entries(figures).flatMap(([key, value]) => (key.startsWith(`${name}_`) ? Number(value) : [])),
    );
  return {
    key_to_paint_p95_ms: worst('key_to_paint_p95_ms', Math.max),
    key_to_paint_p95_ms_target: 50,
    cold_jump_p95_ms: worst('cold_jump_p95_ms', Math.max),
    cold_jump_p95_ms_target: 200,
    zoom_100_p95_ms: worst('zoom_100_p95_ms', Math.max),
    zoom_100_p95_ms_target: 300,
    held_key_frames_per_s: worst('held_key_frames_per_s', Math.min),
    held_key_frames_per_s_target: 15,
    ...figures,
    graphics: 'no GPU: the browser draws on the same cores as the server',
    load_average: round(loadavg()[0] ?? NaN, 1),
  };
}

async function measure(dir: string, count: number, times: number): Promise<Record<string, number>> {
  const served = await serveCatalogue(join(dir, 'catalogue'), join(dir, 'photos'));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(served.address);
    await page.getByText('Everything is scored.').waitFor({ timeout: 300_000 });
    await page.evaluate(watch);
    await page.getByRole('gridcell').first().click();
    await page.keyboard.press('Enter');
    await settled(page);

    const ready: number[] = [];
    const zooms: number[] = [];
    const zoomsAtOnce: number[] = [];
    for (let i = 0; i < times; i++) {
      ready.push(await timed(page, 'ArrowRight', 'preview'));
      const atOnce = i % 2 === 1;
      if (!atOnce) await settled(page);
      (atOnce ? zoomsAtOnce : zooms).push(await timed(page, 'z', 'full'));
      await page.keyboard.press('z');
      await settled(page);
    }
    // From the end on, so far apart that none was made ready beside another.
    const cold: number[] = [];
    for (let index = count - 1; index > times + 24; index -= 5) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('End');
      for (let step = index; step < count - 1; step++) await page.keyboard.press('ArrowLeft');
      await settled(page);
      cold.push(await timed(page, 'Enter', 'preview'));
      await settled(page);
    }
    await page.keyboard.press('Home');
    await settled(page);
    const { frames, lag } = await hold(page);
    return {
      key_to_paint_p95_ms: p95(ready),
      cold_jump_p95_ms: p95(cold),
      zoom_100_p95_ms: p95(zooms),
      zoom_100_at_once_p95_ms: p95(zoomsAtOnce),
      held_key_frames_per_s: frames,
      held_key_last_frame_ms: lag,
    };
  } finally {
    await browser.close();
    await served.stop();
  }
}

/**
 * In the page: notes when which picture had been painted. A task that is posted from an animation frame runs once that
 * frame has been painted.
 */
const watch = `
  window.painted = [];
  window.pressedAt = 0;
  performance.setResourceTimingBufferSize(10000);
  addEventListener('keydown', () => (window.pressedAt = performance.now()), { capture: true });
  new MutationObserver((records) => {
    const canvas = records.map(({ target }) => target).find((target) => target.dataset?.photo);
    if (!canvas) return;
    const { photo, picture } = canvas.dataset;
    requestAnimationFrame(() => setTimeout(() => painted.push({ photo, picture, at: performance.now() })));
  }).observe(document.body, {
    subtree: true,
    attributes: true,
    attributeFilter: ['data-photo', 'data-picture'],
  });
`;

/** Milliseconds from the key to a picture of this size on screen. */
async function timed(page: Page, key: string, picture: string): Promise<number> {
  await page.evaluate('window.painted = []');
  await page.keyboard.press(key);
  return await page.evaluate(`new Promise((resolve) => {
    const look = () => {
      const found = painted.find(({ picture }) => picture === '${picture}');
      if (found) resolve(found.at - pressedAt);
      else setTimeout(look, 20);
    };
    look();
  })`);
}

/** Nothing has been fetched for a while: what is made ready is ready. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    let before = -1;
    let quiet = 0;
    const timer = setInterval(() => {
      const now = performance.getEntriesByType('resource').length;
      quiet = now === before ? quiet + 1 : 0;
      before = now;
      if (quiet < 8) return;
      clearInterval(timer);
      resolve();
    }, 100);
  })`);
}

/** Different photos painted in a second while the key is down, and milliseconds from its last repeat to the last photo. */
async function hold(page: Page): Promise<{ frames: number; lag: number }> {
  const found: { frames: number; lag: number } = await page.evaluate(`(async () => {
    window.painted = [];
    const every = 1000 / ${String(repeats)};
    const start = performance.now();
    const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    for (let pressed = 1; performance.now() - start < ${String(heldSeconds * 1000)}; pressed++) {
      const key = { key: 'ArrowRight', code: 'ArrowRight', bubbles: true, cancelable: true };
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', key));
      await wait(Math.max(0, start + pressed * every - performance.now()));
    }
    const lifted = pressedAt;
    const seconds = (performance.now() - start) / 1000;
    const frames = new Set(painted.map(({ photo }) => photo)).size / seconds;
    await wait(2000);
    const last = painted.at(-1);
    const first = painted.find(({ photo }) => photo === last.photo);
    return { frames, lag: Math.max(0, first.at - lifted) };
  })()`);
  return { frames: round(found.frames, 1), lag: Math.round(found.lag) };
}

const p95 = (values: number[]): number => Math.round(quantile(values, 0.95));
