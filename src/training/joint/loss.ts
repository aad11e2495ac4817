import type { Tensor2D, Scalar } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../main/model/tfjs-library.ts';

/**
 * Masked multi-task loss: squares of what each score misses its label by, each times its label's weight. A photograph
 * without a label for a task has the weight 0 there, and may have any number as its target.
 *
 * @param scores [photos, tasks]
 * @param targets [photos, tasks], in deviations
 * @param weights [photos, tasks]
 * @param perPhotograph sum of a photograph's weights in the mean over all that is trained on, so that the loss of an
 *   average photograph counts 1 and a batch with few labels counts for little
 */
export const maskedLoss = (
  tf: Tfjs,
  scores: Tensor2D,
  targets: Tensor2D,
  weights: Tensor2D,
  perPhotograph: number,
): Scalar =>
  tf.tidy(() => {
    const squares = tf.mul(weights, tf.squaredDifference(scores, targets));
    return tf.div(tf.sum(squares), perPhotograph * (scores.shape[0] ?? 1));
  });
