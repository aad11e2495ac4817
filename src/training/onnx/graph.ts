import {
  type AttributeProto,
  type ElementType,
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

  encode(name: string): Uint8Array {
    return encodeModel({
      name,
      node: this.#nodes,
      initializer: this.#initializers,
      input: this.#inputs,
      output: this.#outputs,
    });
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
