import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { describe, expect, test } from 'vitest';
import { defaultModelDir } from '../../src/main/application.ts';
import { openEngine } from '../../src/main/model/engines.ts';
import { loadModel } from '../../src/main/model/load-model.ts';
import { TfjsRuntime } from '../../src/main/model/tfjs-runtime.ts';
import { differenceOf, isWithinParity, trial, trialPictures } from '../../src/main/model/trial.ts';
import { tensorflow } from '../../src/training/tensorflow.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { writeTinyModel } from './tiny-model.ts';

/** On WebAssembly, which every machine has. */
async function runtimeOf(folder: string): Promise<TfjsRuntime> {
  const library = { ...(await tensorflow()), loadGraphModel };
  return await TfjsRuntime.create('TensorFlow.js', library, await loadModel(folder));
}

describe('TensorFlow.js', () => {
  test('computes the network that ships as ONNX Runtime does', async () => {
    const model = await loadModel(defaultModelDir);
    const reference = await openEngine('onnx-cpu', model, 1);
    const runtime = await runtimeOf(defaultModelDir);
    const difference = differenceOf(await trial(reference, false), await trial(runtime, false));
    expect(difference.raw).toBeGreaterThan(0);
    expect(isWithinParity(difference)).toBe(true);
    const [input] = trialPictures();
    if (!input) throw new Error('There is no picture.');
    const [expected, actual] = [await reference.score(input), await runtime.score(input)];
    expect(actual.embedding).toHaveLength(model.manifest.embedding.size);
    actual.embedding.forEach((value, i) => expect(value).toBeCloseTo(expected.embedding[i] ?? NaN, 3));
    await Promise.all([reference.dispose(), runtime.dispose()]);
  });

  test('gives each photo of a batch its own scores, and keeps no memory', async () => {
    const folder = temporaryFolder();
    writeTinyModel(folder);
    const tf = await tensorflow();
    const before = tf.memory().numTensors;
    const runtime = await runtimeOf(folder);
    const loaded = tf.memory().numTensors;
    const plain = (value: number) => ({
      data: new Uint8Array(64 * 32 * 3).fill(value),
      width: 64,
      height: 32,
    });
    const scores = await runtime.scoreBatch([plain(40), plain(200)]);
    expect(scores.map(({ raw }) => raw[0])).toEqual([40, 200]);
    expect(scores.map(({ embedding }) => embedding.length)).toEqual([4, 4]);
    const maps = await runtime.maps(plain(200));
    expect([maps.width, maps.height, maps.values.length]).toEqual([8, 4, 64]);
    expect(tf.memory().numTensors).toBe(loaded);
    await runtime.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('says that a model was not written for it', async () => {
    const folder = temporaryFolder();
    writeTinyModel(folder);
    const model = await loadModel(folder);
    const library = { ...(await tensorflow()), loadGraphModel };
    await expect(TfjsRuntime.create('x', library, { ...model, graphModel: undefined })).rejects.toThrow(
      'This model was not written for TensorFlow.js.',
    );
  });
});
