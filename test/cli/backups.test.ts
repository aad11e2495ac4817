import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../support/command-line.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

it('the catalogue is backed up, put back, and rebuilt from the log, from the command line', async () => {
  const dir = temporaryFolder();
  await writeShoot(join(dir, 'shoot'), 2);
  const run = (call: string) => runCommand([...call.split(' '), '--catalogue', 'catalogue'], dir);
  await run('score shoot');
  await run('verdict shoot/IMG_0001.jpg --stars 4');
  const { stdout: line } = await run('backup');
  await run('verdict shoot/IMG_0002.jpg --pick');

  const restored = await run(`backup --restore ${basename(line.trim())}`);
  expect(restored).toMatchObject({ status: 0 });
  expect(restored.stderr).toContain('1 decisions came back from the log');

  for (const name of ['catalogue.db', 'catalogue.db-wal', 'catalogue.db-shm'])
    await rm(join(dir, 'catalogue', name), { force: true });
  await run('score shoot');
  expect((await run('replay')).stdout).toContain(
    '2 decisions brought back, 2 photos changed, 0 decisions wait',
  );
  expect((await run('history')).stdout).toContain('Gave 4 stars to IMG_0001.jpg');
});
