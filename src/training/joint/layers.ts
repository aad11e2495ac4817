import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Tfjs } from '../../main/model/tfjs-library.ts';
import { graphNames } from '../onnx/export.ts';
import type { Convolution, Trunk } from '../trunk/trunk.ts';

/** A tap as the network's layers give it, and cells of the input per cell of it, along one side. */
export interface Tap {
  map: SymbolicTensor;
  reduction: number;
}

/**
 * Batch norms are stored as a scale and a bias: with this and the variance beside it, what they divide by is 1.
 * Not 0, because CUDA's library refuses less than 1e-5.
 */
const epsilon = 1e-3;
const variance = 1 - epsilon;

/** Layers of the network by their names, and the numbers that they hold once the model is made. */
export class NetworkLayers {
  readonly #tf: Tfjs;
  readonly #weights = new Map<string, { data: Float32Array; shape: number[] }[]>();

  constructor(library: Tfjs) {
    this.#tf = library;
  }

  /** RGB from 0 to 255, [photos, height, width, 3], to what the stem expects. */
  photos(): { input: SymbolicTensor; map: SymbolicTensor } {
    const input = this.#tf.input({ name: graphNames.input, shape: [null, null, 3] });
    const rescaling = this.#tf.layers.rescaling({ name: 'rescaled', scale: 1 / 128, offset: -127 / 128 });
    return { input, map: rescaling.apply(input) as SymbolicTensor };
  }

  /** The trunk's taps of the stages from one on, up to and without another, given the map that the first one reads. */
  taps({ stem, stages, head }: Trunk, from: number, read: Tap, to = stages.length + 1): Tap[] {
    let { map, reduction } = read;
    const taps: Tap[] = [];
    if (from === 0) {
      map = this.#convolution(map, stem);
      reduction *= stem.stride;
    }
    for (const stage of stages.slice(from, to)) {
      for (const { expand, depthwise, project, residual } of stage) {
        const inner = this.#convolution(expand ? this.#convolution(map, expand) : map, depthwise);
        const projected = this.#convolution(inner, project);
        map = residual ? this.sum(`${project.name}.sum`, [map, projected]) : projected;
        reduction *= depthwise.stride;
      }
      taps.push({ map, reduction });
    }
    return to > stages.length ? [...taps, { map: this.#convolution(map, head), reduction }] : taps;
  }

  /** A tap's map averaged over the photo, [photos, channels]. */
  mean(name: string, map: SymbolicTensor): SymbolicTensor {
    return this.#tf.layers.globalAveragePooling2d({ name }).apply(map) as SymbolicTensor;
  }

  sum(name: string, parts: SymbolicTensor[]): SymbolicTensor {
    return parts.length === 1
      ? (parts[0] as SymbolicTensor)
      : (this.#tf.layers.add({ name }).apply(parts) as SymbolicTensor);
  }

  concatenated(name: string, parts: SymbolicTensor[]): SymbolicTensor {
    return this.#tf.layers.concatenate({ name }).apply(parts) as SymbolicTensor;
  }

  /** @param kernel [inputs, units] */
  dense(name: string, input: SymbolicTensor, kernel: Float32Array, bias: Float32Array): SymbolicTensor {
    const units = bias.length;
    this.#keep(name, [
      { data: kernel, shape: [kernel.length / units, units] },
      { data: bias, shape: [units] },
    ]);
    const layer = this.#tf.layers.dense({ name, units, kernelInitializer: 'zeros' });
    return layer.apply(input) as SymbolicTensor;
  }

  /** out = scale x in + bias, per channel. */
  affine(name: string, input: SymbolicTensor, scale: Float32Array, bias: Float32Array): SymbolicTensor {
    const shape = [bias.length];
    this.#keep(name, [
      { data: scale, shape },
      { data: bias, shape },
      { data: new Float32Array(bias.length), shape },
      { data: new Float32Array(bias.length).fill(variance), shape },
    ]);
    return this.#tf.layers
      .batchNormalization({ name, epsilon, trainable: false })
      .apply(input) as SymbolicTensor;
  }

  model(name: string, inputs: SymbolicTensor[], outputs: SymbolicTensor[]): LayersModel {
    const model = this.#tf.model({ name, inputs, outputs });
    for (const [layer, weights] of this.#weights) {
      const tensors = weights.map(({ data, shape }) => this.#tf.tensor(data, shape));
      model.getLayer(layer).setWeights(tensors);
      for (const tensor of tensors) tensor.dispose();
    }
    return model;
  }

  #convolution(input: SymbolicTensor, convolution: Convolution): SymbolicTensor {
    const { name, weight, scale, bias, stride, depthwise, relu6 } = convolution;
    const [filters = 0, , height = 1, width = 1] = weight.shape;
    this.#keep(name, [turned(convolution)]);
    const options = {
      name,
      kernelSize: [height, width] as [number, number],
      strides: stride,
      padding: 'same',
      useBias: false,
    } as const;
    const layer = depthwise
      ? this.#tf.layers.depthwiseConv2d({ ...options, depthwiseInitializer: 'zeros' })
      : this.#tf.layers.conv2d({ ...options, filters, kernelInitializer: 'zeros' });
    const normed = this.affine(`${name}.norm`, layer.apply(input) as SymbolicTensor, scale, bias);
    if (!relu6) return normed;
    return this.#tf.layers.reLU({ name: `${name}.relu6`, maxValue: 6 }).apply(normed) as SymbolicTensor;
  }

  #keep(layer: string, weights: { data: Float32Array; shape: number[] }[]): void {
    this.#weights.set(layer, weights);
  }
}

/** From [out, in, height, width] to TensorFlow's [height, width, in, out]; depthwise to [height, width, channels, 1]. */
export function turned({ weight, depthwise }: Convolution): { data: Float32Array; shape: number[] } {
  const [out = 0, into = 0, height = 0, width = 0] = weight.shape;
  const area = height * width;
  const data = new Float32Array(weight.data.length);
  for (let o = 0; o < out; o++) {
    for (let i = 0; i < into; i++) {
      for (let p = 0; p < area; p++) {
        // Depthwise kernels have one input each, so that the same order has the channels last but one.
        data[(p * into + i) * out + o] = weight.data[(o * into + i) * area + p] as number;
      }
    }
  }
  return { data, shape: depthwise ? [height, width, out, 1] : [height, width, into, out] };
}
