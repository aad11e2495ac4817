import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Graph } from '../../src/training/onnx/graph.ts';
import { networkFiles, networkNames } from '../../src/training/onnx/network-files.ts';
import { smallManifest } from '../support/manifest.ts';

/** Rows: red, green and blue of two tasks. */
export const tinyWeights = Float32Array.of(1, 0, 0, 0, 0.5, -0.25);

/**
 * Writes a model small enough to be made by a test: two tasks that are weighted means of the colours, whose maps are
 * the same of 8 x 8 pixels, and an embedding of four numbers.
 */
export function writeTinyModel(folder: string, change: Partial<{ damage: boolean }> = {}): void {
  const graph = new Graph();
  const image = graph.input('image', 'uint8', ['photos', 'height', 'width', 3]);
  const planes = graph.add('Transpose', [graph.add('Cast', [image], { to: 1 })], { perm: [0, 3, 1, 2] });
  const cells = graph.add('AveragePool', [planes], { kernel_shape: [8, 8], strides: [8, 8] });
  const maps = graph.add('Conv', [cells, graph.kernel('weights', tinyWeights, [2, 3, 1, 1])], {
    kernel_shape: [1, 1],
  });
  const colours = graph.add('ReduceMean', [planes], { axes: [2, 3], keepdims: 0 });
  const projection = graph.floats('projection', new Float32Array(12).fill(0.1), [3, 4]);
  graph.output('raw', graph.add('ReduceMean', [maps], { axes: [2, 3], keepdims: 0 }), ['photos', 2]);
  graph.output('embedding', graph.add('MatMul', [colours, projection]), ['photos', 4]);
  graph.output('maps', maps, ['photos', 2, 'rows', 'columns']);
  const files = networkFiles(graph.contents('tiny'));
  const described = (part: keyof typeof files) => ({
    file: networkNames[part],
    sha256: createHash('sha256').update(files[part]).digest('hex'),
  });
  const manifest = {
    ...smallManifest,
    ...described('onnx'),
    weights: described('weights'),
    graphModel: described('graphModel'),
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  if (change.damage) files.weights[files.weights.length - 1] = (files.weights.at(-1) ?? 0) ^ 1;
  for (const part of ['onnx', 'weights', 'graphModel'] as const) {
    writeFileSync(join(folder, networkNames[part]), files[part]);
  }
}
