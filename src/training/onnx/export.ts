import type { Heads } from '../network.ts';
import { type Convolution, type Trunk, taps } from '../trunk/trunk.ts';
import { elementType, type GraphProto } from '../../main/model/onnx-format.ts';
import { Graph } from './graph.ts';

export const graphNames = {
  input: 'photos',
  raw: 'raw',
  embedding: 'embedding',
  maps: 'maps',
  pooled: 'pooled',
  cells: 'cells',
  hidden: 'hidden',
};

/** Cells of the input per cell of a map, along one side. */
const mapReduction = 8;

/**
 * TensorFlow's SAME for an even side: what a stride of 2 leaves over is added at the bottom and right.
 */
function padsOf({ weight, stride }: Convolution): number[] {
  const kernel = weight.shape[2] ?? 1;
  const before = Math.floor((kernel - stride) / 2);
  const after = kernel - stride - before;
  return [before, before, after, after];
}

function convolve(graph: Graph, input: string, convolution: Convolution): string {
  const { name, weight, scale, bias, stride, depthwise, relu6 } = convolution;
  const stored = graph.kernel(`${name}.weight`, weight.data, weight.shape, { half: true, depthwise });
  const kernel = graph.add('Mul', [stored, graph.floats(`${name}.scale`, scale, [scale.length, 1, 1, 1])]);
  const summed = graph.add('Conv', [input, kernel, graph.floats(`${name}.bias`, bias, [bias.length])], {
    kernel_shape: weight.shape.slice(2),
    strides: [stride, stride],
    pads: padsOf(convolution),
    group: depthwise ? scale.length : 1,
  });
  return relu6 ? graph.add('Clip', [summed, graph.scalar(0), graph.scalar(6)]) : summed;
}

/** The photos as numbers from 0 to 255, [photos, 3, height, width]. */
function addPhotos(graph: Graph): string {
  const bytes = graph.input(graphNames.input, 'uint8', ['photos', 'height', 'width', 3]);
  const planes = graph.add('Transpose', [bytes], { perm: [0, 3, 1, 2] });
  return graph.add('Cast', [planes], { to: elementType.float });
}

/** @returns the names of the taps' maps, finest first */
function addTrunk(graph: Graph, trunk: Trunk, photos: string): string[] {
  const centred = graph.add('Sub', [photos, graph.scalar(127)]);
  let map = convolve(graph, graph.add('Mul', [centred, graph.scalar(1 / 128)]), trunk.stem);
  const read: string[] = [];
  for (const stage of trunk.stages) {
    for (const { expand, depthwise, project, residual } of stage) {
      const inner = convolve(graph, expand ? convolve(graph, map, expand) : map, depthwise);
      const projected = convolve(graph, inner, project);
      map = residual ? graph.add('Add', [map, projected]) : projected;
    }
    read.push(map);
  }
  return [...read, convolve(graph, map, trunk.head)];
}

/** Each tap's map with the finer ones averaged down to the maps' size: cheap, and the mean stays. */
const coarsen = (graph: Graph, read: readonly string[]): string[] =>
  read.map((map, index) => {
    const factor = mapReduction / (taps[index]?.reduction ?? mapReduction);
    if (factor <= 1) return map;
    return graph.add('AveragePool', [map], { kernel_shape: [factor, factor], strides: [factor, factor] });
  });

const pool = (graph: Graph, coarse: readonly string[]): string => {
  const means = coarse.map((map) => graph.add('GlobalAveragePool', [map]));
  return graph.add('Flatten', [graph.add('Concat', means, { axis: 1 })], { axis: 1 });
};

/** Heads' maps on the taps: a 1x1 convolution each, the coarse ones enlarged by repetition. */
function addMaps(graph: Graph, heads: Heads, coarse: readonly string[], photos: string): string {
  const tasks = heads.bias.length;
  const parts = coarse.map((map, index) => {
    const { name, reduction } = taps[index] ?? { name: '', reduction: mapReduction };
    const weights = heads.weights[index] ?? new Float32Array();
    const tapMeans = heads.means[index] ?? new Float32Array();
    const offset = product(weights, tapMeans, tasks).map((value) => -value);
    const part = graph.add(
      'Conv',
      [
        map,
        graph.kernel(`heads.${name}.weight`, weights, [tasks, tapMeans.length, 1, 1]),
        graph.floats(`heads.${name}.offset`, offset, [tasks]),
      ],
      { kernel_shape: [1, 1] },
    );
    return { part, factor: Math.max(1, reduction / mapReduction) };
  });
  // Added up where they are small: one enlargement per size instead of one per tap.
  const factors = [...new Set(parts.map(({ factor }) => factor))].sort((a, b) => b - a);
  const sums = factors.map((factor) => {
    const same = parts.filter((part) => part.factor === factor).map(({ part }) => part);
    const sum = same.reduce((left, right) => graph.add('Add', [left, right]));
    return factor === 1 ? sum : enlarge(graph, sum, factor);
  });
  const { colour } = heads;
  if (colour) {
    const offset = colour.weights.map((weight) => -weight * colour.mean);
    sums.push(pointwise(graph, 'heads.colour', addColourfulness(graph, photos), colour.weights, offset));
  }
  return sums.reduce((left, right) => graph.add('Add', [left, right]));
}

/**
 * Colourfulness (Hasler and Suesstrunk 2003) as a map whose mean it is. With the opponent colours c = (red - green,
 * (red + green) / 2 - blue), their mean m and the mean square s² of their distance from it, it is s + 0.3 |m|; and s is
 * the mean of |c - m|² / s, and |m| that of c . m / |m|.
 */
function addColourfulness(graph: Graph, photos: string): string {
  const ones = (name: string, map: string) =>
    graph.add('Conv', [map, graph.kernel(name, Float32Array.of(1, 1), [1, 2, 1, 1])], {
      kernel_shape: [1, 1],
    });
  const opponents = Float32Array.of(1, -1, 0, 0.5, 0.5, -1);
  const colours = graph.add('Conv', [photos, graph.kernel('opponent colours', opponents, [2, 3, 1, 1])], {
    kernel_shape: [1, 1],
  });
  // Means of means: a plain sum of so many squares loses digits on some engines.
  const cells = { kernel_shape: [mapReduction, mapReduction], strides: [mapReduction, mapReduction] };
  const coarse = graph.add('AveragePool', [colours], cells);
  const middle = graph.add('GlobalAveragePool', [coarse]);
  const apart = graph.add('Sub', [colours, middle]);
  const squares = graph.add('AveragePool', [ones('sum of squares', graph.add('Mul', [apart, apart]))], cells);
  const root = (square: string) => graph.add('Max', [graph.add('Sqrt', [square]), graph.scalar(leastColour)]);
  const spread = graph.add('Div', [squares, root(graph.add('GlobalAveragePool', [squares]))]);
  const along = ones('sum of products', graph.add('Mul', [coarse, middle]));
  const cast = graph.add('Div', [along, root(ones('sum of middles', graph.add('Mul', [middle, middle])))]);
  return graph.add('Add', [spread, graph.add('Mul', [cast, graph.scalar(0.3)])]);
}

/** A grey photograph has no colour to divide by; on a scale to 255 less than this is none. */
const leastColour = 1e-3;

const enlarge = (graph: Graph, map: string, factor: number): string =>
  graph.add(
    'Resize',
    [map, '', graph.floats(`times ${factor}`, Float32Array.of(1, 1, factor, factor), [4])],
    {
      mode: 'nearest',
      nearest_mode: 'floor',
      coordinate_transformation_mode: 'asymmetric',
    },
  );

/** [rows] = [rows, columns] x [columns] */
function product(matrix: Float32Array, vector: Float32Array, rows: number): Float32Array {
  const columns = vector.length;
  return Float32Array.from({ length: rows }, (_, row) =>
    vector.reduce((sum, value, column) => sum + value * (matrix[row * columns + column] ?? 0), 0),
  );
}

/**
 * The whole network: RGB bytes in, raw scores, embedding and maps out (see `ModelManifest`). Sides are multiples of 32.
 */
export function networkGraph(trunk: Trunk, heads: Heads): GraphProto {
  const graph = new Graph();
  const photos = addPhotos(graph);
  const coarse = coarsen(graph, addTrunk(graph, trunk, photos));
  const tasks = heads.bias.length;
  const maps = addMaps(graph, heads, coarse, photos);
  const sums = graph.add('Flatten', [graph.add('GlobalAveragePool', [maps])], { axis: 1 });
  graph.output(graphNames.raw, graph.add('Add', [sums, graph.floats('heads.bias', heads.bias, [tasks])]), [
    'photos',
    tasks,
  ]);
  const size = (heads.projection[0]?.length ?? 0) / (heads.means[0]?.length ?? 1);
  const means = heads.means.flatMap((part) => [...part]);
  const centred = graph.add('Sub', [
    pool(graph, coarse),
    graph.floats('heads.means', Float32Array.from(means), [means.length]),
  ]);
  const embedding = graph.add('MatMul', [
    centred,
    graph.halves('embedding.projection', joinColumns(heads.projection, size), [means.length, size]),
  ]);
  graph.output(graphNames.embedding, embedding, ['photos', size]);
  graph.output(graphNames.maps, maps, ['photos', tasks, 'rows', 'columns']);
  return graph.contents('proofsheet');
}

/** The ONNX file of colourfulness alone, [photos, 1], computed as the network computes it. */
export function exportColourfulness(): Uint8Array {
  const graph = new Graph();
  const map = addColourfulness(graph, addPhotos(graph));
  graph.output(graphNames.pooled, pool(graph, [map]), ['photos', 'channels']);
  return graph.encode('colourfulness');
}

/** 1x1 convolutions on all taps at once, brought to the coarsest tap's cells: what a hidden layer acts on. */
export interface CellProjection {
  /** [size, all taps' channels], row by row */
  weights: Float32Array;
  /** [size] */
  offset: Float32Array;
  /** On the projection, before the mean over the photo. */
  hidden: readonly { activation: 'Relu' | 'Cos'; weights: Float32Array; bias: Float32Array }[];
}

/**
 * The ONNX file of the trunk alone: the pooled taps, what heads are fitted on; where they are asked for, the cells and
 * the means of the hidden layers on them, too.
 */
export function exportTrunk(trunk: Trunk, cells?: CellProjection): Uint8Array {
  const graph = new Graph();
  const coarse = coarsen(graph, addTrunk(graph, trunk, addPhotos(graph)));
  graph.output(graphNames.pooled, pool(graph, coarse), ['photos', 'channels']);
  if (cells) {
    const joined = graph.add('Concat', coarsestOf(graph, coarse), { axis: 1 });
    const projected = pointwise(graph, 'cells', joined, cells.weights, cells.offset);
    graph.output(graphNames.cells, projected, ['photos', cells.offset.length, 'rows', 'columns']);
    const means = cells.hidden.map(({ activation, weights, bias }, layer) =>
      graph.add(activation, [pointwise(graph, `hidden ${layer}`, projected, weights, bias)]),
    );
    if (means.length > 0) graph.output(graphNames.hidden, pool(graph, means), ['photos', 'units']);
  }
  return graph.encode('trunk');
}

function pointwise(
  graph: Graph,
  name: string,
  input: string,
  weights: Float32Array,
  bias: Float32Array,
): string {
  const size = bias.length;
  const kernel = graph.kernel(`${name}.weight`, weights, [size, weights.length / size, 1, 1]);
  return graph.add('Conv', [input, kernel, graph.floats(`${name}.bias`, bias, [size])], {
    kernel_shape: [1, 1],
  });
}

const coarsestOf = (graph: Graph, coarse: readonly string[]): string[] =>
  coarse.map((map, index) => {
    const factor = 32 / Math.max(mapReduction, taps[index]?.reduction ?? 32);
    if (factor === 1) return map;
    return graph.add('AveragePool', [map], { kernel_shape: [factor, factor], strides: [factor, factor] });
  });

/** Per tap [size, channels] to one [all channels, size]. */
function joinColumns(parts: readonly Float32Array[], size: number): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let row = 0;
  for (const part of parts) {
    const channels = part.length / size;
    for (let channel = 0; channel < channels; channel++, row++) {
      for (let k = 0; k < size; k++) joined[row * size + k] = part[k * channels + channel] ?? 0;
    }
  }
  return joined;
}
