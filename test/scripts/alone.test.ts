import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { alone } from '../../scripts/alone.ts';
import { cacheFolder } from '../../scripts/project.ts';

const name = `test-${String(process.pid)}`;
afterAll(() => {
  rmSync(join(cacheFolder, `${name}-lock.db`));
});

describe('work that is done alone', () => {
  it('waits for its turn, also after one that failed', async () => {
    let running = 0;
    let together = 0;
    const work = async (): Promise<void> => {
      running += 1;
      together = Math.max(together, running);
      await sleep(20);
      running -= 1;
      throw new Error('failed');
    };
    const results = await Promise.allSettled([alone(name, work), alone(name, work), alone(name, work)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(together).toBe(1);
  });
});
