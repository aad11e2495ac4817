import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCatalogue } from '../../src/main/catalogue/catalogue.ts';
import { parseMountInfo, typeOfLongestMount } from '../../src/main/catalogue/network-drive.ts';
import { smallManifest } from '../support/manifest.ts';
import { temporaryFolder } from '../support/temporary.ts';

const optionsFor = (dir: string) => ({
  dir,
  program: 'Proofsheet',
  manifest: smallManifest,
  modelVersion: 'v1',
  readingVersion: 1,
  metadataVersion: 1,
});

describe('openCatalogue', () => {
  it('has one owner at a time, and names it', async () => {
    const dir = temporaryFolder();
    const catalogue = await openCatalogue(optionsFor(dir));
    await expect(openCatalogue(optionsFor(dir))).rejects.toThrow(
      `is in use by Proofsheet (process ${process.pid})`,
    );
    await catalogue.close();
    await (await openCatalogue(optionsFor(dir))).close();
  });

  it('is free again when its owner was killed', async () => {
    const dir = temporaryFolder();
    const owner = fork(join(import.meta.dirname, '..', 'support', 'catalogue-owner.ts'), [dir], {
      execArgv: [],
    });
    await once(owner, 'message');
    await expect(openCatalogue(optionsFor(dir))).rejects.toThrow(`(process ${owner.pid})`);
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    await (await openCatalogue(optionsFor(dir))).close();
  });

  it('says what to do with a damaged catalogue', async () => {
    const dir = temporaryFolder();
    writeFileSync(
      join(dir, 'catalogue.db'),
      'This is no database, but it is long enough to be taken for one.'.repeat(50),
    );
    await expect(openCatalogue(optionsFor(dir))).rejects.toThrow(/damaged and cannot be opened/);
  });

  it('is used no more once it is closed', async () => {
    const catalogue = await openCatalogue(optionsFor(temporaryFolder()));
    await catalogue.close();
    await expect(catalogue.roots()).rejects.toThrow('The catalogue is closed');
  });
});

describe('network drives', () => {
  const mounts = parseMountInfo(
    [
      '22 1 8:1 / / rw - ext4 /dev/sda1 rw',
      '40 22 0:50 / /mnt/my\\040nas rw - nfs4 nas:/photos rw',
      '41 22 0:51 / /mnt/usb rw - exfat /dev/sdb1 rw',
    ].join('\n'),
  );

  it('are known by the type of the mount a folder is on', () => {
    expect(typeOfLongestMount('/mnt/my nas/2024', mounts)).toBe('nfs4');
    expect(typeOfLongestMount('/mnt/usb', mounts)).toBe('exfat');
    expect(typeOfLongestMount('/mnt/usbstick', mounts)).toBe('ext4');
  });
});
