import {
  type AttributeProto,
  type ElementType,
  type GraphProto,
  attributeType,
  elementType,
  encodeModel,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from '../../main/model/onnx-format.ts';

type Attributes = Record<string, number | string | number[]>;
type Dimensions = (number | string)[];

/** Collects nodes and constants, and names them, so that a graph reads like the computation that it is. */
export class Graph {
  readonly #nodes: NodeProto[] = [];
  readonly #initializers: TensorProto[] = [];
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  readonly #scalars = new Set<string>();

  /** @returns the name of the node's one output */
  add(opType: string, input: string[], attributes: Attributes = {}): string {
    const output = `${opType}_${this.#nodes.length}`;
    this.#node(opType, input, output, attributes);
    return output;
  }

  input(name: string, type: ElementType, dimensions: Dimensions): string {
    this.#inputs.push(valueInfo(name, type, dimensions));
    return name;
  }

  output(name: string, from: string, dimensions: Dimensions): void {
    this.#node('Identity', [from], name, {});
    this.#outputs.push(valueInfo(name, 'float', dimensions));
  }

  /** A float32 constant; names are unique within a graph. */
  floats(name: string, values: Float32Array, dims: number[]): string {
    return this.#initializer(name, 'float', dims, new Uint8Array(values.slice().buffer));
  }

  /** A float32 number without dimensions; equal ones share one constant. */
  scalar(value: number): string {
    const name = `number ${value}`;
    if (!this.#scalars.has(name)) this.floats(name, Float32Array.of(value), []);
    this.#scalars.add(name);
    return name;
  }

  /** Stored as float16 and widened by the graph; runtimes do that once, while loading. */
  halves(name: string, values: Float32Array, dims: number[]): string {
    const stored = this.#initializer(name, 'float16', dims, new Uint8Array(new Float16Array(values).buffer));
    return this.add('Cast', [stored], { to: elementType.float });
  }

  /**
   * A convolution's weights, stored as TensorFlow orders them and turned by the graph, so that engines of both kinds read
   * the same bytes.
   *
   * @param dims as ONNX orders them: [out, in, height, width]; depthwise: [channels, 1, height, width]
   */
  kernel(
    name: string,
    values: Float32Array,
    dims: number[],
    { half = false, depthwise = false }: { half?: boolean; depthwise?: boolean } = {},
  ): string {
    const [out = 1, inner = 1, height = 1, width = 1] = dims;
    const stored = [height, width, ...(depthwise ? [out, inner] : [inner, out])];
    const turned = turnedKernel(values, dims, depthwise);
    const constant = half ? this.halves(name, turned, stored) : this.floats(name, turned, stored);
    return this.add('Transpose', [constant], { perm: depthwise ? [2, 3, 0, 1] : [3, 2, 0, 1] });
  }

  /** The graph, to be written by one encoder or another. */
  contents(name: string): GraphProto {
    return {
      name,
      node: this.#nodes,
      initializer: this.#initializers,
      input: this.#inputs,
      output: this.#outputs,
    };
  }

  encode(name: string): Uint8Array {
    return encodeModel(this.contents(name));
  }

  #node(opType: string, input: string[], output: string, attributes: Attributes): void {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
    this.#nodes.push({ name: output, opType, input, output: [output], attribute });
  }

  #initializer(name: string, type: ElementType, dims: number[], rawData: Uint8Array): string {
    this.#initializers.push({ name, dims, dataType: elementType[type], rawData });
    return name;
  }
}

/** From ONNX's order of axes to TensorFlow's. */
function turnedKernel(values: Float32Array, dims: readonly number[], depthwise: boolean): Float32Array {
  const [out = 1, inner = 1, height = 1, width = 1] = dims;
  const area = height * width;
  const turned = new Float32Array(values.length);
  for (let o = 0; o < out; o++) {
    for (let i = 0; i < inner; i++) {
      const channel = depthwise ? o * inner + i : i * out + o;
      for (let place = 0; place < area; place++) {
        turned[place * out * inner + channel] = values[(o * inner + i) * area + place] as number;
      }
    }
  }
  return turned;
}

function attributeOf(name: string, value: number | string | number[]): AttributeProto {
  if (typeof value === 'string') return { name, type: attributeType.s, s: new TextEncoder().encode(value) };
  return typeof value === 'number'
    ? { name, type: attributeType.i, i: value }
    : { name, type: attributeType.ints, ints: value };
}

const valueInfo = (name: string, type: ElementType, dimensions: Dimensions): ValueInfoProto => ({
  name,
  type: {
    tensorType: {
      elemType: elementType[type],
      shape: {
        dim: dimensions.map((side) => (typeof side === 'number' ? { dimValue: side } : { dimParam: side })),
      },
    },
  },
});
