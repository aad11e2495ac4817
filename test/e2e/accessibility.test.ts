import AxeBuilder from '@axe-core/playwright';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { closeBrowser, openPage, serve } from '../support/browser-mode.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

afterAll(closeBrowser);

it('axe finds nothing in any view', async () => {
  const dir = temporaryFolder();
  const photos = join(dir, 'photos');
  await mkdir(photos);
  await writeShoot(photos, 4);
  const page = await openPage((await serve(join(dir, 'catalogue'), photos)).address, {
    width: 1024,
    height: 640,
  });
  await page.getByText('Everything is scored.').waitFor();

  const look = async (view: string): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      view,
    ).toEqual([]);
  };
  await look('the grid');
  await page.getByRole('gridcell').first().click();
  await page.getByRole('complementary', { name: 'Explanation' }).getByText('What matters most').waitFor();
  await look('the explanation');
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: 'IMG_0001.jpg' }).waitFor();
  await look('the single photo');
  await page.keyboard.press('m');
  await look('the map');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await look('the keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await look('the settings');
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await page.getByRole('dialog').waitFor();
  await look('the folder chooser');
});
