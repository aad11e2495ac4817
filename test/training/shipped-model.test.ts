import type { io, Tensor4D } from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { loadModel, type Model } from '../../src/main/model/load-model.ts';
import { externalData } from '../../src/main/model/onnx-runtime.ts';
import type { ModelManifest } from '../../src/shared/manifest.ts';
import { reliabilityClass } from '../../src/training/evaluate.ts';
import { forward, type Heads, readOut } from '../../src/training/network.ts';
import { networkGraph } from '../../src/training/onnx/export.ts';
import { networkFiles } from '../../src/training/onnx/network-files.ts';
import { tensorflow } from '../../src/training/tensorflow.ts';
import { openSets, tasksOf } from '../../src/training/tasks.ts';
import type { Trunk } from '../../src/training/trunk/trunk.ts';
import { chequered, referenceImage } from './made-images.ts';
import { readNetwork } from './read-network.ts';

const folder = fileURLToPath(new URL('../../resources/model/', import.meta.url));

let manifest: ModelManifest;
let model: Model;
let session: InferenceSession;
let network: { trunk: Trunk; heads: Heads };

beforeAll(async () => {
  // Which checks the files against their hashes.
  model = await loadModel(folder);
  ({ manifest } = model);
  session = await InferenceSession.create(model.onnx, {
    ...externalData(model),
    graphOptimizationLevel: 'all',
    intraOpNumThreads: 1,
  });
  network = readNetwork(model.onnx, model.weights ?? new Uint8Array());
});

interface Output {
  shape: readonly number[];
  data: Float32Array;
}

async function run(photos: Uint8Array, shape: [number, number, number, 3]) {
  const results = await session.run({ [manifest.input.name]: new Tensor('uint8', photos, shape) });
  const output = (name: string): Output => {
    const result = results[name];
    if (!(result?.data instanceof Float32Array)) throw new Error(`There is no ${name}.`);
    return { shape: result.dims, data: result.data };
  };
  const { raw, embedding, maps } = manifest.outputs;
  return { raw: output(raw), embedding: output(embedding), maps: output(maps) };
}

/** Reads a model's files from a folder, which TensorFlow.js itself does only in a browser. */
const fileHandler = (place: string, name: string): io.IOHandler => ({
  load: () => {
    const { modelTopology, weightsManifest } = JSON.parse(
      readFileSync(join(place, name), 'utf8'),
    ) as io.ModelJSON;
    return Promise.resolve({
      modelTopology,
      weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
      weightData: weightsManifest.flatMap(({ paths }) =>
        paths.map((path) => new Uint8Array(readFileSync(join(place, path))).buffer),
      ),
    });
  },
});

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Array.from(a, (value, i) => Math.abs(value - (b[i] ?? NaN))).reduce((x, y) => Math.max(x, y), 0);
};

describe('the manifest', () => {
  test('has the tasks in the order of the outputs, and classes that follow their intervals', () => {
    expect(manifest.tasks.map(({ id }) => id)).toEqual(tasksOf(openSets).map(({ id }) => id));
    for (const { id, reliability } of manifest.tasks) {
      const [first] = reliability.measured;
      expect(reliability.class, id).toBe(
        reliabilityClass({ low: first?.low ?? NaN, beyond: [reliability.beyond ?? { low: 1 }] }),
      );
    }
    expect(manifest.tasks[0]?.reliability.measured.map(({ set }) => set)).toEqual(['oasis', 'sophoappeal']);
  });

  test('gives the biases that the graph adds', () => {
    expect(
      largestDifference(
        network.heads.bias,
        manifest.tasks.map(({ bias }) => bias),
      ),
    ).toBeLessThan(1e-6);
  });
});

describe('the model', () => {
  test('stays small, whichever engine reads it', () => {
    const files = [model.onnx, model.graphModel, model.weights].map((file) => file?.length ?? NaN);
    expect(files.reduce((sum, length) => sum + length)).toBeLessThan(12e6);
  });

  test('is what the exporter writes of the numbers in it', () => {
    const { onnx, graphModel } = networkFiles(networkGraph(network.trunk, network.heads));
    expect(Buffer.compare(onnx, model.onnx)).toBe(0);
    expect(Buffer.compare(graphModel, model.graphModel ?? new Uint8Array())).toBe(0);
  });

  test('loads in TensorFlow.js as anybody loads it, and gives the same there', async () => {
    const tf = await tensorflow();
    const graph = await loadGraphModel(fileHandler(folder, 'model.json'));
    const [width, height] = [288, 224];
    const photo = chequered(width, height);
    const photos = tf.tensor4d(Int32Array.from(photo), [1, height, width, 3], 'int32');
    const [raw, maps] = graph.execute(photos, ['raw', 'maps']) as Tensor4D[];
    const expected = await run(photo, [1, height, width, 3]);
    expect(maps?.shape).toEqual(expected.maps.shape);
    expect(largestDifference(raw?.dataSync() ?? [], expected.raw.data)).toBeLessThan(1e-3);
    expect(largestDifference(maps?.dataSync() ?? [], expected.maps.data)).toBeLessThan(1e-2);
    graph.dispose();
  });

  test.each([
    [288, 224],
    [224, 288],
    [320, 192],
    [256, 256],
    [1024, 64],
    [32, 1600],
  ])('has maps whose mean and bias are the raw score, for every task, at %i x %i', async (width, height) => {
    const { raw, maps, embedding } = await run(chequered(width, height), [1, height, width, 3]);
    const count = manifest.tasks.length;
    expect(raw.shape).toEqual([1, count]);
    expect(embedding.shape).toEqual([1, manifest.embedding.size]);
    expect(maps.shape).toEqual([1, count, height / 8, width / 8]);
    const area = maps.data.length / count;
    manifest.tasks.forEach(({ id, bias }, task) => {
      const map = maps.data.subarray(task * area, (task + 1) * area);
      const mean = map.reduce((sum, value) => sum + value, 0) / area;
      expect(Math.abs(mean + bias - (raw.data[task] ?? NaN)), id).toBeLessThan(1e-4);
    });
  });

  test('scores a photo alike alone and in a batch', async () => {
    const photos = [referenceImage(288, 224), chequered(288, 224)];
    const alone = await Promise.all(photos.map((photo) => run(photo, [1, 224, 288, 3])));
    const together = await run(Buffer.concat(photos), [2, 224, 288, 3]);
    const raws = alone.flatMap(({ raw }) => [...raw.data]);
    expect(largestDifference(raws, together.raw.data)).toBeLessThan(1e-4);
  });

  test.each([
    ['a smooth picture', referenceImage, 288, 224],
    ['hard edges, upright', chequered, 192, 320],
  ])('agrees with the network in TensorFlow.js on %s', async (_, made, width, height) => {
    const tf = await tensorflow();
    const photo = made(width, height);
    const photos = tf.tensor4d(Float32Array.from(photo), [1, height, width, 3]);
    const expected = readOut(network.heads, forward(network.trunk, photos), photos);
    const actual = await run(photo, [1, height, width, 3]);
    expect(actual.maps.shape).toEqual(expected.maps.shape);
    expect(largestDifference(actual.raw.data, expected.raw.dataSync())).toBeLessThan(1e-3);
    expect(largestDifference(actual.maps.data, expected.maps.dataSync())).toBeLessThan(1e-2);
    expect(largestDifference(actual.embedding.data, expected.embedding.dataSync())).toBeLessThan(1e-3);
  });
});
