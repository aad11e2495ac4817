import * as tf from '@tensorflow/tfjs-core';
import { type Convolution, type Trunk, taps } from './trunk/trunk.ts';

/**
 * Linear heads on the taps. With `pooled` the mean of a tap's map over the photo:
 * raw = bias + sum over taps of weights . (pooled - means), embedding = projection . (pooled - means).
 */
export interface Heads {
  /** Per tap [channels]: the training photographs' means. */
  means: Float32Array[];
  /** Per tap [tasks, channels], row by row. */
  weights: Float32Array[];
  /** [tasks] */
  bias: Float32Array;
  /** Per tap [embedding, channels], row by row. */
  projection: Float32Array[];
  /** Added to raw: weights [tasks] x (colourfulness - mean); absent where colourfulness serves no task. */
  colour?: { mean: number; weights: Float32Array } | undefined;
}

export interface Outputs {
  /** [photos, tasks] */
  raw: tf.Tensor2D;
  /** [photos, embedding] */
  embedding: tf.Tensor2D;
  /** [photos, tasks, height / 8, width / 8]; the mean of a map plus the task's bias is the raw score. */
  maps: tf.Tensor4D;
}

const convolve = (
  input: tf.Tensor4D,
  { weight, scale, bias, stride, depthwise, relu6 }: Convolution,
): tf.Tensor4D => {
  const stored = tf.tensor4d(weight.data, weight.shape as [number, number, number, number]);
  const filter = tf.mul<tf.Tensor4D>(stored, tf.reshape(tf.tensor1d(scale), [-1, 1, 1, 1]));
  const summed = depthwise
    ? tf.depthwiseConv2d(input, tf.transpose(filter, [2, 3, 0, 1]), stride, 'same')
    : tf.conv2d(input, tf.transpose(filter, [2, 3, 1, 0]), stride, 'same');
  const biased = tf.add<tf.Tensor4D>(summed, tf.tensor1d(bias));
  return relu6 ? tf.clipByValue(biased, 0, 6) : biased;
};

/**
 * The trunk in TensorFlow.js: the reference that every engine is held to.
 *
 * @param photos RGB bytes as numbers 0 to 255, [photos, height, width, 3]
 * @returns the taps, finest first, each [photos, height, width, channels]
 */
export function forward(trunk: Trunk, photos: tf.Tensor4D): tf.Tensor4D[] {
  return tf.tidy(() => {
    const read: tf.Tensor4D[] = [];
    let map = convolve(tf.div(tf.sub(photos, 127), 128), trunk.stem);
    for (const stage of trunk.stages) {
      for (const { expand, depthwise, project, residual } of stage) {
        const inner = convolve(expand ? convolve(map, expand) : map, depthwise);
        const projected = convolve(inner, project);
        map = residual ? tf.add(map, projected) : projected;
      }
      read.push(map);
    }
    read.push(convolve(map, trunk.head));
    return read;
  });
}

/** Colourfulness as a map whose mean it is, [photos, height / 8, width / 8, 1]; see the exporter. */
function colourMap(photos: tf.Tensor4D): tf.Tensor4D {
  const [red, green, blue] = tf.split(photos, 3, 3) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
  const opponents = [tf.sub(red, green), tf.sub(tf.div(tf.add(red, green), 2), blue)];
  const colours = tf.concat(opponents, 3) as tf.Tensor4D;
  const coarse = tf.avgPool(colours, 8, 8, 'valid');
  const middle = tf.mean<tf.Tensor4D>(coarse, [1, 2], true);
  const norm = (vectors: tf.Tensor) => tf.maximum(tf.sqrt(vectors), 1e-3);
  const apart = tf.sum<tf.Tensor4D>(tf.square(tf.sub(colours, middle)), 3, true);
  const squares = tf.avgPool(apart, 8, 8, 'valid');
  const spread = tf.div(squares, norm(tf.mean(squares, [1, 2], true)));
  const along = tf.sum(tf.mul(coarse, middle), 3, true);
  const cast = tf.div(along, norm(tf.sum(tf.square(middle), 3, true)));
  return tf.add(spread, tf.mul(cast, 0.3));
}

/**
 * The heads on the taps, see `Outputs`. The photos' sides are multiples of 32.
 *
 * @param photos as `forward` takes them
 */
export function readOut(heads: Heads, read: readonly tf.Tensor4D[], photos: tf.Tensor4D): Outputs {
  return tf.tidy(() => {
    const tasks = heads.bias.length;
    const parts = read.map((map, index) => {
      const { reduction } = taps[index] ?? { reduction: 0 };
      const part = <T>(list: readonly T[]): T => list[index] as T;
      const channels = part(heads.means).length;
      const size = part(heads.projection).length / channels;
      const centred = tf.sub<tf.Tensor4D>(map, tf.tensor1d(part(heads.means)));
      const filter = tf.transpose(tf.tensor2d(part(heads.weights), [tasks, channels]));
      const summed = tf.conv2d(
        centred,
        tf.reshape(filter, [1, 1, channels, tasks]) as tf.Tensor4D,
        1,
        'same',
      );
      const [, height = 0, width = 0] = summed.shape;
      const factor = reduction / 8;
      const resized =
        factor < 1
          ? tf.avgPool(summed, 1 / factor, 1 / factor, 'valid')
          : tf.image.resizeNearestNeighbor(summed, [height * factor, width * factor]);
      const pooled = tf.mean<tf.Tensor2D>(centred, [1, 2]);
      const projection = tf.tensor2d(part(heads.projection), [size, channels]);
      return { map: resized, embedding: tf.matMul<tf.Tensor2D>(pooled, projection, false, true) };
    });
    const maps = parts.map((part) => part.map);
    const { colour } = heads;
    if (colour) maps.push(tf.mul(tf.sub(colourMap(photos), colour.mean), tf.tensor1d(colour.weights)));
    const map = tf.addN(maps);
    return {
      raw: tf.add<tf.Tensor2D>(tf.mean(map, [1, 2]), tf.tensor1d(heads.bias)),
      embedding: tf.addN<tf.Tensor2D>(parts.map((part) => part.embedding)),
      maps: tf.transpose(map, [0, 3, 1, 2]),
    };
  });
}
