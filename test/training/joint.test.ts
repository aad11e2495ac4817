import * as core from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { aadbColumns, type Photograph, type SetName } from '../../src/training/data/photograph.ts';
import type { LinearHead } from '../../src/training/fit/heads.ts';
import { predict } from '../../src/training/fit/heads.ts';
import { randomFrom } from '../../src/shared/statistics/random.ts';
import { standardise, standardOf } from '../../src/training/fit/taps.ts';
import { jointExamples } from '../../src/training/joint/examples.ts';
import { fitTail, scoresOf } from '../../src/training/joint/fit.ts';
import { maskedLoss } from '../../src/training/joint/loss.ts';
import type { View, Views } from '../../src/training/joint/maps.ts';
import { comparisonsOf } from '../../src/training/joint/comparisons.ts';
import { firstTrained, judgeStageTwo } from '../../src/training/joint/stage-two.ts';
import { cutAt, makePrefix, makeTail } from '../../src/training/joint/tail.ts';
import { forward } from '../../src/training/network.ts';
import { openSets, tasksOf } from '../../src/training/tasks.ts';
import { type Convolution, tapsOf, type Trunk } from '../../src/training/trunk/trunk.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Plain JavaScript, which every machine has: the networks here are small. */
const tf = { ...core, ...layers };
beforeAll(() => core.setBackend('cpu'));

/** A trunk of as many stages as the real one, with a few channels each and weights by chance. */
function madeTrunk(): Trunk {
  const random = randomFrom(7);
  const convolution = (
    name: string,
    into: number,
    out: number,
    more: Partial<Convolution> = {},
  ): Convolution => {
    const { depthwise = false, stride = 1, relu6 = true } = more;
    const size = depthwise || name === 'stem' ? 3 : 1;
    const shape = [out, depthwise ? 1 : into, size, size];
    const count = shape.reduce((product, side) => product * side, 1);
    return {
      name,
      weight: {
        shape,
        data: Float32Array.from({ length: count }, () => (random() - 0.5) * (depthwise ? 1 : 1.5)),
      },
      scale: Float32Array.from({ length: out }, () => 0.7 + random() / 2),
      bias: Float32Array.from({ length: out }, () => 1 + random()),
      stride,
      depthwise,
      relu6,
    };
  };
  let into = 4;
  const stages = [4, 4, 8, 8, 8, 8, 8].map((channels, s) => {
    const stride = s === 1 || s === 5 ? 2 : 1;
    const expand = s === 0 ? undefined : convolution(`stages.${s}.0.expand`, into, 2 * into);
    const inner = expand ? 2 * into : into;
    const block = {
      expand,
      depthwise: convolution(`stages.${s}.0.depthwise`, inner, inner, { depthwise: true, stride }),
      project: convolution(`stages.${s}.0.project`, inner, channels, { relu6: false }),
      residual: stride === 1 && into === channels,
    };
    into = channels;
    return [block];
  });
  return { stem: convolution('stem', 3, 4, { stride: 2 }), stages, head: convolution('head', 8, 12) };
}

const side = 16;

/** A picture in one colour with noise; how red it is decides its labels. */
function madePicture(seed: number): { pixels: Float32Array; red: number } {
  const random = randomFrom(seed);
  const [red, green, blue] = [random(), random(), random()];
  const pixels = Float32Array.from({ length: side * side * 3 }, (_, i) => {
    const colour = [red, green, blue][i % 3] as number;
    return 255 * (0.8 * colour + 0.2 * random());
  });
  return { pixels, red };
}

interface Made {
  trunk: Trunk;
  photographs: Photograph[];
  /** [photographs, channels] */
  features: Float32Array;
  views: Views;
}

function made(set: SetName, count: number, tasksWith: (red: number) => [string, number][]): Made {
  const trunk = madeTrunk();
  const prefix = makePrefix(tf, trunk, firstTrained);
  const rows = Array.from({ length: count }, (_, i) => {
    const { pixels, red } = madePicture(i + count * 100);
    const photo = tf.tensor4d(pixels, [1, side, side, 3]);
    const pooled = forward(trunk, photo).flatMap((map) => [...tf.mean(map, [1, 2]).dataSync()]);
    const views = [photo, tf.reverse(photo, 2)].map((seen): View => {
      const [map, before] = prefix.predict(seen) as [core.Tensor4D, core.Tensor2D];
      const [, height = 0, width = 0] = map.shape;
      return {
        rows: height,
        columns: width,
        map: Float16Array.from(map.dataSync()),
        before: before.dataSync() as Float32Array,
      };
    });
    const name = `${set}-${i}`;
    const photograph: Photograph = { set, name, file: '', group: name, labels: new Map(tasksWith(red)) };
    return { photograph, pooled, views: views as [View, View] };
  });
  return {
    trunk,
    photographs: rows.map(({ photograph }) => photograph),
    features: Float32Array.from(rows.flatMap(({ pooled }) => pooled)),
    views: rows.map(({ views }) => views),
  };
}

const noHead = (channels: number): LinearHead => ({ weights: new Float64Array(channels), intercept: 0 });

describe('the loss', () => {
  test('counts labels by their weight and leaves out what has none', () => {
    const scores = tf.tensor2d([1, 5, 2, 3], [2, 2]);
    const targets = tf.tensor2d([0, 99, 4, 3.5], [2, 2]);
    const weights = tf.tensor2d([1, 0, 0.5, 2], [2, 2]);
    // 1 x 1 + 0.5 x 4 + 2 x 0.25, over 2 photographs of 1.75 a photograph.
    expect(maskedLoss(tf, scores, targets, weights, 1.75).dataSync()[0]).toBeCloseTo(3.5 / 3.5, 5);
  });
});

describe('examples', () => {
  const photograph = (set: SetName, name: string, labels: [string, number][]): Photograph => ({
    set,
    name,
    file: '',
    group: name,
    labels: new Map(labels),
  });

  test('have their labels in deviations of their own set, and no weight where there is no label', () => {
    const { targets, weights } = jointExamples(
      [
        photograph('oasis', 'a', [['overall', 2]]),
        photograph('oasis', 'b', [['overall', 6]]),
        photograph('avt', 'c', [['simplicity', 0.2]]),
        photograph('avt', 'd', [['simplicity', 0.4]]),
      ],
      ['overall', 'simplicity'],
      ['overall'],
    );
    expect([...targets]).toEqual([-1, 0, 1, 0, 0, 0, 0, 0]);
    expect([...weights]).toEqual([1, 0, 1, 0, 0, 0, 0, 0]);
  });
});

describe('the network from a cut on', () => {
  test('scores as the linear heads do on the taps', () => {
    const { trunk, features, views } = made('oasis', 6, () => []);
    const taps = tapsOf(trunk);
    const channels = taps.reduce((sum, tap) => sum + tap.channels, 0);
    const random = randomFrom(3);
    const heads = Array.from({ length: 2 }, (): LinearHead => ({
      weights: Float64Array.from({ length: channels }, () => random() - 0.5),
      intercept: random(),
    }));
    const standard = standardOf(features, taps);
    const model = makeTail(tf, trunk, cutAt(trunk, firstTrained), heads, standard);
    const own = views.map(([view]) => [view, view] as const);
    const scores = scoresOf(tf, model, own, [...views.keys()]);
    heads.forEach((head, t) => {
      predict(head, features).forEach((score, row) => {
        expect(scores[row * 2 + t]).toBeCloseTo(score, 2);
      });
    });
  });

  test('learns, and is drawn back to where it began by the pull', async () => {
    const { trunk, photographs, features, views } = made('oasis', 40, (red) => [['overall', red]]);
    const taps = tapsOf(trunk);
    const standard = standardOf(features, taps);
    const channels = standard.means.length;
    const examples = jointExamples(photographs, ['overall']);
    const rows = [...photographs.keys()];
    const errorAfter = async (pull: number): Promise<number> => {
      const model = makeTail(tf, trunk, cutAt(trunk, firstTrained), [noHead(channels)], standard);
      await fitTail(
        tf,
        model,
        examples,
        views,
        rows,
        { rate: 0.01, pull, epochs: 25, seed: 1 },
        () => undefined,
      );
      const scores = scoresOf(tf, model, views, rows);
      return (
        rows.reduce((sum, row) => sum + ((scores[row] ?? 0) - (examples.targets[row] ?? 0)) ** 2, 0) /
        rows.length
      );
    };
    // All scores 0: as far off as the labels vary.
    const [free, drawn] = [await errorAfter(0), await errorAfter(90)];
    expect(free).toBeLessThan(0.5);
    expect(drawn).toBeGreaterThan(0.8);
  });
});

describe('judging the second stage', () => {
  function data() {
    const oasis = made('oasis', 30, (red) => [['overall', red]]);
    const attributes = Object.keys(aadbColumns);
    const sophoappeal = made('sophoappeal', 30, (red) => [
      ['overall', red],
      ...attributes.map((id, t): [string, number] => [id, red * ((t % 3) - 1.2)]),
    ]);
    const avt = made('avt', 30, (red) => [['simplicity', 1 - red]]);
    const taps = tapsOf(oasis.trunk);
    const standard = standardOf(oasis.features, taps);
    const examples = ({ photographs, features }: Made) => ({
      photographs,
      features,
      standardised: standardise(features, standard),
      taps,
    });
    return {
      trunk: oasis.trunk,
      data: {
        sets: { oasis: examples(oasis), sophoappeal: examples(sophoappeal), avt: examples(avt) },
        views: [...oasis.views, ...sophoappeal.views, ...avt.views],
        standard,
      },
      photographs: [oasis, sophoappeal, avt].map(({ photographs }) => photographs),
    };
  }

  test('goes on where it was interrupted, as if it had not been', async () => {
    const { trunk, data: given, photographs } = data();
    const system = { name: 'made', learns: tasksOf(openSets).map(({ id }) => id) };
    const whole = await judgeStageTwo(tf, trunk, given, system, () => undefined, temporaryFolder());
    const folder = temporaryFolder();
    const stopping = judgeStageTwo(
      tf,
      trunk,
      given,
      system,
      (line) => {
        if (line.includes('split 3 of 10')) throw new Error('stop');
      },
      folder,
    );
    await expect(stopping).rejects.toThrow('stop');
    const lines: string[] = [];
    const resumed = await judgeStageTwo(tf, trunk, given, system, (line) => lines.push(line), folder);
    expect(lines[0]).toContain('split 3 of 10');
    expect(resumed.tuned.splits).toEqual(whole.tuned.splits);

    const runs = new Map(
      [whole.start, whole.tuned].map((run) => [run.system.replace('made', 'stage-two'), run]),
    );
    const [{ rows } = { rows: [] }] = comparisonsOf(runs, photographs);
    expect(rows.map(({ set, task }) => `${set}/${task}`).sort()).toContain('avt/simplicity');
    for (const { splits, after } of rows) {
      expect(splits).toBe(10);
      expect(after).toBeGreaterThan(0.5);
    }
  });
});
