import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EngineId } from '../../src/shared/engines.ts';
import { forkHelper } from '../../src/main/model/fork-helper.ts';
import { HelperHost } from '../../src/main/model/helper-host.ts';
import type { HelperPort } from '../../src/main/model/helper-port.ts';
import type { FromHelper, ToHelper } from '../../src/main/model/helper-protocol.ts';
import { madePicture } from '../imaging/made-photos.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { writeTinyModel } from './tiny-model.ts';

type Trouble = 'crashes' | 'fails at a photo' | 'does not load';

/** A real helper whose engine is in trouble whenever it is not the standard one. */
function hostWith(
  trouble: Trouble,
  mayFallBack: boolean,
): { host: HelperHost; fallbacks: string[]; used: EngineId[] } {
  const folder = temporaryFolder();
  writeTinyModel(folder);
  const used: EngineId[] = [];
  const startHelper = (): HelperPort => {
    const port = forkHelper();
    let troubled = false;
    let tell: (message: unknown) => void = () => undefined;
    return {
      ...port,
      onMessage: (listener) => {
        tell = listener;
        port.onMessage(listener);
      },
      send: (message) => {
        const sent = message as ToHelper;
        if (sent.type === 'setup') {
          used.push(sent.setup.engine);
          troubled = sent.setup.engine !== 'onnx-cpu';
          // The engine itself is a real one; its trouble is made here.
          const engine = troubled && trouble === 'does not load' ? sent.setup.engine : 'onnx-cpu';
          return port.send({ ...sent, setup: { ...sent.setup, engine } });
        }
        if (sent.type === 'request' && troubled && trouble === 'crashes') return port.kill();
        if (sent.type === 'request' && troubled && trouble === 'fails at a photo') {
          const failed: FromHelper = { type: 'engine-failed', id: sent.id, error: 'It lost its device.' };
          return void setImmediate(() => tell(failed));
        }
        port.send(message);
      },
    };
  };
  const engine = process.platform === 'win32' ? 'onnx-coreml' : 'onnx-directml';
  const setup = { modelFolder: folder, engine, threads: 1, decodes: 2 } as const;
  const host = new HelperHost({ startHelper, setup, mayFallBack, limits: { backoff: 1 } });
  onTestFinished(() => host.close());
  const fallbacks: string[] = [];
  host.on('fallback', (sentence) => fallbacks.push(sentence));
  return { host, fallbacks, used };
}

async function scoreThree(host: HelperHost): Promise<unknown[]> {
  const folder = temporaryFolder();
  const file = join(folder, 'a.jpg');
  await madePicture(400, 300).jpeg().toFile(file);
  return await Promise.all(
    [1, 2, 3].map((n) =>
      host.score(file, join(folder, `${n}.webp`)).then(
        ({ width }) => width,
        (reason: unknown) => reason,
      ),
    ),
  );
}

describe('an engine', () => {
  test.each<Trouble>(['crashes', 'fails at a photo', 'does not load'])(
    'that %s gives way to the standard one once, and no photo is lost',
    async (trouble) => {
      const { host, fallbacks, used } = hostWith(trouble, true);
      expect(await scoreThree(host)).toEqual([400, 400, 400]);
      expect(fallbacks).toHaveLength(1);
      expect(fallbacks[0]).toMatch(/failed, so ONNX Runtime, CPU goes on: /);
      expect(used[0]).not.toBe('onnx-cpu');
      expect(new Set(used.slice(1))).toEqual(new Set(['onnx-cpu']));
      expect((await host.ready()).engine).toBe('ONNX Runtime, CPU');
    },
  );

  test.each<Trouble>(['fails at a photo', 'does not load'])(
    'whose scores are its own and that %s stops the work, and blames no photo',
    async (trouble) => {
      const { host, fallbacks } = hostWith(trouble, false);
      for (const reason of await scoreThree(host))
        expect(reason).toMatchObject({ name: 'HelperUnavailable' });
      expect(fallbacks).toEqual([]);
    },
  );
});
