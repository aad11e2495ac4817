import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createApplication } from '../../src/main/application.ts';
import { copyCard } from '../../src/main/culling/copies/card-copy.ts';
import { photosAbsent, sharedPhoto } from '../imaging/shared-photos.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Bytes and times of every file but sidecars, which are ours to write once that is turned on. */
const originalsOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.xmp'))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const { mtimeNs, ctimeNs, ino, mode } = statSync(path, { bigint: true });
        const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
        return [path, [hash, mtimeNs, ctimeNs, ino, mode].join(' ')];
      }),
  );

it('an original is as it was, bytes and times, after everything the program can do', async () => {
  const dir = temporaryFolder();
  const shoot = join(dir, 'shoot');
  const card = join(dir, 'card');
  await writeShoot(shoot, 3);
  await writeShoot(join(card, 'DCIM/100TEST'), 2, 10);
  if (!photosAbsent)
    for (const kind of ['formats', 'damaged'])
      cpSync(sharedPhoto(kind), join(shoot, kind), { recursive: true });
  const before = { ...originalsOf(shoot), ...originalsOf(card) };

  const application = await createApplication({
    mode: 'browser',
    catalogueDir: join(dir, 'catalogue'),
    roots: [shoot],
    sidecars: { sidecarWriting: true, sidecarEditor: 'darktable' },
  });
  onTestFinished(() => application.close());
  const { catalogue, verdicts, ingest, sidecars, pictures, suggestions, handlers } = application;
  await ingest.idle();
  const { ids } = await catalogue.openView({
    root: null,
    folder: '',
    sort: { key: 'overall', descending: true },
    ranges: [],
  });
  for (const row of await catalogue.rows([...ids])) {
    for (const size of ['thumb', 'preview'] as const) await pictures.open(row.id, row.version, size);
    await handlers['photos.detail']({ id: row.id });
  }
  await verdicts.set([...ids], { pick: 'reject', stars: 2, label: 'red' }, null);
  await verdicts.undo(null);
  await verdicts.set([...ids], { stars: 4 }, null);
  const [first = 0] = ids;
  const run = await suggestions.make(
    'auto-cull',
    [first],
    [{ photo: first, field: 'pick', value: 'reject', reason: 'A test.' }],
  );
  await suggestions.confirm(run ?? 0, null, null);
  await sidecars.handOver([...ids]);
  await copyCard({
    catalogue,
    card,
    targets: [join(dir, 'copies')],
    template: ({ name }) => name,
    others: true,
  });
  await handlers['backups.make'](undefined);
  await ingest.idle();

  // What was to be done was done.
  expect(existsSync(join(shoot, 'IMG_0001.jpg.xmp')) || existsSync(join(shoot, 'IMG_0001.xmp'))).toBe(true);
  expect(readdirSync(join(dir, 'copies'))).toHaveLength(2);
  expect({ ...originalsOf(shoot), ...originalsOf(card) }).toEqual(before);
});
