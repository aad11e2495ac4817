import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { closeBrowser, openPage, serve } from '../support/browser-mode.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

afterAll(closeBrowser);

it('copies a card in the window, and shows its photos', async () => {
  const dir = temporaryFolder();
  await writeShoot(join(dir, 'card/DCIM'), 3);
  await mkdir(join(dir, 'photos'));
  const page = await openPage((await serve(join(dir, 'catalogue'))).address);
  await page.getByRole('button', { name: 'Copy a card' }).first().click();

  const choose = async (label: string, path: string): Promise<void> => {
    const row = page.getByRole('group', { name: label, exact: true });
    await row.getByRole('button').last().click();
    for (const name of ['This computer', ...path.split('/').filter(Boolean)]) {
      await page.getByRole('option', { name, exact: true }).dblclick();
    }
    await page.getByRole('button', { name: 'Use this folder' }).click();
  };
  await choose('From', join(dir, 'card'));
  await choose('To', join(dir, 'photos'));
  await page.getByText('3 files to copy').waitFor();
  await page.getByLabel('Names').fill('{year}/{name}');
  await page.getByText('2024/IMG_0001.jpg').waitFor();
  await page.getByRole('button', { name: 'Copy 3 files' }).click();
  await page.getByText('Everything that was on the card is copied.').waitFor();
  await page.getByRole('button', { name: 'Close' }).last().click();
  await expect.poll(() => page.getByRole('gridcell').count(), { timeout: 30_000 }).toBe(3);
  expect(await readdir(join(dir, 'photos/2024'))).toEqual(['IMG_0001.jpg', 'IMG_0002.jpg', 'IMG_0003.jpg']);
});
