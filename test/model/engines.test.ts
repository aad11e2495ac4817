import { beforeAll, describe, expect, test } from 'vitest';
import { defaultModelDir } from '../../src/main/application.ts';
import { engineIds, standardEngine } from '../../src/shared/engines.ts';
import { forkHelper } from '../../src/main/model/fork-helper.ts';
import { recommendedSetup } from '../../src/main/model/helper-setup.ts';
import { loadManifest } from '../../src/main/model/load-model.ts';
import { differenceOf, parity, type Trial } from '../../src/main/model/trial.ts';
import { chooseEngine, judged, tryEngine } from '../../src/main/model/try-engine.ts';
import type { ModelManifest } from '../../src/shared/manifest.ts';
import { sentenceOf } from '../../src/shared/result.ts';

const setupOf = (id: (typeof engineIds)[number]) => recommendedSetup(defaultModelDir, id);

let manifest: ModelManifest;
let reference: Trial;
beforeAll(async () => {
  ({ manifest } = await loadManifest(defaultModelDir));
  reference = await tryEngine(setupOf(standardEngine), forkHelper);
});

describe.each(engineIds)('%s', (id) => {
  test('agrees with the standard engine, its maps with its scores; or says why it does not work here', async (context) => {
    const tried = await tryEngine(setupOf(id), forkHelper).catch(sentenceOf);
    if (typeof tried === 'string') {
      expect(id).not.toBe(standardEngine);
      expect(tried).toMatch(/^[A-Z][^\n]+\.$/);
      return context.skip(tried);
    }
    const { raw, maps } = differenceOf(reference, tried);
    expect(raw).toBeLessThanOrEqual(parity.raw);
    expect(maps).toBeLessThanOrEqual(parity.maps);
    for (const output of tried.outputs) {
      const area = output.maps.length / manifest.tasks.length;
      manifest.tasks.forEach(({ id: task, bias }, t) => {
        const map = output.maps.subarray(t * area, (t + 1) * area);
        const mean = map.reduce((sum, value) => sum + value, 0) / area;
        expect(Math.abs(mean + bias - (output.raw[t] ?? NaN)), task).toBeLessThan(1e-4);
      });
    }
  });
});

/** Core ML is Apple's, DirectML Microsoft's. */
const foreign = process.platform === 'win32' ? 'onnx-coreml' : 'onnx-directml';

describe('the choice', () => {
  test('of an engine that does not work is the standard one, with a notice', async () => {
    const chosen = await chooseEngine(setupOf(foreign), 'v1', forkHelper);
    expect(chosen).toMatchObject({ engine: standardEngine, version: 'v1' });
    expect(chosen.notice).toMatch(/cannot be used, so ONNX Runtime, CPU scores: [A-Z].*\.$/);
  });

  test('of the standard engine starts nothing', async () => {
    const chosen = await chooseEngine(setupOf(standardEngine), 'v1', () => {
      throw new Error('A helper was started.');
    });
    expect(chosen).toMatchObject({ engine: standardEngine, version: 'v1', notice: null });
  });

  test('gives an engine that differs a version of its own, always the same, and no substitute', () => {
    const alike = judged('tfjs-cpu', 'v1', { raw: 9e-4, maps: 9e-3 });
    expect(alike).toMatchObject({ version: 'v1', mayFallBack: true });
    const different = judged('tfjs-cpu', 'v1', { raw: 2e-3, maps: 0 });
    expect(different.mayFallBack).toBe(false);
    expect(different.version).not.toBe('v1');
    expect(judged('tfjs-cpu', 'v1', { raw: 0, maps: 2e-2 }).version).toBe(different.version);
    expect(judged('tfjs-gpu', 'v1', { raw: 0, maps: 2e-2 }).version).not.toBe(different.version);
  });
});

describe('the difference', () => {
  const trialOf = (raw: number[], maps: number[]): Trial => ({
    outputs: [{ raw: Float32Array.from(raw), maps: Float32Array.from(maps) }],
    milliseconds: null,
  });

  test('is the largest, whichever the sign', () => {
    const { raw, maps } = differenceOf(trialOf([1, 2], [0, 0]), trialOf([1.25, 1.5], [0, -3]));
    expect([raw, maps]).toEqual([0.5, 3]);
  });

  test('to what is not a number has no end; other shapes are no trial of this network', () => {
    expect(differenceOf(trialOf([1, 2], [0]), trialOf([NaN, 2], [0])).raw).toBe(Infinity);
    expect(() => differenceOf(trialOf([1, 2], [0]), trialOf([1], [0]))).toThrow(/different shapes/);
  });
});
