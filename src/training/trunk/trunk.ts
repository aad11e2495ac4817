import { PlainError } from '../../shared/result.ts';
import { readSafetensors, type Tensor } from './safetensors.ts';

/**
 * One convolution with its batch norm: out = (scale x weight) * in + bias. Padding is TensorFlow's SAME. Scale and
 * weight are multiplied only where they are used, because the weights are float16 numbers as they are, but not once
 * they are multiplied: rounding them again moves the first stage's means by 4 %.
 */
export interface Convolution {
  /** As in the trunk's file, such as "stages.1.0.expand". */
  name: string;
  /** [out, in, height, width]; depthwise: [channels, 1, height, width]. Every number is a float16. */
  weight: Tensor;
  /** [out] */
  scale: Float32Array;
  /** [out] */
  bias: Float32Array;
  stride: 1 | 2;
  depthwise: boolean;
  relu6: boolean;
}

/** An inverted residual block; the first stage's has no expansion. */
export interface Block {
  expand: Convolution | undefined;
  depthwise: Convolution;
  project: Convolution;
  /** Whether the block adds its input to its output. */
  residual: boolean;
}

/** EfficientNet-Lite without its classifier. */
export interface Trunk {
  stem: Convolution;
  stages: Block[][];
  head: Convolution;
}

interface StageShape {
  blocks: number;
  stride: 1 | 2;
  channels: number;
  /** Cells of the input per cell of the stage's output, along one side. */
  reduction: number;
}

/** EfficientNet-Lite1's stages; kernels and expansions are in the weights' shapes. */
export const stageShapes: readonly StageShape[] = [
  { blocks: 1, stride: 1, channels: 16, reduction: 2 },
  { blocks: 3, stride: 2, channels: 24, reduction: 4 },
  { blocks: 3, stride: 2, channels: 40, reduction: 8 },
  { blocks: 4, stride: 2, channels: 80, reduction: 16 },
  { blocks: 4, stride: 1, channels: 112, reduction: 16 },
  { blocks: 5, stride: 2, channels: 192, reduction: 32 },
  { blocks: 1, stride: 1, channels: 320, reduction: 32 },
];

/** Where the network is read. */
export interface Tap {
  name: string;
  channels: number;
  /** Cells of the input per cell of the tap's map, along one side. */
  reduction: number;
}

/** EfficientNet-Lite1's taps: after each stage, then after the head convolution. */
export const taps: readonly Tap[] = [
  ...stageShapes.map(({ channels, reduction }, stage) => ({ name: `stage${stage}`, channels, reduction })),
  { name: 'head', channels: 1280, reduction: 32 },
];

/** A trunk's taps; its siblings differ in depth and width, not in strides. */
export const tapsOf = ({ stages, head }: Trunk): Tap[] => [
  ...stages.map((blocks, stage) => ({
    ...(taps[stage] as Tap),
    channels: blocks[0]?.project.bias.length ?? 0,
  })),
  { ...(taps.at(-1) as Tap), channels: head.bias.length },
];

/** Told by the third stage, where depth and width both differ. */
export function trunkName({ stages }: Trunk): string {
  const [block] = stages[2] ?? [];
  const names: Record<string, string> = { '2/40': 'Lite0', '3/40': 'Lite1', '3/48': 'Lite2' };
  const size = `${stages[2]?.length ?? 0}/${block?.project.bias.length ?? 0}`;
  return `EfficientNet-${names[size] ?? 'Lite'}`;
}

/** Numbers that a photo's pooled taps hold together, of EfficientNet-Lite1. */
export const tapChannels = taps.reduce((sum, tap) => sum + tap.channels, 0);

const batchNormEpsilon = 1e-3;

/**
 * Reads an EfficientNet-Lite trunk, of whatever depth and width, each batch norm as a scale and a bias of its
 * convolution.
 *
 * @throws PlainError naming the file when it is not such a trunk
 */
export function readTrunk(file: string): Trunk {
  const tensors = readSafetensors(file);
  const need = (name: string): Tensor => {
    const tensor = tensors.get(name);
    if (!tensor) throw new PlainError(`${file} is not an EfficientNet-Lite trunk: it has no ${name}.`);
    return tensor;
  };
  const fold = (
    name: string,
    options: Omit<Convolution, 'name' | 'weight' | 'scale' | 'bias'>,
  ): Convolution => {
    const [gamma, beta, mean, variance] = ['gamma', 'beta', 'mean', 'variance'].map(
      (part) => need(`${name}.bn.${part}`).data,
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const scale = gamma.map((value, channel) => value / Math.sqrt(at(variance, channel) + batchNormEpsilon));
    return {
      name,
      weight: need(`${name}.conv`),
      scale,
      bias: beta.map((value, channel) => value - at(mean, channel) * at(scale, channel)),
      ...options,
    };
  };
  const plain = { stride: 1, depthwise: false, relu6: true } as const;
  let input = 32;
  const stages = stageShapes.map((stage, s) =>
    Array.from({ length: blocksOf(tensors, s) }, (_, b): Block => {
      const name = `stages.${s}.${b}`;
      const channels = need(`${name}.project.conv`).shape[0] ?? 0;
      const stride = b === 0 ? stage.stride : 1;
      const block = {
        expand: tensors.has(`${name}.expand.conv`) ? fold(`${name}.expand`, plain) : undefined,
        depthwise: fold(`${name}.depthwise`, { stride, depthwise: true, relu6: true }),
        project: fold(`${name}.project`, { ...plain, relu6: false }),
        residual: stride === 1 && input === channels,
      };
      input = channels;
      return block;
    }),
  );
  return { stem: fold('stem', { ...plain, stride: 2 }), stages, head: fold('head', plain) };
}

/** At least one, so that a stage that is missing is named. */
function blocksOf(tensors: ReadonlyMap<string, Tensor>, stage: number): number {
  let blocks = 1;
  while (tensors.has(`stages.${stage}.${blocks}.project.conv`)) blocks++;
  return blocks;
}

/** Numbers a trunk has learned, batch norms folded. */
export const trunkParameters = (trunk: Trunk): number =>
  convolutionsOf(trunk).reduce((sum, { weight, bias }) => sum + weight.data.length + bias.length, 0);

/** Every convolution, in the order of computation. */
export const convolutionsOf = (trunk: Trunk): Convolution[] => [
  trunk.stem,
  ...trunk.stages
    .flat()
    .flatMap(({ expand, depthwise, project }) =>
      expand ? [expand, depthwise, project] : [depthwise, project],
    ),
  trunk.head,
];

const at = (values: Float32Array, index: number): number => values[index] ?? NaN;
