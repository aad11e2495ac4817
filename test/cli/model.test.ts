import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeTinyModel } from '../model/tiny-model.ts';
import { runCommand } from '../support/command-line.ts';
import { smallManifest } from '../support/manifest.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

describe('a model of one’s own', () => {
  it('brings its own columns, and leaves the scores of the other model where they are', async () => {
    const dir = temporaryFolder();
    await mkdir(join(dir, 'model'));
    writeTinyModel(join(dir, 'model'));
    await writeShoot(join(dir, 'shoot'), 2);
    const score = (...more: string[]) => runCommand(['score', 'shoot', '--catalogue', 'c', ...more], dir);
    const standard = await score();
    const own = await score('--model', 'model');
    expect(own.stdout.split('\n')[0]).toBe(
      ['path', ...smallManifest.tasks.map(({ id }) => id), 'error'].join(','),
    );
    expect(own.stderr).toContain('decoded 2, scored 2, unchanged 0, failed 0');
    const again = await score();
    expect(again.stdout).toBe(standard.stdout);
    expect(again.stderr).toContain('decoded 0, scored 0, unchanged 2, failed 0');
  });

  it('is asked for again where its folder holds none', async () => {
    const dir = temporaryFolder();
    await writeShoot(join(dir, 'shoot'), 1);
    const { status, stderr } = await runCommand(
      ['score', 'shoot', '--catalogue', 'c', '--model', 'shoot'],
      dir,
    );
    expect(stderr).toContain('manifest.json');
    expect(status).toBe(2);
  });
});
