import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Pixels } from '../../main/imaging/network-input.ts';
import { decodeModel, numbersOf } from '../../main/model/onnx-format.ts';
import type { Model } from '../../main/model/load-model.ts';
import { exportTrunk, graphNames } from '../onnx/export.ts';
import { tapsOf, type Trunk } from '../trunk/trunk.ts';

/**
 * Grad-CAM (Selvaraju et al. 2017) of the overall score at the head convolution, the paper's way. The score is linear in
 * that convolution's means, so its gradient is the head's weights, the same at every cell, and no differentiation is
 * needed: the map is their weighted sum, positive parts only.
 *
 * @returns values of the cells of the coarsest tap, row by row
 */
export async function gradCam(
  trunk: Trunk,
  { onnx, weights }: Pick<Model, 'onnx' | 'weights'>,
): Promise<(input: Pixels) => Promise<Float32Array>> {
  const taps = tapsOf(trunk);
  const channels = taps.reduce((sum, tap) => sum + tap.channels, 0);
  const last = taps.at(-1);
  const { initializer } = decodeModel(onnx, weights);
  const head = initializer.find(({ name }) => name === `heads.${last?.name}.weight`);
  if (!last || !head) throw new Error('The model has no head on its last tap.');
  const onCells = new Float32Array(channels);
  // The first task's column: the overall score.
  const tasks = numbersOf(head).length / last.channels;
  onCells.set(
    numbersOf(head).filter((_, i) => i % tasks === 0),
    channels - last.channels,
  );
  const session = await InferenceSession.create(
    exportTrunk(trunk, { weights: onCells, offset: Float32Array.of(0), hidden: [] }),
    { graphOptimizationLevel: 'all' },
  );
  return async (input) => {
    const photo = new Tensor('uint8', input.data, [1, input.height, input.width, 3]);
    const { data } =
      (await session.run({ [graphNames.input]: photo }, [graphNames.cells]))[graphNames.cells] ?? {};
    return Float32Array.from(data as Float32Array, (value) => Math.max(0, value));
  };
}
