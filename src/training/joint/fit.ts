import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Tfjs } from '../../main/model/tfjs-library.ts';
import { randomFrom, shuffled } from '../../shared/statistics/random.ts';
import { mean } from '../../shared/statistics/statistics.ts';
import type { JointExamples } from './examples.ts';
import { maskedLoss } from './loss.ts';
import type { View, Views } from './maps.ts';

export interface JointOptions {
  /** Adam's step. */
  rate: number;
  /** How hard every weight is drawn back to where it started, per step of `rate`. */
  pull: number;
  epochs: number;
  seed: number;
}

/** Photographs to a step. */
const batchSize = 32;

/**
 * The second stage: makes the tail better at all tasks together, on rows of the examples. A flip does not change what is
 * judged, so each photograph is seen as it is or mirrored, by chance; a crop would change its composition.
 *
 * @param model of `makeTail`; its weights are changed in place
 * @param onEpoch told after every epoch, from 1
 */
export async function fitTail(
  tf: Tfjs,
  model: LayersModel,
  examples: JointExamples,
  views: Views,
  rows: readonly number[],
  { rate, pull, epochs, seed }: JointOptions,
  onEpoch: (epoch: number, loss: number) => Promise<void> | void,
): Promise<void> {
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const starts = variables.map((variable) => variable.clone());
  const offsets = setOffsets(tf, model, examples, views, rows);
  const optimizer = tf.train.adam(rate);
  const perPhotograph = weightPerPhotograph(examples, rows);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    // Of the epoch's own seed, so that one that is taken up again goes on as it would have.
    const random = randomFrom(seed * 1000 + epoch);
    const losses: number[] = [];
    for (const batch of batches(views, rows, random)) {
      const sides = batch.map(() => (random() < 0.5 ? 0 : 1));
      const inputs = inputsOf(
        tf,
        batch.map((row, i) => (views[row] as Views[number])[sides[i] as 0 | 1]),
      );
      const targets = gathered(tf, examples.targets, examples.tasks.length, batch);
      const weights = gathered(tf, examples.weights, examples.tasks.length, batch);
      const own = offsets.rows(batch);
      const { value, grads } = tf.variableGrads(() => {
        const raw = tf.add<Tensor2D>(model.apply(inputs, { training: false }) as Tensor2D, own);
        return maskedLoss(tf, raw, targets, weights, perPhotograph);
      }, variables);
      optimizer.applyGradients(variables.map(({ name }) => ({ name, tensor: grads[name] as Tensor })));
      tf.tidy(() => {
        variables.forEach((variable, i) => {
          const start = starts[i] as Tensor;
          variable.assign(tf.add(tf.mul(variable, 1 - rate * pull), tf.mul(start, rate * pull)));
        });
      });
      losses.push((await value.data())[0] ?? NaN);
      tf.dispose([value, grads, inputs, targets, weights, own]);
    }
    await onEpoch(epoch, mean(losses));
  }
  tf.dispose([starts]);
  offsets.dispose();
  optimizer.dispose();
}

/** Raw scores [rows, tasks] of the photographs, each the mean of it as it is and mirrored. */
export function scoresOf(tf: Tfjs, model: LayersModel, views: Views, rows: readonly number[]): Float32Array {
  const tasks = model.outputs[0]?.shape[1] ?? 0;
  const scores = new Float32Array(rows.length * tasks);
  const place = new Map(rows.map((row, i) => [row, i]));
  for (const batch of batches(views, rows, null)) {
    for (const side of [0, 1] as const) {
      const raw = tf.tidy(() => {
        const inputs = inputsOf(
          tf,
          batch.map((row) => (views[row] as Views[number])[side]),
        );
        return (model.predictOnBatch(inputs) as Tensor2D).dataSync();
      });
      batch.forEach((row, i) => {
        const to = (place.get(row) as number) * tasks;
        for (let t = 0; t < tasks; t++)
          scores[to + t] = (scores[to + t] as number) + (raw[i * tasks + t] as number) / 2;
      });
    }
  }
  return scores;
}

/** Photographs of one shape share a batch; in random order where a source of chance is given. */
function batches(views: Views, rows: readonly number[], random: (() => number) | null): number[][] {
  const mixed = random ? shuffled(rows, random) : rows;
  const shapes = Map.groupBy(mixed, (row) => `${views[row]?.[0].rows}x${views[row]?.[0].columns}`);
  const all = [...shapes.values()].flatMap((alike) =>
    Array.from({ length: Math.ceil(alike.length / batchSize) }, (_, b) =>
      alike.slice(b * batchSize, (b + 1) * batchSize),
    ),
  );
  return random ? shuffled(all, random) : all;
}

function inputsOf(tf: Tfjs, views: readonly View[]): Tensor[] {
  const { rows = 0, columns = 0, map, before } = views[0] as View;
  const maps = new Float32Array(views.length * map.length);
  const means = new Float32Array(views.length * before.length);
  views.forEach((view, i) => {
    maps.set(view.map, i * map.length);
    means.set(view.before, i * before.length);
  });
  const seen = tf.tensor4d(maps, [views.length, rows, columns, map.length / rows / columns]);
  return before.length === 0 ? [seen] : [seen, tf.tensor2d(means, [views.length, before.length])];
}

const gathered = (tf: Tfjs, values: Float32Array, width: number, rows: readonly number[]): Tensor2D => {
  const some = new Float32Array(rows.length * width);
  rows.forEach((row, i) => some.set(values.subarray(row * width, (row + 1) * width), i * width));
  return tf.tensor2d(some, [rows.length, width]);
};

function weightPerPhotograph({ weights, tasks }: JointExamples, rows: readonly number[]): number {
  let sum = 0;
  for (const row of rows)
    for (let t = 0; t < tasks.length; t++) sum += weights[row * tasks.length + t] as number;
  return sum / rows.length;
}

/**
 * What a set's labels lie apart from the scores of its photographs on the whole: crops enlarged look unlike whole
 * photographs to the network, and their labels are of another scale. Measured before training, so that the network has
 * no need to learn it.
 */
function setOffsets(
  tf: Tfjs,
  model: LayersModel,
  { photographs, tasks, targets, weights }: JointExamples,
  views: Views,
  rows: readonly number[],
): { rows(batch: readonly number[]): Tensor2D; dispose(): void } {
  const scores = scoresOf(tf, model, views, rows);
  const sets = new Map<string, { sum: Float64Array; weight: Float64Array }>();
  rows.forEach((row, i) => {
    const set = photographs[row]?.set ?? '';
    const own = sets.get(set) ?? {
      sum: new Float64Array(tasks.length),
      weight: new Float64Array(tasks.length),
    };
    sets.set(set, own);
    tasks.forEach((_, t) => {
      const weight = weights[row * tasks.length + t] as number;
      const apart = (targets[row * tasks.length + t] as number) - (scores[i * tasks.length + t] as number);
      own.sum[t] = (own.sum[t] as number) + weight * apart;
      own.weight[t] = (own.weight[t] as number) + weight;
    });
  });
  const offsets = new Map(
    [...sets].map(([set, { sum, weight }]) => [
      set,
      sum.map((value, t) => (weight[t] ? value / (weight[t] as number) : 0)),
    ]),
  );
  return {
    rows: (batch) =>
      tf.tensor2d(
        batch.flatMap((row) => [...(offsets.get(photographs[row]?.set ?? '') ?? [])]),
        [batch.length, tasks.length],
      ),
    dispose: () => offsets.clear(),
  };
}
