import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Tfjs } from '../../main/model/tfjs-library.ts';
import type { LinearHead } from '../fit/heads.ts';
import type { Standard } from '../fit/taps.ts';
import { NetworkLayers } from './layers.ts';
import { graphNames } from '../onnx/export.ts';
import type { Trunk } from '../trunk/trunk.ts';

/** Where the part of the network that is trained begins. */
export interface Cut {
  /** First stage that is trained; 0: the whole network. */
  stage: number;
  /** Channels of the map that it reads. */
  channels: number;
  /** Cells of the input per cell of that map, along one side. */
  reduction: number;
  /** Channels of the taps before it, all together. */
  before: number;
}

export function cutAt(trunk: Trunk, stage: number): Cut {
  const channelsOf = (s: number): number => trunk.stages[s]?.at(-1)?.project.bias.length ?? 0;
  const earlier = trunk.stages.slice(0, stage);
  const strides = earlier.flat().map(({ depthwise }) => depthwise.stride);
  return {
    stage,
    channels: stage === 0 ? 3 : channelsOf(stage - 1),
    reduction:
      stage === 0 ? 1 : strides.reduce<number>((product, stride) => product * stride, trunk.stem.stride),
    before: earlier.reduce((sum, _, s) => sum + channelsOf(s), 0),
  };
}

/** The network up to a cut: photos to the map that is read there, and the earlier taps' means, [photos, channels]. */
export function makePrefix(tf: Tfjs, trunk: Trunk, stage: number): LayersModel {
  const layers = new NetworkLayers(tf);
  const { input, map } = layers.photos();
  const taps = layers.taps(trunk, 0, { map, reduction: 1 }, stage);
  const means = taps.map((tap, t) => layers.mean(`tap.${t}`, tap.map));
  const [last] = taps.slice(-1);
  if (!last) throw new Error('A cut before the first stage needs no prefix.');
  return layers.model('prefix', [input], [last.map, layers.concatenated('pooled', means)]);
}

/**
 * The network from a cut on, ready to be trained: the map and the earlier taps' means to raw scores. Its heads act on
 * the taps' means once these are on one footing, which is the same as 1x1 convolutions on the taps, whose mean is
 * taken after, and gives the optimiser weights of one size. Batch norms are what they were, scale and bias.
 */
export function makeTail(
  tf: Tfjs,
  trunk: Trunk,
  cut: Cut,
  heads: readonly LinearHead[],
  standard: Standard,
): LayersModel {
  const layers = new NetworkLayers(tf);
  const input = tf.input({ name: 'map', shape: [null, null, cut.channels] });
  const before = tf.input({ name: 'before', shape: [cut.before] });
  const taps = layers.taps(trunk, cut.stage, { map: input, reduction: cut.reduction });
  const means = taps.map(({ map }, t) => layers.mean(`tap.${cut.stage + t}`, map));
  const pooled = layers.concatenated('pooled', cut.before > 0 ? [before, ...means] : means);
  const channels = standard.means.length;
  const scale = Float32Array.from(standard.deviations, (deviation) => 1 / deviation);
  const shift = Float32Array.from(standard.means, (mean, c) => -mean * (scale[c] ?? NaN));
  const footing = layers.affine('footing', pooled, scale, shift);
  const kernel = Float32Array.from({ length: channels * heads.length }, (_, i) => {
    const [channel, task] = [Math.floor(i / heads.length), i % heads.length];
    return (heads[task]?.weights[channel] ?? NaN) * (standard.deviations[channel] ?? NaN);
  });
  const bias = Float32Array.from(
    heads,
    ({ weights, intercept }) =>
      intercept + weights.reduce((sum, weight, c) => sum + weight * (standard.means[c] ?? NaN), 0),
  );
  const raw = layers.dense(graphNames.raw, footing, kernel, bias);
  return layers.model('tail', cut.before > 0 ? [input, before] : [input], [raw]);
}
