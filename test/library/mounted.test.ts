import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isCard } from '../../src/main/culling/copies/card-places.ts';
import { plugged } from '../../src/main/library/mounted.ts';
import { temporaryFolder } from '../support/temporary.ts';

describe('drives', () => {
  it('are those mounted where people plug things in, their names spelled out', () => {
    const mounts = [
      '/dev/nvme0n1p2 / ext4 rw,relatime 0 0',
      'tmpfs /run tmpfs rw 0 0',
      '/dev/sdb1 /media/ann/EOS_DIGITAL vfat rw 0 0',
      '/dev/sdc1 /run/media/ann/My\\040Photos exfat rw 0 0',
      '/dev/sdc1 /run/media/ann/My\\040Photos exfat rw 0 0',
    ].join('\n');
    expect(plugged(mounts)).toEqual(['/media/ann/EOS_DIGITAL', '/run/media/ann/My Photos']);
  });

  it('are cards where a camera made its folders, and no drives where nothing can be read', async () => {
    const dir = temporaryFolder();
    await mkdir(join(dir, 'card/DCIM'), { recursive: true });
    await mkdir(join(dir, 'backup/Photos'), { recursive: true });
    expect(await isCard(join(dir, 'card'))).toBe(true);
    expect(await isCard(join(dir, 'backup'))).toBe(false);
    expect(await isCard(join(dir, 'absent'))).toBeNull();
  });
});
