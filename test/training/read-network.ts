import type { Heads } from '../../src/training/network.ts';
import { decodeModel, numbersOf } from '../../src/main/model/onnx-format.ts';
import { type Tap, type Trunk, stageShapes, tapsOf } from '../../src/training/trunk/trunk.ts';

/** Reads trunk and heads back out of the ONNX file that ships, so that TensorFlow.js computes with its numbers. */
export function readNetwork(file: Uint8Array): { trunk: Trunk; heads: Heads } {
  const constants = new Map(
    decodeModel(file).initializer.map((tensor) => [
      tensor.name,
      { shape: tensor.dims, data: numbersOf(tensor) },
    ]),
  );
  const need = (name: string) => {
    const constant = constants.get(name);
    if (!constant) throw new Error(`The file has no ${name}.`);
    return constant;
  };
  const convolution = (name: string, stride: 1 | 2, depthwise: boolean, relu6: boolean) => ({
    name,
    weight: need(`${name}.weight`),
    scale: need(`${name}.scale`).data,
    bias: need(`${name}.bias`).data,
    stride,
    depthwise,
    relu6,
  });
  const stages = stageShapes.map((stage, s) =>
    Array.from({ length: blocksOf(constants, s) }, (_, b) => {
      const name = `stages.${s}.${b}`;
      const stride = b === 0 ? stage.stride : 1;
      const project = convolution(`${name}.project`, 1, false, false);
      const expand = constants.has(`${name}.expand.weight`)
        ? convolution(`${name}.expand`, 1, false, true)
        : undefined;
      const input = expand?.weight.shape[1];
      const residual = stride === 1 && input === project.scale.length;
      return { expand, depthwise: convolution(`${name}.depthwise`, stride, true, true), project, residual };
    }),
  );
  const trunk = {
    stem: convolution('stem', 2, false, true),
    stages,
    head: convolution('head', 1, false, true),
  };
  return { trunk, heads: readHeads(need, tapsOf(trunk)) };
}

const blocksOf = (constants: ReadonlyMap<string, unknown>, stage: number): number => {
  let blocks = 0;
  while (constants.has(`stages.${stage}.${blocks}.project.weight`)) blocks++;
  return blocks;
};

function readHeads(
  need: (name: string) => { shape: number[]; data: Float32Array },
  taps: readonly Tap[],
): Heads {
  const { shape, data } = need('embedding.projection');
  const size = shape[1] ?? 0;
  let row = 0;
  const spans = taps.map(({ channels }) => {
    row += channels;
    return { from: row - channels, channels };
  });
  return {
    means: spans.map(({ from, channels }) => need('heads.means').data.subarray(from, from + channels)),
    weights: taps.map(({ name }) => need(`heads.${name}.weight`).data),
    bias: need('heads.bias').data,
    projection: spans.map(({ from, channels }) =>
      Float32Array.from({ length: size * channels }, (_, i) => {
        const direction = Math.floor(i / channels);
        return data[(from + (i % channels)) * size + direction] ?? NaN;
      }),
    ),
  };
}
