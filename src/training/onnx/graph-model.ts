import {
  elementType,
  type GraphProto,
  type NodeProto,
  type TensorProto,
} from '../../main/model/onnx-format.ts';
import type { Constant } from './constants.ts';

/** An attribute of TensorFlow's NodeDef, in its JSON form. */
type AttrValue =
  | { type: string }
  | { s: string }
  | { b: boolean }
  | { i: string }
  | { list: { i: string[] } }
  | { shape: { dim: { size: string }[] } };

interface NodeDef {
  name: string;
  op: string;
  input: string[];
  attr: Record<string, AttrValue>;
}

export interface GraphModel {
  nodes: NodeDef[];
  /** Whole numbers that TensorFlow takes as tensors where ONNX has attributes. */
  integers: Constant[];
  /** By the name of a constant: its shape where that is not ONNX's own. */
  shapes: ReadonlyMap<string, number[]>;
}

/**
 * A network's ONNX graph as one that TensorFlow.js reads. It knows the operators that our exporter writes.
 *
 * ONNX keeps maps as [photos, channels, height, width]; here they are [photos, height, width, channels], which is what
 * TensorFlow computes on everywhere, so the exporter's turns of photos and weights are left out, and axes are translated.
 * Outputs have ONNX's order.
 *
 * @throws Error where the graph has an operator that is not known here
 */
export function graphModelOf(graph: GraphProto): GraphModel {
  return new Translation(graph).result();
}

class Translation {
  readonly #nodes: NodeDef[] = [];
  readonly #integers = new Map<string, Constant>();
  readonly #shapes = new Map<string, number[]>();
  readonly #constants: ReadonlyMap<string, TensorProto>;
  /** By ONNX's name of a tensor: the name of the node that gives it here. */
  readonly #names = new Map<string, string>();
  /** Tensors that hold the same for every photo. */
  readonly #fixed = new Set<string>();
  /** By ONNX's name: how many axes it has, of tensors that are no maps. */
  readonly #ranks = new Map<string, number>();

  constructor({ node, initializer, input, output }: GraphProto) {
    this.#constants = new Map(initializer.map((tensor) => [tensor.name, tensor]));
    for (const { name, dims } of initializer) {
      this.#emit(name, 'Const', [], { dtype: { type: 'DT_FLOAT' } });
      this.#fixed.add(name);
      this.#ranks.set(name, dims.length);
    }
    for (const { name } of input) {
      const shape = { dim: ['-1', '-1', '-1', '3'].map((size) => ({ size })) };
      this.#emit(name, 'Placeholder', [], { dtype: { type: 'DT_INT32' }, shape: { shape } });
    }
    const outputs = new Set(output.map(({ name }) => name));
    for (const one of node) this.#translate(one, outputs);
  }

  result(): GraphModel {
    return { nodes: this.#nodes, integers: [...this.#integers.values()], shapes: this.#shapes };
  }

  #translate(node: NodeProto, outputs: ReadonlySet<string>): void {
    const [name = ''] = node.output;
    const inputs = node.input.filter((one) => one !== '');
    if (inputs.every((one) => this.#fixed.has(one))) return this.#ofConstants(node, name, inputs);
    const [first = ''] = inputs;
    const { ints, number, text } = attributesOf(node);
    const same = (op: string, attr: NodeDef['attr'] = {}) =>
      this.#emit(
        name,
        op,
        inputs.map((one) => this.#at(one)),
        { T: float, ...attr },
      );
    const rank = this.#ranks.get(first) ?? 4;
    if (rank !== 4) this.#ranks.set(name, rank);
    switch (node.opType) {
      case 'Identity':
        if (!outputs.has(name)) return this.#alias(name, first);
        if (rank === 4)
          return this.#emit(name, 'Transpose', [this.#at(first), this.#ints(0, 3, 1, 2)], { T: float });
        return same('Identity');
      case 'Transpose':
        if (String(ints('perm')) !== '0,3,1,2') throw unknown('Transpose to other than planes');
        return this.#alias(name, first);
      case 'Cast':
        if (number('to') !== elementType.float) throw unknown('Cast to other than float');
        return this.#emit(name, 'Cast', [this.#at(first)], { SrcT: { type: 'DT_INT32' }, DstT: float });
      case 'Add':
        return same('AddV2');
      case 'Sub':
        return same('Sub');
      case 'Mul':
        return same('Mul');
      case 'Div':
        return same('RealDiv');
      case 'Max':
        return same('Maximum');
      case 'Sqrt':
        return same('Sqrt');
      case 'Clip':
        if (this.#number(inputs[1]) !== 0 || this.#number(inputs[2]) !== 6)
          throw unknown('Clip to other than 0 to 6');
        return this.#emit(name, 'Relu6', [this.#at(first)], { T: float });
      case 'Conv':
        return this.#convolution(node, name);
      case 'AveragePool': {
        const square = (sides: number[]) => ({ list: { i: ['1', ...sides.map(String), '1'] } });
        return same('AvgPool', {
          ksize: square(ints('kernel_shape')),
          strides: square(ints('strides')),
          padding: encoded('VALID'),
          ...channelsLast,
        });
      }
      case 'GlobalAveragePool':
        return this.#mean(name, first, true);
      case 'ReduceMean':
        if (String(ints('axes')) !== '2,3') throw unknown('ReduceMean over other than a map');
        return this.#mean(name, first, number('keepdims') !== 0);
      case 'Flatten':
        if (rank === 4) {
          this.#ranks.set(name, 2);
          return same('Squeeze', { squeeze_dims: { list: { i: ['1', '2'] } } });
        }
        return this.#alias(name, first);
      case 'Concat': {
        const axis = this.#integer(rank === 4 ? 3 : 1);
        return this.#emit(name, 'ConcatV2', [...inputs.map((one) => this.#at(one)), axis], {
          T: float,
          N: { i: String(inputs.length) },
        });
      }
      case 'MatMul':
        return same('MatMul', { transpose_a: { b: false }, transpose_b: { b: false } });
      case 'Resize':
        if (text('mode') !== 'nearest' || text('nearest_mode') !== 'floor')
          throw unknown('Resize by other than repetition');
        return this.#enlarge(name, first, this.#numbers(node.input.at(-1)).slice(2));
      default:
        throw unknown(node.opType);
    }
  }

  /** Weights lie in the file as TensorFlow orders them, and are widened as they are loaded. */
  #ofConstants({ opType }: NodeProto, name: string, [first = '', second = '']: string[]): void {
    this.#fixed.add(name);
    if (opType === 'Cast' || opType === 'Transpose') return this.#alias(name, first);
    if (opType !== 'Mul') throw unknown(`${opType} of constants`);
    // A scale per output channel: of [height, width, in, out] or, depthwise, of [height, width, channels, 1].
    const [, , , last = 1] = this.#constants.get(this.#at(first))?.dims ?? [];
    const [count = 1] = this.#constants.get(second)?.dims ?? [];
    this.#shapes.set(second, last === count ? [count] : [count, 1]);
    this.#emit(name, 'Mul', [this.#at(first), second], { T: float });
  }

  #convolution(node: NodeProto, name: string): void {
    const [input = '', filter = '', bias] = node.input;
    const { ints, number } = attributesOf(node);
    const depthwise = number('group') > 1;
    const [height = 1, width = 1] = ints('kernel_shape');
    const [down = 1, across = 1] = ints('strides');
    const pads = ints('pads');
    const expected = [height, width].map((side, i) => Math.floor((side - ([down, across][i] ?? 1)) / 2));
    if (
      pads.some(
        (pad, i) =>
          pad !==
          (i < 2
            ? expected[i]
            : ([height, width][i - 2] ?? 1) - ([down, across][i - 2] ?? 1) - (expected[i - 2] ?? 0)),
      )
    ) {
      throw unknown('Conv padded in another way than TensorFlow does');
    }
    this.#emit(
      bias === undefined ? name : `${name}/sum`,
      depthwise ? 'DepthwiseConv2dNative' : 'Conv2D',
      [this.#at(input), this.#at(filter)],
      {
        T: float,
        strides: { list: { i: ['1', String(down), String(across), '1'] } },
        padding: encoded('SAME'),
        dilations: { list: { i: ['1', '1', '1', '1'] } },
        ...channelsLast,
      },
    );
    if (bias !== undefined)
      this.#emit(name, 'BiasAdd', [`${name}/sum`, this.#at(bias)], { T: float, ...channelsLast });
  }

  #mean(name: string, input: string, keep: boolean): void {
    if (!keep) this.#ranks.set(name, 2);
    this.#emit(name, 'Mean', [this.#at(input), this.#ints(1, 2)], { T: float, keep_dims: { b: keep } });
  }

  /** By repetition. */
  #enlarge(name: string, input: string, factors: readonly number[]): void {
    this.#emit(`${name}/shape`, 'Shape', [this.#at(input)], { T: float, out_type: integer });
    this.#emit(`${name}/sides`, 'Slice', [`${name}/shape`, this.#ints(1), this.#ints(2)], { T: integer });
    this.#emit(`${name}/size`, 'Mul', [`${name}/sides`, this.#ints(...factors)], { T: integer });
    this.#emit(name, 'ResizeNearestNeighbor', [this.#at(input), `${name}/size`], {
      T: float,
      align_corners: { b: false },
      half_pixel_centers: { b: false },
    });
  }

  #emit(name: string, op: string, input: string[], attr: NodeDef['attr']): void {
    this.#nodes.push({ name, op, input, attr });
    this.#names.set(name, name);
  }

  #alias(name: string, of: string): void {
    this.#names.set(name, this.#at(of));
  }

  #at(name: string): string {
    const found = this.#names.get(name);
    if (found === undefined) throw new Error(`The graph has no ${name}.`);
    return found;
  }

  #integer = (value: number): string => this.#whole(`integer ${value}`, [value], []);

  #ints = (...values: number[]): string =>
    this.#whole(`integers ${values.join(' ')}`, values, [values.length]);

  /** A constant of whole numbers; equal ones are one. */
  #whole(name: string, values: readonly number[], shape: number[]): string {
    if (!this.#integers.has(name)) {
      const data = new Uint8Array(Int32Array.from(values).buffer);
      this.#integers.set(name, { name, shape, type: 'int32', data });
      this.#emit(name, 'Const', [], { dtype: integer });
    }
    return name;
  }

  #numbers(name: string | undefined): number[] {
    const { rawData = new Uint8Array() } = this.#constants.get(name ?? '') ?? {};
    return [...new Float32Array(rawData.slice().buffer)];
  }

  #number = (name: string | undefined): number => this.#numbers(name)[0] ?? NaN;
}

const float = { type: 'DT_FLOAT' };
const integer = { type: 'DT_INT32' };
const encoded = (text: string) => ({ s: Buffer.from(text).toString('base64') });
const channelsLast = { data_format: encoded('NHWC') };

function attributesOf({ attribute }: NodeProto) {
  const byName = new Map(attribute.map((value) => [value.name, value]));
  return {
    ints: (name: string): number[] => byName.get(name)?.ints ?? [],
    number: (name: string): number => byName.get(name)?.i ?? NaN,
    text: (name: string): string => new TextDecoder().decode(byName.get(name)?.s),
  };
}

const unknown = (operator: string): Error =>
  new Error(`The graph cannot be written for TensorFlow.js, because it has ${operator}.`);
