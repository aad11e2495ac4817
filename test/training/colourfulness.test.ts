import { loadGraphModel } from '@tensorflow/tfjs-converter';
import type { io, Tensor4D } from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadModel } from '../../src/main/model/load-model.ts';
import { deviation, mean } from '../../src/shared/statistics/statistics.ts';
import { networkGraph } from '../../src/training/onnx/export.ts';
import { networkFiles, networkNames } from '../../src/training/onnx/network-files.ts';
import { tensorflow } from '../../src/training/tensorflow.ts';
import { readNetwork } from './read-network.ts';

/** As Hasler and Suesstrunk define it. */
function colourfulnessOf(photo: Uint8Array): number {
  const pixels = Array.from({ length: photo.length / 3 }, (_, i) => [...photo.subarray(3 * i, 3 * i + 3)]);
  const opponents = [
    pixels.map(([red = 0, green = 0]) => red - green),
    pixels.map(([red = 0, green = 0, blue = 0]) => (red + green) / 2 - blue),
  ];
  return (
    Math.hypot(...opponents.map((values) => deviation(values))) +
    0.3 * Math.hypot(...opponents.map((values) => mean(values)))
  );
}

test('a task that colourfulness serves has it as its score, and as the mean of its map, on every engine', async () => {
  const folder = fileURLToPath(new URL('../../resources/model/', import.meta.url));
  const { onnx, weights } = await loadModel(folder);
  const { trunk, heads } = readNetwork(onnx, weights ?? new Uint8Array());
  const served = heads.bias.length - 1;
  const slope = 0.02;
  const colour = { mean: 35, weights: Float32Array.from(heads.bias, (_, t) => (t === served ? slope : 0)) };
  const zeroed = heads.weights.map((rows) => {
    const channels = rows.length / heads.bias.length;
    return rows.map((value, i) => (Math.floor(i / channels) === served ? 0 : value));
  });
  const files = networkFiles(networkGraph(trunk, { ...heads, weights: zeroed, colour }));

  // Grey on the left, red and green in turn on the right.
  const side = 64;
  const photo = Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    if (pixel % side < side / 2) return 128;
    return i % 3 === Math.floor(pixel / side / 8) % 2 ? 220 : 30;
  });
  const expected = (heads.bias[served] ?? NaN) + slope * (colourfulnessOf(photo) - colour.mean);
  const check = (raw: ArrayLike<number>, maps: Float32Array) => {
    expect(raw[served]).toBeCloseTo(expected, 4);
    const cells = maps.subarray(served * side, (served + 1) * side);
    expect(mean(cells) + (heads.bias[served] ?? NaN)).toBeCloseTo(expected, 4);
    const [grey, coloured] = [true, false].map((left) =>
      mean([...cells].filter((_, cell) => cell % 8 < 4 === left)),
    );
    expect(coloured).toBeGreaterThan(grey ?? NaN);
  };

  const session = await InferenceSession.create(files.onnx, {
    externalData: [{ path: networkNames.weights, data: files.weights }],
  });
  const { raw, maps } = await session.run({ photos: new Tensor('uint8', photo, [1, side, side, 3]) });
  check(raw?.data as Float32Array, maps?.data as Float32Array);

  const tf = await tensorflow();
  const { modelTopology, weightsManifest } = JSON.parse(
    new TextDecoder().decode(files.graphModel),
  ) as io.ModelJSON;
  const graph = await loadGraphModel({
    load: () =>
      Promise.resolve({
        modelTopology,
        weightSpecs: weightsManifest.flatMap((group) => group.weights),
        weightData: new Uint8Array(files.weights).buffer,
      }),
  });
  const photos = tf.tensor4d(Int32Array.from(photo), [1, side, side, 3], 'int32');
  const [ownRaw, ownMaps] = graph.execute(photos, ['raw', 'maps']) as Tensor4D[];
  check(ownRaw?.dataSync() ?? [], (ownMaps?.dataSync() ?? new Float32Array()) as Float32Array);
  graph.dispose();
});
