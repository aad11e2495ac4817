import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RootWatcher } from '../../src/main/library/watch.ts';
import { temporaryFolder } from '../support/temporary.ts';

describe.each([
  ['by the notices of the system', false],
  ['by looking from time to time, as on a network drive', true],
])('RootWatcher, %s', (_, polls) => {
  it('tells where files and folders come, change and go', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'day'));
    writeFileSync(join(root, 'day', 'old.jpg'), 'old');
    const told = new Set<string>();
    const errors: unknown[] = [];
    const watcher = new RootWatcher({
      root,
      polls,
      onChanges: (paths) => paths.forEach((path) => told.add(path)),
      onError: (error) => errors.push(error),
    });
    onTestFinished(() => watcher.close());
    for (const folder of [root, join(root, 'day')]) watcher.add(folder);

    // A watcher that polls has to have looked once before a change is one.
    let turn = 0;
    await expect
      .poll(
        () => {
          writeFileSync(join(root, 'day', `new${turn++}.jpg`), 'new');
          return [...told].some((path) => path.startsWith('day/new'));
        },
        { interval: 500, timeout: 60_000 },
      )
      .toBe(true);
    rmSync(join(root, 'day', 'old.jpg'));
    await expect.poll(() => told.has('day/old.jpg'), { timeout: 60_000 }).toBe(true);
    expect(errors).toEqual([]);
  });
});
