import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { closeBrowser, openPage, serve } from '../support/browser-mode.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

afterAll(closeBrowser);

it('rejected photos are moved away after a look at the list, and put back by undo', async () => {
  const dir = temporaryFolder();
  const photos = join(dir, 'photos');
  await mkdir(photos);
  await writeShoot(photos, 4);
  const { address } = await serve(join(dir, 'catalogue'), photos);
  const page = await openPage(address);
  const tiles = page.getByRole('gridcell');
  const names = async (folder: string) => (await readdir(folder)).sort();
  await page.getByRole('gridcell', { name: /IMG_0002/ }).click();
  await page.keyboard.press('Shift+KeyX');
  await page.keyboard.press('Shift+KeyX');
  await page.getByRole('gridcell', { name: 'IMG_0003.jpg, rejected' }).waitFor();

  await page.keyboard.press('Control+Backspace');
  const dialog = page.getByRole('dialog', { name: 'Move rejected photos away' });
  await expect.poll(() => dialog.getByRole('checkbox').count()).toBe(2);
  // What is not ticked stays, rejected as it is.
  await dialog.getByRole('checkbox', { name: 'Move IMG_0003.jpg' }).uncheck();
  await dialog.getByText('1 photo, 1 file').waitFor();
  await dialog.getByRole('button', { name: 'Move 1 photo to _Rejected' }).click();
  await page.getByText('1 photo (1 file) moved to _Rejected.').waitFor();
  await expect.poll(() => tiles.count()).toBe(3);
  expect(await names(photos)).toEqual(['IMG_0001.jpg', 'IMG_0003.jpg', 'IMG_0004.jpg', '_Rejected']);
  expect(await names(join(photos, '_Rejected'))).toEqual(['IMG_0002.jpg']);

  await page.keyboard.press('Control+z');
  await page.getByText('1 photo (1 file) put back.').waitFor();
  await page.getByRole('gridcell', { name: 'IMG_0002.jpg, rejected' }).waitFor();
  expect(await names(photos)).toEqual(['IMG_0001.jpg', 'IMG_0002.jpg', 'IMG_0003.jpg', 'IMG_0004.jpg']);
});
