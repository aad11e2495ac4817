import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApplication, type Application } from '../../src/main/application.ts';
import { makeBackup } from '../../src/main/catalogue/backups.ts';
import { copyCard } from '../../src/main/culling/copies/card-copy.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Real drives of a few kilobytes, where the system lets the test mount one. */
function mounted(size: string): string | null {
  const dir = temporaryFolder();
  const drive = join(dir, 'drive');
  mkdirSync(drive);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'proofsheet-test', drive], {
      stdio: 'ignore',
    });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', drive]));
  return drive;
}

const mayMount = ((): boolean => {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const fill = (drive: string, leave: number): void => {
  const free = Number(
    execFileSync('df', ['--output=avail', '-B1', drive]).toString().trim().split('\n').at(-1),
  );
  writeFileSync(join(drive, 'filler'), Buffer.alloc(Math.max(0, free - leave)));
};

async function opened(catalogueDir: string, shoot: string): Promise<Application & { notices: string[] }> {
  const application = await createApplication({
    mode: 'browser',
    catalogueDir,
    roots: [shoot],
    sidecars: { sidecarWriting: true, sidecarEditor: 'darktable' },
  });
  const notices: string[] = [];
  application.events.on('notice', ({ text }) => notices.push(text));
  // A test that opens it again has closed it before.
  onTestFinished(() => application.close().catch(() => undefined));
  return Object.assign(application, { notices });
}

const idsOf = async ({ catalogue }: Application): Promise<number[]> => [
  ...(
    await catalogue.openView({ root: null, folder: '', sort: { key: 'name', descending: false }, ranges: [] })
  ).ids,
];

describe.skipIf(!mayMount)('a drive (mounting needs rights that this system does not give)', () => {
  it('that is full takes no sidecar, says so, and gets it once there is room', async () => {
    const drive = mounted('2m') ?? '';
    const shoot = join(drive, 'shoot');
    await writeShoot(shoot, 2);
    const application = await opened(join(temporaryFolder(), 'catalogue'), shoot);
    await application.ingest.idle();
    const ids = await idsOf(application);
    fill(drive, 0);
    await application.verdicts.set(ids, { stars: 4 }, null);
    await application.sidecars.settle();
    expect((await application.sidecars.status()).troubles[0]?.sentence).toContain('is full');
    expect(await application.catalogue.rows(ids)).toMatchObject([
      { verdict: { stars: 4 } },
      { verdict: { stars: 4 } },
    ]);
    rmSync(join(drive, 'filler'));
    const { written, troubles } = await application.sidecars.handOver(ids);
    expect(troubles).toEqual([]);
    expect(written).toBe(2);
  });

  it('that is full takes no copy, and leaves no half one', async () => {
    const drive = mounted('1m') ?? '';
    const dir = temporaryFolder();
    await writeShoot(join(dir, 'card/DCIM/100TEST'), 2);
    const application = await opened(join(dir, 'catalogue'), join(dir, 'card'));
    fill(drive, 4096);
    const report = await copyCard({
      catalogue: application.catalogue,
      card: join(dir, 'card'),
      targets: [join(drive, 'copies')],
      template: ({ name }) => name,
      others: false,
    }).catch((error: unknown) => (error as Error).message);
    expect(JSON.stringify(report)).toMatch(/full|room/);
    expect(execFileSync('find', [drive, '-name', '*.proofsheet-part']).toString()).toBe('');
  });

  it('of the catalogue that is full stops the work with a sentence, and loses no verdict that was confirmed', async () => {
    const drive = mounted('8m') ?? '';
    const dir = temporaryFolder();
    const shoot = join(dir, 'shoot');
    await writeShoot(shoot, 2);
    const first = await opened(join(drive, 'catalogue'), shoot);
    await first.ingest.idle();
    const ids = await idsOf(first);
    await first.verdicts.set(ids, { stars: 2 }, null);
    fill(drive, 0);
    let confirmed = 2;
    let sentence = '';
    for (let stars = 0; stars < 200 && sentence === ''; stars++) {
      await first.verdicts.set(ids, { stars: 1 + (stars % 5) }, null).then(
        () => (confirmed = 1 + (stars % 5)),
        (error: unknown) => (sentence = (error as Error).message),
      );
    }
    const told = `${sentence} ${first.notices.join(' ')}`;
    expect(told).toMatch(/full|room/);
    await first.close();
    rmSync(join(drive, 'filler'));
    const again = await opened(join(drive, 'catalogue'), shoot);
    const rows = await again.catalogue.rows(ids);
    expect(rows.map(({ verdict }) => verdict.stars)).toEqual([confirmed, confirmed]);
    expect(await again.catalogue.decisionLog()).toEqual({ waiting: 0, trouble: null });
  });

  it('that may only be read is scored all the same, and its sidecars wait with a sentence', async () => {
    const drive = mounted('4m') ?? '';
    await writeShoot(join(drive, 'shoot'), 1);
    execFileSync('mount', ['-o', 'remount,ro', drive]);
    const application = await opened(join(temporaryFolder(), 'catalogue'), join(drive, 'shoot'));
    await application.ingest.idle();
    const ids = await idsOf(application);
    await application.verdicts.set(ids, { pick: 'pick' }, null);
    await application.sidecars.settle();
    expect(await application.catalogue.rows(ids)).toMatchObject([
      { state: 'scored', verdict: { pick: 'pick' } },
    ]);
    expect((await application.sidecars.status()).troubles[0]?.sentence).toContain('may not be written to');
  });
});

it('a folder that went away and came back under another name loses no verdict', async () => {
  const dir = temporaryFolder();
  await writeShoot(join(dir, 'drive/shoot'), 3);
  const catalogueDir = join(temporaryFolder(), 'catalogue');
  const first = await opened(catalogueDir, join(dir, 'drive/shoot'));
  await first.ingest.idle();
  await first.verdicts.set(await idsOf(first), { stars: 5 }, null);
  await first.close();
  renameSync(join(dir, 'drive'), join(dir, 'other'));
  const again = await opened(catalogueDir, join(dir, 'other/shoot'));
  await again.ingest.idle();
  await expect
    .poll(async () => {
      const rows = await again.catalogue.rows(await idsOf(again));
      return rows.filter(({ verdict, state }) => verdict.stars === 5 && state !== 'failed').length;
    })
    .toBeGreaterThanOrEqual(3);
});

it('a damaged catalogue opens from its backup, says so, and has every verdict', async () => {
  const dir = temporaryFolder();
  const shoot = join(dir, 'shoot');
  const catalogueDir = join(dir, 'catalogue');
  await writeShoot(shoot, 2);
  const first = await opened(catalogueDir, shoot);
  await first.ingest.idle();
  makeBackup(catalogueDir, Date.now());
  const ids = await idsOf(first);
  await first.verdicts.set(ids, { stars: 3 }, null);
  await first.close();
  writeFileSync(join(catalogueDir, 'catalogue.db'), Buffer.alloc(100_000, 1));
  const again = await opened(catalogueDir, shoot);
  await expect.poll(() => again.notices.join(' ')).toContain('was damaged');
  expect(await again.catalogue.rows(ids)).toMatchObject([
    { verdict: { stars: 3 } },
    { verdict: { stars: 3 } },
  ]);
});
