import { parse } from 'protobufjs';
import { z } from 'zod';

/** The part of onnx.proto that a network of this kind needs; field numbers are ONNX's own. */
const schema = `
syntax = "proto2";
message AttributeProto {
  optional string name = 1; optional float f = 2; optional int64 i = 3; optional bytes s = 4;
  repeated float floats = 7; repeated int64 ints = 8; optional int32 type = 20;
}
message NodeProto {
  repeated string input = 1; repeated string output = 2; optional string name = 3; optional string op_type = 4;
  repeated AttributeProto attribute = 5;
}
message StringStringEntryProto { optional string key = 1; optional string value = 2; }
message TensorProto {
  repeated int64 dims = 1; optional int32 data_type = 2; optional string name = 8; optional bytes raw_data = 9;
  repeated StringStringEntryProto external_data = 13; optional int32 data_location = 14;
}
message Dimension { optional int64 dim_value = 1; optional string dim_param = 2; }
message TensorShapeProto { repeated Dimension dim = 1; }
message TensorType { optional int32 elem_type = 1; optional TensorShapeProto shape = 2; }
message TypeProto { optional TensorType tensor_type = 1; }
message ValueInfoProto { optional string name = 1; optional TypeProto type = 2; }
message GraphProto {
  repeated NodeProto node = 1; optional string name = 2; repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12;
}
message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }
message ModelProto {
  optional int64 ir_version = 1; optional string producer_name = 2; optional GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8;
}`;

/** ONNX's numbers for the kinds of elements. */
export const elementType = { float: 1, uint8: 2, float16: 10 } as const;
export type ElementType = keyof typeof elementType;

/** ONNX's numbers for the kinds of attributes. */
export const attributeType = { f: 1, i: 2, s: 3, floats: 6, ints: 7 } as const;

const attributeSchema = z.object({
  name: z.string(),
  type: z.number(),
  f: z.number().optional(),
  i: z.number().optional(),
  s: z.custom<Uint8Array>((value) => value instanceof Uint8Array).optional(),
  ints: z.array(z.number()).optional(),
});
export type AttributeProto = z.infer<typeof attributeSchema>;

const nodeSchema = z.object({
  name: z.string(),
  opType: z.string(),
  input: z.array(z.string()),
  output: z.array(z.string()),
  attribute: z.array(attributeSchema),
});
export type NodeProto = z.infer<typeof nodeSchema>;

const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const tensorSchema = z.object({
  name: z.string(),
  dims: z.array(z.number()),
  dataType: z.number(),
  rawData: bytesSchema.optional(),
  /** Where a constant lies in a file beside this one: its `location`, `offset` and `length`. */
  externalData: z.array(z.object({ key: z.string(), value: z.string() })).optional(),
  dataLocation: z.number().optional(),
});
/** A constant with its bytes. */
export interface TensorProto {
  name: string;
  dims: number[];
  dataType: number;
  rawData: Uint8Array;
}

/** ONNX's number for constants that lie in another file. */
const external = 1;

export interface ValueInfoProto {
  name: string;
  type: { tensorType: { elemType: number; shape: { dim: ({ dimValue: number } | { dimParam: string })[] } } };
}

export interface GraphProto {
  name: string;
  node: NodeProto[];
  initializer: TensorProto[];
  input: ValueInfoProto[];
  output: ValueInfoProto[];
}

/** A file of constants, and where in it each of them starts. */
export interface ConstantsFile {
  name: string;
  /** By the name of the constant, in bytes. */
  offsets: ReadonlyMap<string, number>;
}

/** ONNX's ModelProto. */
const modelType = parse(schema).root.lookupType('ModelProto');

/** Opset 17 is read by every ONNX Runtime since 1.12. */
const opset = 17;
const irVersion = 8;

/** Bytes of a constant that stays in the ONNX file: sizes, which ONNX wants to know before it reads another file. */
const short = 16;

/** The bytes of an ONNX file that holds this graph, with its constants or, where a file is given, without the long ones. */
export function encodeModel(graph: GraphProto, file?: ConstantsFile): Uint8Array {
  const initializer = graph.initializer.map((tensor) =>
    file && tensor.rawData.length > short ? elsewhere(tensor, file) : tensor,
  );
  const opsetImport = [{ domain: '', version: opset }];
  return modelType
    .encode({ irVersion, producerName: 'proofsheet', graph: { ...graph, initializer }, opsetImport })
    .finish();
}

function elsewhere({ name, dims, dataType, rawData }: TensorProto, file: ConstantsFile) {
  const place = {
    location: file.name,
    offset: String(file.offsets.get(name) ?? NaN),
    length: String(rawData.length),
  };
  const externalData = Object.entries(place).map(([key, value]) => ({ key, value }));
  return { name, dims, dataType, externalData, dataLocation: external };
}

const fileSchema = z.object({
  graph: z.object({ node: z.array(nodeSchema), initializer: z.array(tensorSchema) }),
});

/**
 * What an ONNX file computes, and with which constants.
 *
 * @param constants the file that holds them, where they are not in the ONNX file itself
 * @throws Error where it is no ONNX file, or one whose constants are in neither
 */
export function decodeModel(
  file: Uint8Array,
  constants?: Uint8Array,
): Pick<GraphProto, 'node' | 'initializer'> {
  const decoded = modelType.toObject(modelType.decode(file), { longs: Number, arrays: true });
  const { node, initializer } = fileSchema.parse(decoded).graph;
  return {
    node,
    initializer: initializer.map(({ name, dims, dataType, rawData, externalData = [] }) => {
      const place = new Map(externalData.map(({ key, value }) => [key, Number(value)]));
      const offset = place.get('offset') ?? 0;
      const bytes = rawData ?? constants?.subarray(offset, offset + (place.get('length') ?? 0));
      if (!bytes) throw new Error(`The constant ${name} has no bytes.`);
      return { name, dims, dataType, rawData: bytes };
    }),
  };
}

/**
 * The numbers of a constant, float16 widened.
 *
 * @throws Error where it holds no floating-point numbers
 */
export function numbersOf({ name, dataType, rawData }: TensorProto): Float32Array {
  const own = new Uint8Array(rawData).buffer;
  if (dataType === elementType.float16) return new Float32Array(new Float16Array(own));
  if (dataType === elementType.float) return new Float32Array(own);
  throw new Error(`The constant ${name} holds no floating-point numbers.`);
}
