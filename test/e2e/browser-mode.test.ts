import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { closeBrowser, openPage, serve } from '../support/browser-mode.ts';
import { heicOf } from '../imaging/made-heic.ts';
import { madeRaws } from '../imaging/made-raw.ts';
import { picture, writeJpeg, writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** The whole application as a person meets it: a real Chromium, the real server, real files. */

const sharedPhotos = join(import.meta.dirname, '..', '..', '..', 'shared', 'photos');

afterAll(closeBrowser);

const tiles = (page: Page) => page.getByRole('gridcell');
const namesOf = async (page: Page): Promise<string[]> =>
  (await tiles(page).evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label') ?? ''))).map(
    (label) => label.split(',')[0] ?? '',
  );
const scoresOf = async (page: Page): Promise<number[]> =>
  (await tiles(page).evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label') ?? ''))).map(
    (label) => Number(/(\d+) overall/.exec(label)?.[1] ?? NaN),
  );
/** The status line knows before the tiles do. */
async function untilScored(page: Page): Promise<void> {
  await page.getByText('Everything is scored.').waitFor();
  await expect.poll(async () => (await scoresOf(page)).every((score) => score >= 0)).toBe(true);
}
const sortBy = (page: Page, label: string) =>
  page.getByRole('combobox', { name: 'Sort by' }).selectOption({ label });

async function untilMapIsDrawn(page: Page): Promise<void> {
  await page.getByText('Where the score is added up, not what caused it.').waitFor();
  const drawn = page.locator('main').getByRole('img', { name: /^Map of/ });
  await expect
    .poll(() =>
      drawn.evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
          data: [],
        };
        return data.some((value) => value > 0);
      }),
    )
    .toBe(true);
}

async function photoFolder(count: number): Promise<{ photos: string; catalogue: string }> {
  const dir = temporaryFolder();
  const photos = join(dir, 'photos');
  await mkdir(photos);
  await writeShoot(photos, count);
  return { photos, catalogue: join(dir, 'catalogue') };
}

describe('browser mode', () => {
  it('shows a folder in capture order, scores it, sorts and filters it', async () => {
    const { photos, catalogue } = await photoFolder(9);
    const page = await openPage((await serve(catalogue, photos)).address);
    await untilScored(page);
    expect(await namesOf(page)).toEqual((await readdir(photos)).sort());
    expect(await page.getByRole('status').first().textContent()).toContain('9 photos');

    await sortBy(page, 'Overall');
    await page.waitForFunction(() => document.querySelectorAll('[role=gridcell]').length === 9);
    const isFalling = (scores: number[]): boolean =>
      scores.every((score, index) => index === 0 || score <= (scores[index - 1] ?? 0));
    await expect.poll(async () => isFalling(await scoresOf(page))).toBe(true);
    const scores = await scoresOf(page);
    await page.getByRole('button', { name: /order/ }).click();
    await expect.poll(() => scoresOf(page)).toEqual(scores.toSorted((a, b) => a - b));

    const least = page.getByRole('slider', { name: 'Overall, at least' });
    const middle = (scores[4] ?? 0) + 1;
    await least.fill(String(middle));
    const kept = scores.filter((score) => score >= middle).length;
    await expect.poll(() => tiles(page).count()).toBe(kept);
    await page.getByText(`${kept} of 9 photos`).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('main').getByRole('button', { name: 'Reset', exact: true }).click();
    await expect.poll(() => tiles(page).count()).toBe(9);
  });

  it('explains the chosen photo, by the mouse and by the keyboard alone', async () => {
    const { photos, catalogue } = await photoFolder(3);
    const page = await openPage((await serve(catalogue, photos)).address);
    await untilScored(page);
    await tiles(page).nth(1).click();
    const panel = page.getByRole('complementary', { name: 'Explanation' });
    await panel.getByText('What matters most').waitFor();
    await expect.poll(() => panel.getByRole('button', { name: /Map of/ }).count()).toBeGreaterThanOrEqual(4);
    await panel.getByText(/a rank among/).waitFor();

    await page.keyboard.press('Enter');
    const picture = page.getByRole('img', { name: 'IMG_0002.jpg' });
    await picture.waitFor();
    await expect.poll(() => picture.evaluate((canvas) => canvas.dataset['picture'])).toBe('preview');
    await page.keyboard.press('m');
    await untilMapIsDrawn(page);
    await page.keyboard.press('Escape');
    await tiles(page).nth(1).waitFor();
  });

  it('shows and explains RAW and HEIC like any other; a stamp of a preview is shown without a score', async () => {
    const photos = join(temporaryFolder(), 'photos');
    await mkdir(photos);
    const large = await picture(1, 1600, 1067).jpeg().toBuffer();
    const small = await picture(1, 160, 120).jpeg().toBuffer();
    await writeFile(join(photos, 'a.nef'), madeRaws.nef({ large, small }, { orientation: 6 }));
    const blocks = Array.from({ length: 20 }, (_, y) =>
      Array.from({ length: 30 }, (_, x) => [x * 8, y * 12, 90] as const),
    );
    await writeFile(join(photos, 'b.heic'), heicOf(blocks));
    await writeFile(join(photos, 'c.cr2'), madeRaws.cr2({ large: small, small }, {}));
    const page = await openPage((await serve(join(photos, '..', 'catalogue'), photos)).address);
    await page.getByText('Finished.').waitFor();
    await sortBy(page, 'Name');
    const thumbWidths = () =>
      tiles(page)
        .locator('img')
        .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
    await expect.poll(thumbWidths).toEqual([341, 480, 160]);

    for (const [index, name, width] of [
      [0, 'a.nef', 1067],
      [1, 'b.heic', 480],
    ] as const) {
      await tiles(page).nth(index).click();
      await page.keyboard.press('Enter');
      const image = page.getByRole('img', { name });
      await expect
        .poll(() => image.evaluate(({ dataset }) => [dataset['picture'], dataset['width']]))
        .toEqual(['preview', String(width)]);
      await page.keyboard.press('m');
      await untilMapIsDrawn(page);
      // A map stays on from photo to photo.
      await page.keyboard.press('m');
      await page.keyboard.press('Escape');
    }
  });

  it('follows files that come, move and go, and moves nothing before it is asked', async () => {
    const { photos, catalogue } = await photoFolder(4);
    const page = await openPage((await serve(catalogue, photos)).address);
    await untilScored(page);
    const before = await namesOf(page);
    await tiles(page).first().click();

    await writeShoot(photos, 2, 5);
    await page.getByRole('button', { name: /2 new results/ }).waitFor();
    expect(await namesOf(page)).toEqual(before);
    await page.keyboard.press('v');
    await expect.poll(() => namesOf(page)).toEqual([...before, 'IMG_0005.jpg', 'IMG_0006.jpg']);
    await untilScored(page);

    await rm(join(photos, 'IMG_0002.jpg'));
    await mkdir(join(photos, 'best'));
    await rename(join(photos, 'IMG_0003.jpg'), join(photos, 'best', 'winner.jpg'));
    await page.getByRole('button', { name: /new results?/ }).waitFor();
    await expect
      .poll(async () => {
        if (await page.getByRole('button', { name: /new results?/ }).isVisible())
          await page.keyboard.press('v');
        return await namesOf(page);
      })
      .toEqual(['IMG_0001.jpg', 'winner.jpg', 'IMG_0004.jpg', 'IMG_0005.jpg', 'IMG_0006.jpg']);
    expect((await scoresOf(page)).every((score) => score >= 0)).toBe(true);
  });

  it('finds everything again after a restart, even one that nobody asked for', async () => {
    const { photos, catalogue } = await photoFolder(5);
    const first = await serve(catalogue, photos);
    const page = await openPage(first.address);
    await untilScored(page);
    await expect.poll(() => tiles(page).count()).toBe(5);
    await untilScored(page);
    const names = await namesOf(page);
    const scores = await scoresOf(page);
    await first.stop('SIGKILL');

    const again = await openPage((await serve(catalogue)).address);
    await again.getByText('5 photos').first().waitFor();
    await expect.poll(() => namesOf(again)).toEqual(names);
    await expect.poll(() => scoresOf(again)).toEqual(scores);
  });

  it('keeps the photos of a folder that is away, and says so', async () => {
    const { photos, catalogue } = await photoFolder(3);
    const page = await openPage((await serve(catalogue, photos)).address);
    await untilScored(page);
    await rename(photos, `${photos}-unplugged`);
    await page.getByText('offline').first().waitFor();
    await expect.poll(() => tiles(page).first().getAttribute('aria-label')).toContain('offline');
    await rename(`${photos}-unplugged`, photos);
    await expect
      .poll(() => tiles(page).first().getAttribute('aria-label'), { timeout: 30_000 })
      .toContain('overall');
  });

  it('lists what could not be scored, and tries again when it is mended', async () => {
    const { photos, catalogue } = await photoFolder(1);
    await writeFile(join(photos, 'broken.jpg'), 'No picture.');
    const page = await openPage((await serve(catalogue, photos)).address);
    await page.getByRole('button', { name: '1 could not be scored' }).click();
    const problems = page.getByRole('dialog');
    await problems.getByText('broken.jpg').waitFor();
    await problems.getByText(/holds something else/).waitFor();
    await writeJpeg(join(photos, 'broken.jpg'), 7);
    await page.keyboard.press('Escape');
    await untilScored(page);
    await expect.poll(() => page.getByRole('button', { name: /could not be scored/ }).count()).toBe(0);
  });

  it('chooses its first folder from a list that the main process makes', async () => {
    const dir = temporaryFolder();
    const page = await openPage((await serve(join(dir, 'catalogue'))).address);
    await page
      .getByText('Choose a folder. Photos are read, never changed; nothing leaves this machine.')
      .waitFor();
    await page.getByRole('button', { name: 'Choose a folder' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Home').first().waitFor();
    expect(await dialog.textContent()).not.toContain(dir);
  });

  it('hides all scores with one key, and shows its keys with another', async () => {
    const { photos, catalogue } = await photoFolder(2);
    const page = await openPage((await serve(catalogue, photos)).address);
    await untilScored(page);
    await tiles(page).first().click();
    await page.keyboard.press('h');
    await expect.poll(() => tiles(page).first().textContent()).not.toMatch(/\d+$/);
    await page.keyboard.press('h');
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Hide all scores').waitFor();
  });
});

describe.skipIf(!existsSync(sharedPhotos))('on real photographs', () => {
  it('scores what it can and says what it cannot', async () => {
    const catalogue = join(temporaryFolder(), 'catalogue');
    const page = await openPage((await serve(catalogue, sharedPhotos)).address);
    await page.getByText('Finished.').waitFor();
    await page.getByText('63 photos').first().waitFor();
    await page.getByRole('button', { name: '7 could not be scored' }).waitFor();
  });
});
