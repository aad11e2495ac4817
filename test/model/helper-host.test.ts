import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { forkHelper } from '../../src/main/model/fork-helper.ts';
import { HelperHost, type HelperLimits } from '../../src/main/model/helper-host.ts';
import type { HelperPort } from '../../src/main/model/helper-port.ts';
import type { ToHelper } from '../../src/main/model/helper-protocol.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { madePicture } from '../imaging/made-photos.ts';
import { writeTinyModel } from './tiny-model.ts';

interface World {
  host: HelperHost;
  folder: string;
  /** Names of the files in the order in which they were handed to the helper. */
  handed: string[];
  photo(name: string): Promise<string>;
  score(name: string, options?: Parameters<HelperHost['score']>[2]): ReturnType<HelperHost['score']>;
}

/** A real helper process; `strike` gets its id each time a file is handed to it. */
function world({
  strike = () => undefined,
  limits = {},
  decodes = 2,
  modelFolder,
}: {
  strike?: (name: string, pid: number) => unknown;
  limits?: Partial<HelperLimits>;
  decodes?: number;
  modelFolder?: string;
} = {}): World {
  const folder = temporaryFolder();
  if (modelFolder === undefined) writeTinyModel(folder);
  const handed: string[] = [];
  const startHelper = (): HelperPort => {
    const port = forkHelper();
    return {
      ...port,
      send: (message) => {
        port.send(message);
        const sent = message as ToHelper;
        if (sent.type !== 'request' || sent.request.kind === 'trial' || port.pid === undefined) return;
        const name = sent.request.file.slice(folder.length + 1);
        handed.push(name);
        strike(name, port.pid);
      },
    };
  };
  const setup = { modelFolder: modelFolder ?? folder, engine: 'onnx-cpu' as const, threads: 1, decodes };
  const host = new HelperHost({ startHelper, setup, limits: { backoff: 1, ...limits } });
  onTestFinished(() => host.close());
  const photo = async (name: string) => {
    const file = join(folder, name);
    if (!existsSync(file)) await madePicture(400, 300).jpeg().toFile(file);
    return file;
  };
  const score: World['score'] = async (name, options) =>
    await host.score(await photo(name), join(folder, 'thumbs', `${name}.webp`), options);
  return { host, folder, handed, photo, score };
}

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (reason: unknown) => reason,
  );
const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe('what the helper does', () => {
  test('one decode gives scores, embedding, size and thumbnail', async () => {
    const { score, folder } = world();
    const scored = await score('a.jpg');
    expect([scored.raw.length, scored.embedding.length, scored.width, scored.height]).toEqual([
      2, 4, 400, 300,
    ]);
    expect(readdirSync(join(folder, 'thumbs'))).toEqual(['a.jpg.webp']);
    expect((await sharp(join(folder, 'thumbs', 'a.jpg.webp')).metadata()).width).toBe(400);
  });

  test('map, preview and identity', async () => {
    const { host, photo, folder, score } = world();
    const file = await photo('a.jpg');
    const map = await host.map(file, 1);
    expect([map.width, map.height, map.values.length]).toEqual([36, 28, 36 * 28]);
    const mean = map.values.reduce((sum, value) => sum + value, 0) / map.values.length;
    expect(mean).toBeCloseTo(map.raw, 3);
    expect(map.raw).toBeCloseTo((await score('a.jpg')).raw[1] ?? NaN, 3);
    await host.preview(file, join(folder, 'preview.webp'));
    expect((await sharp(join(folder, 'preview.webp')).metadata()).width).toBe(400);
    expect(await host.identify(file)).toMatchObject({ format: 'jpeg', width: 400 });
  });

  test('a file that cannot be read fails alone, in a sentence', async () => {
    const { host, score, folder } = world();
    writeFileSync(join(folder, 'bad.jpg'), 'text');
    const [bad, good] = await Promise.all([reasonOf(score('bad.jpg')), score('good.jpg')]);
    expect(bad).toMatchObject({
      name: 'PhotoError',
      crashed: false,
      message: expect.stringMatching(/something else/),
    });
    expect(good.width).toBe(400);
    expect(host.pid).toBeGreaterThan(0);
  });

  test('a model that is damaged makes it unavailable, with the sentence', async () => {
    const modelFolder = temporaryFolder();
    writeTinyModel(modelFolder, { damage: true });
    const { host, score } = world({ modelFolder });
    const reasons = await Promise.all([reasonOf(host.ready()), reasonOf(score('a.jpg'))]);
    for (const reason of reasons) {
      expect(reason).toMatchObject({
        name: 'HelperUnavailable',
        message: expect.stringMatching(/is damaged/),
      });
    }
  });
});

describe('order', () => {
  test('screen before near before the rest; what was cancelled is never handed over', async () => {
    const { host, folder, photo, handed } = world({
      decodes: 1,
      // It stands still, so that what follows has to wait in the host.
      strike: (name, pid) => name === 'first.jpg' && process.kill(pid, 'SIGSTOP'),
    });
    const file = await photo('first.jpg');
    for (const name of ['rest', 'near', 'screen', 'cancelled'])
      await copyFile(file, join(folder, `${name}.jpg`));
    await host.ready();
    const score = (name: string, options: Parameters<HelperHost['score']>[2]) =>
      host.score(join(folder, `${name}.jpg`), join(folder, `${name}.webp`), options);
    const first = [1, 2, 3].map(() => score('first', {}));
    expect(handed).toHaveLength(3);
    const cancel = new AbortController();
    const waiting = [
      score('rest', { priority: 'rest' }),
      score('near', { priority: 'near' }),
      score('screen', { priority: 'screen' }),
    ];
    const cancelled = reasonOf(score('cancelled', { priority: 'screen', signal: cancel.signal }));
    cancel.abort(new Error('left the screen'));
    expect(await cancelled).toMatchObject({ message: 'left the screen' });
    process.kill(host.pid ?? 0, 'SIGCONT');
    await Promise.all([...first, ...waiting]);
    expect(handed.slice(3)).toEqual(['screen.jpg', 'near.jpg', 'rest.jpg']);
  });
});

describe('a crash', () => {
  test.each(['SIGKILL', 'SIGSEGV'] as const)('by %s costs the guilty photo alone', async (signal) => {
    const { host, score, handed } = world({
      decodes: 4,
      strike: (name, pid) => {
        if (name === 'killer.jpg') process.kill(pid, signal);
      },
    });
    const crash = vi.fn();
    host.on('crash', crash);
    const names = ['a.jpg', 'b.jpg', 'killer.jpg', 'c.jpg', 'd.jpg', 'e.jpg'];
    const [killer, ...others] = await Promise.all([
      reasonOf(score('killer.jpg')),
      ...names.filter((name) => name !== 'killer.jpg').map((name) => score(name)),
    ]);
    expect(killer).toMatchObject({ name: 'PhotoError', crashed: true });
    for (const scored of others) expect(scored.width).toBe(400);
    // Once with the others or by itself, then alone until it is proven.
    expect(handed.filter((name) => name === 'killer.jpg').length).toBeGreaterThanOrEqual(2);
    expect(handed.filter((name) => name === 'killer.jpg').length).toBeLessThanOrEqual(3);
    expect(crash.mock.calls[0]?.[0]).toMatchObject({ exit: { signal }, hung: false });
    expect((await score('a.jpg')).width).toBe(400);
  });

  test('that happens once costs nobody anything', async () => {
    let struck = false;
    const { score } = world({
      strike: (name, pid) => {
        if (name !== 'once.jpg' || struck) return;
        struck = true;
        process.kill(pid, 'SIGKILL');
      },
    });
    const results = await Promise.all(['a.jpg', 'once.jpg', 'b.jpg'].map((name) => score(name)));
    expect(results).toHaveLength(3);
    expect(struck).toBe(true);
  });

  test('a photo that never comes to an end is ended and set aside', async () => {
    const { host, score, photo } = world({
      strike: (name, pid) => {
        if (name === 'hangs.jpg') process.kill(pid, 'SIGSTOP');
      },
      limits: { answer: 1500 },
    });
    await photo('hangs.jpg');
    await host.ready();
    const crash = vi.fn();
    host.on('crash', crash);
    const [hangs, good] = await Promise.all([reasonOf(score('hangs.jpg')), score('good.jpg')]);
    expect(hangs).toMatchObject({ crashed: true, message: expect.stringMatching(/never came to an end/) });
    expect(good.width).toBe(400);
    expect(crash.mock.calls[0]?.[0]).toMatchObject({ hung: true });
  });

  test('of every start is told after a few, and the next request tries again', async () => {
    let broken = true;
    const folder = temporaryFolder();
    writeTinyModel(folder);
    const startHelper = () => {
      const port = forkHelper();
      if (broken) port.kill();
      return port;
    };
    const host = new HelperHost({
      startHelper,
      setup: { modelFolder: folder, engine: 'onnx-cpu', threads: 1, decodes: 1 },
      limits: { backoff: 1 },
    });
    onTestFinished(() => host.close());
    const file = join(folder, 'a.png');
    await madePicture(64, 64).png().toFile(file);
    expect(await reasonOf(host.identify(file))).toMatchObject({
      name: 'HelperUnavailable',
      message: expect.stringMatching(/does not start/),
    });
    broken = false;
    expect((await host.identify(file)).format).toBe('png');
  });
});

describe('the end', () => {
  test('on purpose is an exit, not a crash; what waited is told', async () => {
    const { host, score, photo } = world();
    await photo('a.jpg');
    await host.ready();
    const { pid } = host;
    const [crash, exit] = [vi.fn(), vi.fn()];
    host.on('crash', crash).on('exit', exit);
    const waiting = reasonOf(score('a.jpg'));
    await new Promise(setImmediate);
    await host.close();
    expect(await waiting).toMatchObject({ name: 'HelperUnavailable' });
    expect([crash.mock.calls.length, exit.mock.calls.length]).toEqual([0, 1]);
    expect(isGone(pid ?? 0)).toBe(true);
    expect(await reasonOf(score('a.jpg'))).toMatchObject({ name: 'HelperUnavailable' });
  });

  test('of a helper that does not listen any more is bounded', async () => {
    const { host } = world({ limits: { exit: 200 } });
    await host.ready();
    const pid = host.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    await host.close();
    expect(isGone(pid)).toBe(true);
  });

  test('of the parent is the end of the helper', async () => {
    const folder = temporaryFolder();
    writeTinyModel(folder);
    const source = (name: string) =>
      JSON.stringify(fileURLToPath(new URL(`../../src/main/model/${name}`, import.meta.url)));
    const script = join(folder, 'parent.mjs');
    writeFileSync(
      script,
      `const { HelperHost } = await import(${source('helper-host.ts')});
       const { forkHelper } = await import(${source('fork-helper.ts')});
       const setup = { modelFolder: ${JSON.stringify(folder)}, engine: 'onnx-cpu', threads: 1, decodes: 1 };
       const host = new HelperHost({ startHelper: forkHelper, setup });
       await host.ready();
       console.log(host.pid);`,
    );
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (text) => resolve(Number(text))),
    );
    expect(isGone(pid)).toBe(false);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(isGone(pid)).toBe(true), 5000);
  });
});
