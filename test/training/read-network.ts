import type { Heads } from '../../src/training/network.ts';
import { decodeModel, numbersOf } from '../../src/main/model/onnx-format.ts';
import { type Tap, type Trunk, stageShapes, tapsOf } from '../../src/training/trunk/trunk.ts';

interface Constant {
  shape: number[];
  data: Float32Array;
}

/** Reads trunk and heads back out of the files that ship, so that TensorFlow.js computes with their numbers. */
export function readNetwork(onnx: Uint8Array, weights: Uint8Array): { trunk: Trunk; heads: Heads } {
  const constants = new Map(
    decodeModel(onnx, weights).initializer.map((tensor): [string, Constant] => [
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
    weight: turnedBack(need(`${name}.weight`), depthwise),
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
  const heads = readHeads(need, tapsOf(trunk));
  const slopes = constants.get('heads.colour.weight')?.data;
  if (!slopes) return { trunk, heads };
  const served = slopes.findIndex((slope) => slope !== 0);
  const mean = -(need('heads.colour.bias').data[served] ?? NaN) / (slopes[served] ?? NaN);
  return { trunk, heads: { ...heads, colour: { mean, weights: slopes } } };
}

/** From TensorFlow's order of axes to ONNX's. */
function turnedBack({ shape, data }: Constant, depthwise: boolean): Constant {
  const [height = 1, width = 1, third = 1, fourth = 1] = shape;
  const [out, inner] = depthwise ? [third, fourth] : [fourth, third];
  const area = height * width;
  const turned = data.map((_, i) => {
    const [place, channels] = [i % area, Math.floor(i / area)];
    const [o, c] = [Math.floor(channels / inner), channels % inner];
    return data[place * out * inner + (depthwise ? o * inner + c : c * out + o)] as number;
  });
  return { shape: [out, inner, height, width], data: turned };
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
    weights: taps.map(({ name }) => turnedBack(need(`heads.${name}.weight`), false).data),
    bias: need('heads.bias').data,
    projection: spans.map(({ from, channels }) =>
      Float32Array.from({ length: size * channels }, (_, i) => {
        const direction = Math.floor(i / channels);
        return data[(from + (i % channels)) * size + direction] ?? NaN;
      }),
    ),
  };
}
