import type * as tf from '@tensorflow/tfjs-core';
import { PlainError } from '../../shared/result.ts';
import { decodeModel, elementType, type NodeProto, numbersOf } from './onnx-format.ts';

export type Tfjs = Omit<typeof tf, 'default'>;

interface Step {
  inputs: string[];
  output: string;
  run(inputs: tf.Tensor[]): tf.Tensor;
}

/**
 * The network of an ONNX file in TensorFlow.js, with the same numbers, because they are read from the same file. It
 * knows the operators that our exporter writes.
 *
 * ONNX keeps maps as [photos, channels, height, width]; here they are [photos, height, width, channels], which is what
 * TensorFlow computes on everywhere, so the exporter's turn to planes is left out, and axes are translated.
 */
export class TfjsGraph {
  readonly #tf: Tfjs;
  readonly #constants = new Map<string, tf.Tensor>();
  readonly #steps: Step[] = [];
  /** By the name of a tensor: the last step that reads it. */
  readonly #lastRead = new Map<string, Step>();

  /** @throws PlainError where the network needs an operator that is not known here */
  constructor(library: Tfjs, file: Uint8Array) {
    this.#tf = library;
    const { node, initializer } = decodeModel(file);
    for (const tensor of initializer)
      this.#constants.set(tensor.name, library.tensor(numbersOf(tensor), tensor.dims));
    for (const one of node) this.#compile(one);
    for (const step of this.#steps) for (const name of step.inputs) this.#lastRead.set(name, step);
  }

  /**
   * @param inputs the photos by the name of the graph's input, [photos, height, width, 3]
   * @param outputs names of the outputs asked for
   * @returns maps as [photos, height, width, channels]; the caller disposes them
   */
  run(inputs: Record<string, tf.Tensor>, outputs: readonly string[]): tf.Tensor[] {
    return this.#tf.tidy(() => {
      const values = new Map(Object.entries(inputs));
      for (const step of this.#steps) {
        const given = step.inputs.map((name) => found(values, name));
        values.set(step.output, step.run(given));
        // Held to the end, the maps of eight photos would take half a gigabyte.
        for (const name of step.inputs) {
          if (this.#lastRead.get(name) === step && !(name in inputs)) this.#drop(values, name);
        }
      }
      return outputs.map((name) => found(values, name));
    });
  }

  dispose(): void {
    for (const tensor of this.#constants.values()) tensor.dispose();
  }

  #drop(values: Map<string, tf.Tensor>, name: string): void {
    values.get(name)?.dispose();
    values.delete(name);
  }

  #compile(node: NodeProto): void {
    const [output = ''] = node.output;
    const inputs = node.input.filter((name) => name !== '');
    // The weights, widened and multiplied by their scales, are computed once.
    if (inputs.every((name) => this.#constants.has(name))) {
      const [first, second] = inputs.map((name) => found(this.#constants, name));
      this.#constants.set(output, this.#folded(node, first as tf.Tensor, second));
      return;
    }
    this.#steps.push({
      inputs: inputs.filter((name) => !this.#constants.has(name)),
      output,
      run: this.#operator(node),
    });
  }

  /** Constants have ONNX's own order of axes. */
  #folded({ opType }: NodeProto, first: tf.Tensor, second: tf.Tensor | undefined): tf.Tensor {
    if (opType === 'Cast') return first.clone();
    if (opType === 'Mul' && second) return this.#tf.mul(first, second);
    throw unknown(`${opType} of constants`);
  }

  #operator(node: NodeProto): Step['run'] {
    const library = this.#tf;
    const constant = (index: number): tf.Tensor => found(this.#constants, node.input[index] ?? '');
    const { ints, number, text } = attributesOf(node);
    switch (node.opType) {
      case 'Identity':
        return one((x) => x.clone());
      case 'Transpose':
        if (String(ints('perm')) !== '0,3,1,2') throw unknown('Transpose to other than planes');
        return one((x) => x.clone());
      case 'Cast':
        if (number('to', 0) !== elementType.float) throw unknown('Cast to other than float');
        return one((x) => library.cast(x, 'float32'));
      case 'Add':
        return this.#binary(node, library.add);
      case 'Sub':
        return this.#binary(node, library.sub);
      case 'Mul':
        return this.#binary(node, library.mul);
      case 'Clip': {
        const [low = NaN, high = NaN] = [constant(1), constant(2)].map((bound) => bound.dataSync()[0]);
        return one((x) => library.clipByValue(x, low, high));
      }
      case 'Conv':
        return this.#convolution(node);
      case 'AveragePool': {
        const [size, strides] = [pair(ints('kernel_shape')), pair(ints('strides'))];
        return one((x) => library.avgPool(x as tf.Tensor4D, size, strides, 'valid'));
      }
      case 'GlobalAveragePool':
        return one((x) => library.mean(x, [1, 2], true));
      case 'ReduceMean': {
        if (String(ints('axes')) !== '2,3') throw unknown('ReduceMean over other than a map');
        return one((x) => library.mean(x, [1, 2], number('keepdims', 1) === 1));
      }
      case 'Flatten':
        return one((x) => library.reshape(planes(library, x), [x.shape[0] ?? 1, -1]));
      case 'Concat':
        return (inputs) => library.concat(inputs, inputs[0]?.rank === 4 ? 3 : 1);
      case 'MatMul': {
        const matrix = constant(1);
        return one((x) => library.matMul(x, matrix));
      }
      case 'Resize': {
        if (text('mode') !== 'nearest' || text('nearest_mode') !== 'floor')
          throw unknown('Resize by other than repetition');
        const [, , down = 1, across = 1] = constant(node.input.length - 1).dataSync();
        return one((x) => {
          const [, height = 0, width = 0] = x.shape;
          return library.image.resizeNearestNeighbor(x as tf.Tensor4D, [height * down, width * across]);
        });
      }
      default:
        throw unknown(node.opType);
    }
  }

  /** Of two computed tensors, or of one and a constant that is a number or a row. */
  #binary(node: NodeProto, compute: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Step['run'] {
    const constants = node.input.map((name) => this.#constants.get(name));
    if (constants.some((constant) => (constant?.rank ?? 0) > 1)) throw unknown(`${node.opType} of a matrix`);
    return (inputs) => {
      const rest = [...inputs];
      const [a, b] = constants.map((constant) => constant ?? rest.shift()) as [tf.Tensor, tf.Tensor];
      return compute(a, b);
    };
  }

  #convolution(node: NodeProto): Step['run'] {
    const library = this.#tf;
    const { ints, number } = attributesOf(node);
    const filter = found(this.#constants, node.input[1] ?? '') as tf.Tensor4D;
    const bias = node.input[2] === undefined ? undefined : found(this.#constants, node.input[2]);
    const [channels, , height, width] = filter.shape;
    const group = number('group', 1);
    if (group !== 1 && group !== channels) throw unknown('Conv of groups');
    const depthwise = group !== 1;
    const turned = library.transpose(filter, depthwise ? [2, 3, 0, 1] : [2, 3, 1, 0]);
    this.#constants.set(`${node.name}, turned`, turned);
    const strides = pair(ints('strides'));
    const [top = 0, left = 0, bottom = 0, right = 0] = ints('pads');
    return one((x) => {
      const [, rows = 0, columns = 0] = x.shape;
      const same =
        isSame(rows, height, strides[0], top, bottom) && isSame(columns, width, strides[1], left, right);
      const padding: [number, number][] = [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ];
      const padded = (same ? x : library.pad(x, padding)) as tf.Tensor4D;
      const convolve = depthwise ? library.depthwiseConv2d : library.conv2d;
      const summed = convolve(padded, turned, strides, same ? 'same' : 'valid');
      return bias ? library.add(summed, bias) : summed;
    });
  }
}

/** A map as ONNX keeps it, [photos, channels, height, width]; anything else as it is. */
export const planes = (library: Tfjs, tensor: tf.Tensor): tf.Tensor =>
  tensor.rank === 4 ? library.transpose(tensor, [0, 3, 1, 2]) : tensor;

/** Whether these pads are those of TensorFlow's SAME, which needs no padded copy. */
function isSame(side: number, kernel: number, stride: number, before: number, after: number): boolean {
  const total = Math.max(0, (Math.ceil(side / stride) - 1) * stride + kernel - side);
  return before === Math.floor(total / 2) && after === total - before;
}

const one =
  (compute: (x: tf.Tensor) => tf.Tensor): Step['run'] =>
  ([x]) =>
    compute(x as tf.Tensor);

const pair = ([first = 1, second = 1]: number[]): [number, number] => [first, second];

function attributesOf({ attribute }: NodeProto) {
  const byName = new Map(attribute.map((value) => [value.name, value]));
  return {
    ints: (name: string): number[] => byName.get(name)?.ints ?? [],
    number: (name: string, absent: number): number => byName.get(name)?.i ?? absent,
    text: (name: string): string => new TextDecoder().decode(byName.get(name)?.s),
  };
}

function found<T>(values: ReadonlyMap<string, T>, name: string): T {
  const value = values.get(name);
  if (value === undefined) throw new Error(`The network's file has no ${name}.`);
  return value;
}

const unknown = (operator: string): PlainError =>
  new PlainError(`TensorFlow.js cannot run this model here, because it needs ${operator}.`);
