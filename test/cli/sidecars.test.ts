import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { editXmp } from '../../src/main/imaging/xmp/edit.ts';
import { readXmp } from '../../src/main/imaging/xmp/read.ts';
import { runCommand } from '../support/command-line.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

it('reads the sidecars of other programs and writes those of a chosen one', async () => {
  const dir = temporaryFolder();
  const photos = join(dir, 'photos');
  const catalogue = ['--catalogue', join(dir, 'catalogue')];
  mkdirSync(photos);
  await writeShoot(photos, 2);
  await runCommand(['score', photos, ...catalogue]);
  writeFileSync(
    join(photos, 'IMG_0001.xmp'),
    editXmp(null, { rating: '-1', label: 'Green', subject: ['kept'] }),
  );

  const read = await runCommand(['sidecars', 'read', photos, ...catalogue]);
  expect(read).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(read.stdout)).toMatchObject({ disputes: 0, disputed: [], troubles: [] });

  const lightroom = await runCommand(['sidecars', 'write', photos, ...catalogue]);
  expect(JSON.parse(lightroom.stdout)).toMatchObject({ photos: 2, unread: [] });
  const digikam = await runCommand(['sidecars', 'write', photos, '--editor', 'digikam', ...catalogue]);
  expect(JSON.parse(digikam.stdout)).toMatchObject({ photos: 2, troubles: [] });
  expect(readdirSync(photos).sort()).toEqual([
    'IMG_0001.jpg',
    'IMG_0001.jpg.xmp',
    'IMG_0001.xmp',
    'IMG_0002.jpg',
  ]);
  expect(readXmp(readFileSync(join(photos, 'IMG_0001.jpg.xmp')))).toMatchObject({
    pickLabel: '1',
    label: 'Green',
  });
  expect(readXmp(readFileSync(join(photos, 'IMG_0001.xmp')))).toMatchObject({
    subject: ['kept'],
    label: 'Green',
  });

  const status = await runCommand(['sidecars', 'status', ...catalogue]);
  expect(JSON.parse(status.stdout)).toMatchObject({ waiting: 0, disputes: 0 });
  expect((await runCommand(['sidecars', 'write', photos, '--editor', 'paint'])).status).toBe(2);
});
