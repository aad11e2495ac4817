import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/command-line.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

describe('proofsheet copy-card', () => {
  it('copies to two folders, prints the report and passes over what is copied when called again', async () => {
    const dir = temporaryFolder();
    await writeShoot(join(dir, 'card/DCIM'), 2);
    const call = 'copy-card card --to one --to two --name {date}_{number:2} --catalogue catalogue'.split(' ');
    const first = await runCommand(call, dir);
    expect(first.stderr).toContain('copied 2, copied before 0, failed 0');
    expect(JSON.parse(first.stdout)).toMatchObject({
      found: { photo: 2 },
      copied: 2,
      failures: [],
      stopped: null,
    });
    expect(first.status).toBe(0);
    for (const folder of ['one', 'two']) {
      expect(await readdir(join(dir, folder))).toEqual(['2024-05-01_01.jpg', '2024-05-01_02.jpg']);
    }
    const second = await runCommand(call, dir);
    expect(JSON.parse(second.stdout)).toMatchObject({ copied: 0, skipped: 2 });
  });

  it('ends with status 1 where a file could not be copied, and with 2 for a wrong call', async () => {
    const dir = temporaryFolder();
    await writeShoot(join(dir, 'card'), 1);
    await writeFile(join(dir, 'file'), '');
    const failing = await runCommand(['copy-card', 'card', '--to', 'file', '--catalogue', 'catalogue'], dir);
    expect(failing.status).toBe(1);
    expect(failing.stderr).toContain('IMG_0001.jpg');
    const wrong = await runCommand(
      ['copy-card', 'card', '--to', 'a', '--name', '{x}', '--catalogue', 'c'],
      dir,
    );
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('{x}');
  });
});
