import { elementType, encodeModel, type GraphProto } from '../../main/model/onnx-format.ts';
import { type Constant, packed } from './constants.ts';
import { graphModelOf } from './graph-model.ts';

/** File names of a model, beside its manifest. */
export const networkNames = { onnx: 'model.onnx', graphModel: 'model.json', weights: 'weights.bin' };

/** Contents by file name, see `networkNames`. */
export type NetworkFiles = Record<keyof typeof networkNames, Uint8Array>;

/**
 * A network for ONNX Runtime and for TensorFlow.js: a file each for what is computed, and one for the numbers of both.
 * ONNX calls that external data, TensorFlow.js a weights manifest.
 */
export function networkFiles(graph: GraphProto): NetworkFiles {
  const { nodes, integers, shapes } = graphModelOf(graph);
  const floats = graph.initializer.map(({ name, dims, dataType, rawData }): Constant => ({
    name,
    shape: shapes.get(name) ?? dims,
    type: dataType === elementType.float16 ? 'float16' : 'float32',
    data: rawData,
  }));
  const { constants, offsets, bytes } = packed([...floats, ...integers]);
  const model = {
    format: 'graph-model',
    generatedBy: 'proofsheet',
    convertedBy: null,
    modelTopology: { node: nodes, versions: {} },
    weightsManifest: [
      {
        paths: [networkNames.weights],
        weights: constants.map(({ name, shape, type }) => ({
          name,
          shape,
          dtype: type === 'int32' ? type : 'float32',
          ...(type === 'float16' && { quantization: { dtype: 'float16', original_dtype: 'float32' } }),
        })),
      },
    ],
  };
  return {
    onnx: encodeModel(graph, { name: networkNames.weights, offsets }),
    graphModel: new TextEncoder().encode(`${JSON.stringify(model)}\n`),
    weights: bytes,
  };
}
