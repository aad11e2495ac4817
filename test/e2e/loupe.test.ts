import AxeBuilder from '@axe-core/playwright';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { closeBrowser, openPage, serve } from '../support/browser-mode.ts';
import { picture } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

afterAll(closeBrowser);

const width = 3000;
const height = 2000;

/** Photos with more pixels than a preview has, the second of them upright. */
async function shoot(count: number): Promise<{ photos: string; catalogue: string }> {
  const dir = temporaryFolder();
  const photos = join(dir, 'photos');
  await mkdir(photos);
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const sides = index === 1 ? ([height, width] as const) : ([width, height] as const);
      const jpeg = await picture(index + 1, ...sides)
        .jpeg({ quality: 60 })
        .withExif({ IFD2: { DateTimeOriginal: `2024:05:01 10:00:0${String(index)}` } })
        .toBuffer();
      await writeFile(join(photos, `IMG_000${String(index + 1)}.jpg`), jpeg);
    }),
  );
  return { photos, catalogue: join(dir, 'catalogue') };
}

const large = (page: Page, name: string) => page.locator('main').getByRole('img', { name });
/** Which picture is drawn of a photo, how wide it is, and how closely one looks. */
const drawnOf = (page: Page, name: string) =>
  large(page, name).evaluate(({ dataset }) => [dataset['picture'], dataset['width'], dataset['zoom']]);

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

it('shows a photo whole and in its own pixels, and keeps zoom and place from frame to frame', async () => {
  const { photos, catalogue } = await shoot(3);
  const page = await openPage((await serve(catalogue, photos)).address, { width: 1024, height: 640 });
  await page.getByText('Everything is scored.').waitFor();
  await page.getByRole('gridcell').first().click();
  await page.keyboard.press('Enter');
  await expect.poll(() => drawnOf(page, 'IMG_0001.jpg')).toEqual(['preview', '2048', 'fit']);
  await page
    .getByRole('listbox', { name: 'Filmstrip' })
    .getByRole('option', { name: /IMG_0003.jpg/ })
    .waitFor();
  await axe(page);

  // A click looks at that point, in the photo's own pixels.
  const stage = await large(page, 'IMG_0001.jpg').boundingBox();
  if (!stage) throw new Error('The photo is not on screen');
  await page.mouse.click(stage.x + stage.width * 0.7, stage.y + stage.height / 2);
  await expect.poll(() => drawnOf(page, 'IMG_0001.jpg')).toEqual(['full', String(width), '1']);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => drawnOf(page, 'IMG_0002.jpg')).toEqual(['full', String(height), '1']);
  await page.keyboard.press('o');
  await page.getByText('In focus, at the photo’s own pixels').waitFor();
  await page.locator('canvas[data-marked=focus]').waitFor({ state: 'attached' });
  await axe(page);
  await page.keyboard.press('j');
  await page.getByText(/^Clipped:/).waitFor();
  await page.keyboard.press('j');
  // The map belongs to the whole photo, and says so.
  await page.keyboard.press('m');
  await page.getByText('The map is shown with the whole photo.').waitFor();
  await page.keyboard.press('z');
  await page
    .getByRole('img', { name: /^Map of/ })
    .first()
    .waitFor();
  await page.keyboard.press('m');
  await page.keyboard.press('F4');
  await expect.poll(() => page.getByRole('listbox', { name: 'Filmstrip' }).count()).toBe(0);
  await page.keyboard.press('F4');
  await page.getByRole('img', { name: /^Histogram of this photo/ }).waitFor();

  // The last of many keys is the one whose photo is shown.
  await page.keyboard.press('Home');
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowRight']) await page.keyboard.press(key);
  await expect.poll(() => drawnOf(page, 'IMG_0003.jpg')).toEqual(['preview', '2048', 'fit']);

  // The second screen follows, and its keys do what they do here.
  const [second] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('F2')]);
  await expect.poll(() => drawnOf(second, 'IMG_0003.jpg')).toEqual(['preview', '2048', 'fit']);
  await axe(second);
  await second.keyboard.press('ArrowLeft');
  await expect.poll(() => drawnOf(second, 'IMG_0002.jpg')).toEqual(['preview', '1365', 'fit']);
  await expect.poll(() => drawnOf(page, 'IMG_0002.jpg')).toEqual(['preview', '1365', 'fit']);
  await second.keyboard.press('z');
  await expect.poll(() => drawnOf(second, 'IMG_0002.jpg')).toEqual(['full', String(height), '1']);
});

it('compares photos: a verdict is about the active one alone, and which that is is said', async () => {
  const { photos, catalogue } = await shoot(4);
  const page = await openPage((await serve(catalogue, photos)).address, { width: 1024, height: 640 });
  await page.getByText('Everything is scored.').waitFor();
  const tiles = page.getByRole('gridcell');
  await tiles.first().click();
  for (const index of [1, 2]) await tiles.nth(index).click({ modifiers: ['Control'] });
  await page.keyboard.press('c');
  const frames = page.locator('[data-photo-frame]');
  await expect.poll(() => frames.count()).toBe(3);
  const active = page.locator('[data-photo-frame][aria-current=true]');
  await expect.poll(() => active.getAttribute('aria-label')).toBe('IMG_0003.jpg, active, frame 3 of 3');
  await axe(page);
  await page.keyboard.press('ArrowRight');
  await page.getByText('Active: IMG_0001.jpg. Keys decide about this photo.').waitFor();
  await page.keyboard.press('x');
  await expect
    .poll(() => page.getByTestId('verdicts').textContent())
    .toBe('0 picked, 1 rejected, 3 undecided');
  // Zoom is linked.
  await page.keyboard.press('z');
  for (const name of ['IMG_0001.jpg', 'IMG_0002.jpg'])
    await expect.poll(async () => (await drawnOf(page, name))[2]).toBe('1');
  await page.keyboard.press('z');

  await page.keyboard.press('Escape');
  await tiles.first().click();
  await page.keyboard.press('c');
  await expect
    .poll(() => active.getAttribute('aria-label'))
    .toBe('IMG_0002.jpg, challenger, active, frame 2 of 2');
  await page.keyboard.press('ArrowRight');
  await expect
    .poll(() => active.getAttribute('aria-label'))
    .toBe('IMG_0003.jpg, challenger, active, frame 2 of 2');
  await page.keyboard.press('b');
  await page.getByRole('region', { name: 'IMG_0003.jpg, champion, frame 1 of 2' }).waitFor();
  await page.keyboard.press('p');
  await expect
    .poll(() => page.getByTestId('verdicts').textContent())
    .toBe('1 picked, 0 rejected, 3 undecided');
});
