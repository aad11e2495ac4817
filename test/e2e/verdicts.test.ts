import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { closeBrowser, openPage, serve } from '../support/browser-mode.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

afterAll(closeBrowser);

it('verdicts are given by key, shown, filtered, undone and kept', async () => {
  const dir = temporaryFolder();
  const photos = join(dir, 'photos');
  await mkdir(photos);
  await writeShoot(photos, 4);
  const { address } = await serve(join(dir, 'catalogue'), photos);
  const page = await openPage(address);
  const tile = (name: string) => page.getByRole('gridcell', { name: new RegExp(name) });
  const counts = page.getByTestId('verdicts');
  // Before anything is scored, a photo can be judged.
  await tile('IMG_0001').click();
  await page.keyboard.press('p');
  await page.keyboard.press('4');
  await page.keyboard.press('6');
  await tile('IMG_0001.jpg, picked, 4 stars, red label').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('3');
  await page.keyboard.press('x');
  await tile('IMG_0002.jpg, rejected, 3 stars').waitFor();
  await expect.poll(() => counts.textContent()).toBe('1 picked, 1 rejected, 2 undecided');

  // A photo that leaves the filter stays where it is until asked.
  await page.getByRole('button', { name: 'Undecided' }).click();
  await expect.poll(() => page.getByRole('gridcell').count()).toBe(2);
  await tile('IMG_0003').click();
  await page.keyboard.press('p');
  await tile('IMG_0003.jpg, picked').waitFor();
  expect(await page.getByRole('gridcell').count()).toBe(2);
  await page.getByText('1 new result').waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('Undone: Picked IMG_0003.jpg.').waitFor();
  await expect.poll(() => counts.textContent()).toBe('1 picked, 1 rejected, 2 undecided');

  const again = await openPage(address);
  const label = 'IMG_0002.jpg, rejected, 3 stars';
  await again.getByRole('gridcell', { name: new RegExp(label) }).waitFor();
  // The window opened anew takes back what was done in the other one.
  await again.keyboard.press('Control+z');
  await again.getByText('Undone: Rejected IMG_0002.jpg.').waitFor();
  await again.getByRole('gridcell', { name: /IMG_0002.jpg, 3 stars/ }).waitFor();
});
