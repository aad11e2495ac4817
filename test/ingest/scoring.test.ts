import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createApplication } from '../../src/main/application.ts';
import { fastestOf } from '../../src/main/model/time-engines.ts';
import { writeTinyModel } from '../model/tiny-model.ts';
import { smallManifest } from '../support/manifest.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

const patience = { timeout: 30_000, interval: 50 };

async function opened() {
  const dir = temporaryFolder();
  const [photos, model, catalogueDir] = ['photos', 'model', 'catalogue'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(model);
  writeTinyModel(model);
  await writeShoot(photos, 3);
  const start = async () => {
    const application = await createApplication({ mode: 'browser', catalogueDir, roots: [photos] });
    let closing: Promise<void> | undefined;
    const close = (): Promise<void> => (closing ??= application.close());
    onTestFinished(close);
    return { ...application, close };
  };
  return { model, start };
}

describe('another model', () => {
  it('scores from then on, in the middle of a run and at the next start, and hands back', async () => {
    const { model, start } = await opened();
    const { scoring, handlers, catalogue, events, close } = await start();
    const standard = scoring.manifest.name;
    const told = new Promise<string>((resolve) =>
      events.on('model', ({ manifest }) => {
        resolve(manifest.name);
      }),
    );
    await vi.waitFor(async () => expect((await catalogue.knownModels())[0]?.photos).toBe(3), patience);
    await scoring.useModel(model);
    expect(await told).toBe(smallManifest.name);
    await vi.waitFor(async () => {
      expect(await catalogue.knownModels()).toMatchObject([
        { name: smallManifest.name, photos: 3, inUse: true },
        { name: standard, photos: 3, inUse: false },
      ]);
    }, patience);
    // Of the model in use: what it scored is of its two tasks.
    const rows = await catalogue.exportRows(1, '');
    expect(rows.map(({ raw }) => raw?.length)).toEqual([2, 2, 2]);
    await close();
    const next = await start();
    expect(next.manifest.name).toBe(smallManifest.name);
    expect(await next.handlers['models.use']({ folder: null })).toMatchObject({
      name: standard,
      standard: true,
    });
    expect((await next.catalogue.waiting()).score).toBe(0);
    expect(handlers).toBeDefined();
  }, 90_000);

  it('that is damaged changes nothing, and one that is gone gives way with a notice', async () => {
    const { model, start } = await opened();
    const { scoring, close } = await start();
    const standard = scoring.manifest.name;
    await scoring.useModel(model);
    await close();
    writeFileSync(join(model, 'manifest.json'), '{}');
    const next = await start();
    expect(next.manifest.name).toBe(standard);
    expect(next.startNotices).toEqual([expect.stringMatching(/chosen model cannot be read.*damaged/)]);
    await expect(next.scoring.useModel(model)).rejects.toThrow(/damaged/);
    expect(next.scoring.manifest.name).toBe(standard);
  }, 90_000);
});

describe('the fastest engine', () => {
  it('is the one that takes least of those that score as the standard one does', () => {
    expect(fastestOf([])).toBe('onnx-cpu');
    expect(
      fastestOf([
        { engine: 'onnx-cpu', milliseconds: 30, same: true, why: null },
        { engine: 'onnx-cuda', milliseconds: 2, same: false, why: null },
        { engine: 'tfjs-gpu', milliseconds: 5, same: true, why: null },
        { engine: 'onnx-webgpu', milliseconds: null, same: false, why: 'It is not here.' },
      ]),
    ).toBe('tfjs-gpu');
  });

  it('is found by timing them, which is remembered', async () => {
    const { start } = await opened();
    const { scoring, handlers } = await start();
    expect(await scoring.times()).toBeNull();
    const times = await handlers['engines.time'](undefined);
    expect(times.find(({ engine }) => engine === 'onnx-cpu')).toMatchObject({ same: true, why: null });
    expect(await handlers['engines.times'](undefined)).toEqual(times);
    await scoring.followEngine();
    expect(times.some(({ engine }) => engine === scoring.engine)).toBe(true);
  }, 120_000);
});
