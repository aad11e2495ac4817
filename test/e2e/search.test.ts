import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { closeBrowser, openPage, serve } from '../support/browser-mode.ts';
import { picture, writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

afterAll(closeBrowser);

it('photos are found by name, folder and keyword as one types', async () => {
  const dir = temporaryFolder();
  const photos = join(dir, 'photos');
  await mkdir(join(photos, 'Zürich'), { recursive: true });
  await writeShoot(photos, 3);
  await picture(7)
    .withXmp(
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>Kingfisher</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>`,
    )
    .jpeg()
    .toFile(join(photos, 'Zürich', 'bird.jpg'));
  const page = await openPage((await serve(join(dir, 'catalogue'), photos)).address);
  const cells = page.getByRole('gridcell');
  await expect.poll(() => cells.count()).toBe(4);
  // The names come before what is in the files.
  await page.getByText('Everything is scored.').waitFor();

  await page.keyboard.press('q');
  const field = page.getByRole('searchbox');
  for (const [text, count] of [
    ['kingf', 1],
    ['zurich bird', 1],
    ['IMG_000', 3],
    ['img_0002', 1],
    ['kingfisher img', 0],
  ] as const) {
    await field.fill(text);
    await expect.poll(() => cells.count(), { message: text }).toBe(count);
  }
  await page.getByText('No photograph lies within these filters.').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => cells.count()).toBe(4);
});
