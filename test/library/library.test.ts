import { mkdirSync } from 'node:fs';
import { mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openCatalogue, type Catalogue } from '../../src/main/catalogue/catalogue.ts';
import { Library } from '../../src/main/library/library.ts';
import { smallManifest } from '../support/manifest.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

interface Opened {
  photos: string;
  catalogue: Catalogue;
  library: Library;
  notices: string[];
  /** Paths of the files in place, and their ids. */
  files: () => Promise<Record<string, number>>;
  /** Called when a scan begins, and with the files found at every batch of them. */
  atScan: { call: (found: number) => void };
}

/** A library that watches a folder `photos` of `count` photos, once it was added and scanned. */
async function open(count: number, { watch = true } = {}): Promise<Opened> {
  const dir = temporaryFolder();
  const photos = join(dir, 'photos');
  mkdirSync(photos);
  await writeShoot(photos, count);
  const catalogue = await openCatalogue({
    dir: join(dir, 'catalogue'),
    program: 'test',
    manifest: smallManifest,
    modelVersion: 'v1',
    readingVersion: 1,
    metadataVersion: 1,
  });
  const notices: string[] = [];
  const atScan: Opened['atScan'] = { call: () => undefined };
  const library = new Library({
    catalogue,
    exclude: [],
    watch,
    onChanged: () => undefined,
    onRoots: () => undefined,
    onScan: ({ found }) => atScan.call(found),
    onNotice: (text) => notices.push(text),
  });
  onTestFinished(async () => {
    await library.close();
    await catalogue.close();
  });
  const files = async (): Promise<Record<string, number>> => {
    const jobs = await catalogue.nextJobs('identify', 0, 10_000);
    return Object.fromEntries(jobs.map(({ path, id }) => [path, id]).sort());
  };
  return { photos, catalogue, library, notices, files, atScan };
}

const names = (count: number, prefix = ''): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}IMG_${String(index + 1).padStart(4, '0')}.jpg`);

describe('the library', () => {
  it('takes a folder into a larger one while it is scanned', async () => {
    const { photos, library, notices, files, atScan } = await open(3);
    await writeShoot(join(photos, 'inner', 'deep'), 3);
    const inner = await library.add(join(photos, 'inner'));
    let larger: Promise<void> | undefined;
    atScan.call = () => {
      larger ??= library.add(photos).then((place) => library.scan(place.root));
    };
    await library.scan(inner.root);
    await larger;
    expect(Object.keys(await files())).toEqual([...names(3), ...names(3, 'inner/deep/')].sort());
    expect(notices).toEqual([]);
  });

  it('keeps the files of a folder that goes away while it is scanned', async () => {
    const { photos, catalogue, library, files, atScan } = await open(3);
    const { root } = await library.add(photos);
    await library.scan(root);
    const before = await files();
    let away: Promise<void> | undefined;
    await writeShoot(join(photos, 'more'), 3);
    atScan.call = (found) => {
      if (found > 0) away ??= rename(photos, `${photos} away`);
    };
    await library.scan(root);
    await away;
    expect((await catalogue.roots())[0]?.offline).toBe(true);
    atScan.call = () => undefined;
    await rename(`${photos} away`, photos);
    await library.scan(root);
    expect(await files()).toMatchObject(before);
  });

  it('is not scanned to its end when it is closed, and nobody hears of it', async () => {
    const { photos, library, notices, atScan } = await open(3);
    const { root } = await library.add(photos);
    let closing: Promise<void> | undefined;
    atScan.call = (found) => {
      if (found > 0) closing ??= library.close();
    };
    await library.scan(root);
    await closing;
    expect(notices).toEqual([]);
  });

  it('follows a folder that a link to its new place stands for', async () => {
    const { photos, library, notices, files } = await open(0);
    await writeShoot(join(photos, 'old'), 3);
    const { root } = await library.add(photos);
    await library.scan(root);
    await rename(join(photos, 'old'), join(photos, 'new'));
    await symlink('new', join(photos, 'old'));
    await expect.poll(async () => Object.keys(await files())).toEqual(names(3, 'new/'));
    expect(notices).toEqual([]);
  });

  it('does not find by a link in a folder what has its own place beside that folder', async () => {
    const { photos, library, files } = await open(3);
    await mkdir(join(photos, 'inner'));
    await symlink(photos, join(photos, 'inner', 'up'));
    const { root } = await library.add(photos);
    await library.scan(root);
    await library.scan(root, 'inner');
    expect(Object.keys(await files())).toEqual(names(3));
  });

  it('looks again when one comes back where no notices are relied on, but not more than once a minute', async () => {
    const { photos, library, files, atScan } = await open(1, { watch: false });
    const { root } = await library.add(photos);
    await library.scan(root);
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    let calls = 0;
    atScan.call = () => calls++;
    vi.advanceTimersByTime(61_000);
    await library.lookAgain();
    expect([(await library.folders())[0]?.polling, calls]).toEqual(['no', 0]);

    await writeShoot(photos, 1, 2);
    await library.poll(root, true);
    expect((await library.folders())[0]?.polling).toBe('asked');
    await expect.poll(async () => Object.keys(await files())).toEqual(names(2));
    await writeShoot(photos, 1, 3);
    await library.lookAgain();
    expect(Object.keys(await files())).toEqual(names(2));
    vi.advanceTimersByTime(61_000);
    await library.lookAgain();
    await expect.poll(async () => Object.keys(await files())).toEqual(names(3));
  });

  it('finds what changes in a folder that is looked through from time to time', async () => {
    const { photos, library, notices, files } = await open(1);
    const { root } = await library.add(photos);
    await library.poll(root, true);
    await expect.poll(async () => Object.keys(await files())).toEqual(names(1));
    let last = 1;
    await expect
      .poll(
        async () => {
          await writeShoot(photos, 1, ++last);
          return Object.keys(await files()).length;
        },
        { interval: 2000, timeout: 60_000 },
      )
      .toBeGreaterThan(1);
    expect(notices).toEqual([]);
  });

  it('watches a folder that was renamed, and one made inside it', async () => {
    const { photos, library, files } = await open(0);
    await writeShoot(join(photos, 'a'), 1);
    const { root } = await library.add(photos);
    await library.scan(root);
    await rename(join(photos, 'a'), join(photos, 'b'));
    await expect.poll(async () => Object.keys(await files())).toEqual(['b/IMG_0001.jpg']);
    await writeShoot(join(photos, 'b', 'c', 'd'), 1, 2);
    await expect
      .poll(async () => Object.keys(await files()))
      .toEqual(['b/IMG_0001.jpg', 'b/c/d/IMG_0002.jpg']);
  });
});
