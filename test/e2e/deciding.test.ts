import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { closeBrowser, openPage, serve } from '../support/browser-mode.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

afterAll(closeBrowser);

it('several photos are selected, decided about, led on from, and taken back to any point', async () => {
  const dir = temporaryFolder();
  const photos = join(dir, 'photos');
  await mkdir(photos);
  await writeShoot(photos, 8);
  const { address } = await serve(join(dir, 'catalogue'), photos);
  const page = await openPage(address);
  const tile = (name: string) => page.getByRole('gridcell', { name: new RegExp(name) });
  const selected = page.locator('[role=gridcell][aria-selected=true]');
  const counts = page.getByTestId('verdicts');
  await tile('IMG_0008').waitFor();

  // As in a file manager: a click, a range, one more, and keys.
  await tile('IMG_0001').click();
  await tile('IMG_0003').click({ modifiers: ['Shift'] });
  await expect.poll(() => selected.count()).toBe(3);
  await tile('IMG_0005').click({ modifiers: ['ControlOrMeta'] });
  await page.getByText('Keys decide about 4 selected photos').waitFor();
  await page.keyboard.press('x');
  await page.getByText('Rejected 4 photos.').waitFor();
  await expect.poll(() => counts.textContent()).toContain('4 rejected, 4 undecided');
  await page.keyboard.press('Escape');
  await expect.poll(() => selected.count()).toBe(1);
  await page.keyboard.press('Control+a');
  await expect.poll(() => selected.count()).toBe(8);

  // A frame drawn over the first row's first two tiles.
  const first = await tile('IMG_0001').boundingBox();
  const second = await tile('IMG_0002').boundingBox();
  if (!first || !second) throw new Error('The tiles are not laid out');
  await page.mouse.move(first.x + 4, first.y + 4);
  await page.mouse.down();
  await page.mouse.move(first.x + 40, first.y + 40);
  await page.mouse.move(second.x + second.width - 4, second.y + 40, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => selected.count()).toBe(2);

  // Shift leads on; a digit counts by its place.
  await tile('IMG_0006').click();
  await page.keyboard.press('Shift+KeyP');
  await tile('IMG_0006.jpg, picked').waitFor();
  await expect.poll(() => selected.getAttribute('aria-label')).toContain('IMG_0007');
  await page.keyboard.press('Shift+Digit3');
  await tile('IMG_0007.jpg, 3 stars').waitFor();
  await expect.poll(() => selected.getAttribute('aria-label')).toContain('IMG_0008');

  // Only what was rejected is left out; the next one that fits follows.
  await page.keyboard.press('y');
  const history = page.getByRole('dialog', { name: 'History' });
  await expect
    .poll(() => history.getByRole('listitem').allTextContents())
    .toEqual([
      expect.stringContaining('Gave 3 stars to IMG_0007.jpg'),
      expect.stringContaining('Picked IMG_0006.jpg'),
      expect.stringContaining('Rejected 4 photos'),
      expect.stringContaining('Before the first decision'),
    ]);
  await history.getByRole('button', { name: /Rejected 4 photos/ }).click();
  await expect.poll(() => history.getByRole('button', { name: /undone/ }).count()).toBe(2);
  await history.getByRole('button', { name: /Before the first decision/ }).click();
  await expect.poll(() => counts.textContent()).toContain('0 rejected, 8 undecided');
  await history.getByRole('button', { name: /Picked IMG_0006/ }).click();
  await expect.poll(() => counts.textContent()).toContain('1 picked, 4 rejected, 3 undecided');
  await page.keyboard.press('Escape');

  // The person's own key, kept over a reload.
  await page.keyboard.press('Control+Comma');
  await page.getByText('Commands and their keys').click();
  await page.getByRole('button', { name: /Other key for: Pick \(/ }).click();
  await page.keyboard.press('k');
  await page.getByRole('button', { name: 'Other key for: Pick (K)' }).waitFor();
  await page.keyboard.press('Escape');
  await page.reload();
  await tile('IMG_0004').click();
  await page.keyboard.press('k');
  await tile('IMG_0004.jpg, picked').waitFor();
});
