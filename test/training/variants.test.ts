import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { networkSize } from '../../src/main/imaging/network-input.ts';
import { randomFrom } from '../../src/shared/statistics/random.ts';
import { type Family, select } from '../../src/training/fit/select.ts';
import { mean } from '../../src/shared/statistics/statistics.ts';
import { exportTrunk, graphNames } from '../../src/training/onnx/export.ts';
import { readTrunk, tapChannels, taps, tapsOf, trunkName } from '../../src/training/trunk/trunk.ts';
import { compared } from '../../src/training/variants/judge.ts';
import { gaussian, hiddenKernel, linear, sum } from '../../src/training/variants/kernels.ts';
import { ofMaps } from '../../src/training/variants/measures.ts';
import { passes } from '../../src/training/variants/results.ts';
import { trunkAbsent, trunkFile } from './shared-files.ts';

describe('the rule', () => {
  test('asks for eight splits of ten and more than 0.01', () => {
    expect(passes(0.02, 8)).toBe(true);
    expect(passes(0.02, 7)).toBe(false);
    expect(passes(0.01, 10)).toBe(false);
  });

  test('compares split by split', () => {
    const figures = (splits: number[]) => [{ task: 'overall', set: 'oasis', splits }];
    const [figure] = compared(figures([0.5, 0.7, 0.6]), figures([0.4, 0.75, 0.5]));
    expect(figure?.wins).toBe(2);
    expect(figure?.gain).toBeCloseTo(0.05, 9);
    expect(figure?.srcc).toBeCloseTo(0.6, 9);
  });
});

/** Ten groups of two rows with a made kernel. */
function madeFamily(pairs: number): { family: Family; kernel: Float64Array; target: Float64Array } {
  const random = randomFrom(3);
  const size = 20;
  const factor = Float64Array.from({ length: size * 4 }, () => random() - 0.5);
  const kernel = Float64Array.from({ length: size * size }, (_, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    return [0, 1, 2, 3].reduce(
      (sum, k) => sum + (factor[row * 4 + k] ?? 0) * (factor[column * 4 + k] ?? 0),
      0,
    );
  });
  const target = Float64Array.from({ length: size }, () => random() - 0.5);
  const groups = Array.from({ length: size }, (_, row) => `group ${Math.floor(row / 2)}`);
  return {
    kernel,
    target,
    family: {
      name: 'made',
      features: new Float32Array(),
      taps,
      kernel: () => kernel,
      sets: groups.map(() => 'made'),
      groups,
      borrowed: [],
      targets: [target],
      choices: [{ profile: 'equal', strength: 0.5, weights: {}, borrowed: 0, pairs }],
      quality: () => 0,
    },
  };
}

test('the differences of pairs count beside the rows', () => {
  const share = 3;
  const { family, kernel, target } = madeFamily(share);
  const [shipped] = select(family, () => undefined).shipped;
  const dual = shipped?.coefficients[0] ?? new Float64Array();
  const residuals = target.map((value, row) => {
    const score = dual.reduce((sum, one, other) => sum + one * ((kernel[row * 20 + other] ?? 0) + 10), 0);
    return value - score;
  });
  // At the optimum, strength times a row's coefficient is its residual and its differences within the group, weighted.
  residuals.forEach((residual, row) => {
    const partner = residuals[row % 2 === 0 ? row + 1 : row - 1] ?? NaN;
    expect(0.5 * (dual[row] ?? NaN)).toBeCloseTo(residual + share * (residual - (residual + partner) / 2), 6);
  });
});

describe('kernels', () => {
  const random = randomFrom(1);
  const made = (rows: number) => Float32Array.from({ length: rows * tapChannels }, () => random());
  const sets = [made(6), made(3)];
  const plain = linear(sets, taps);

  test('are symmetric, and add up', () => {
    const values = plain('later');
    expect(values.length).toBe(81);
    expect(values[1 * 9 + 7]).toBeCloseTo(values[7 * 9 + 1] ?? NaN, 9);
    const both = sum([plain, 0.5], [gaussian(plain), 2])('later');
    expect(gaussian(plain)('later')[4 * 9 + 4]).toBeCloseTo(1, 9);
    expect(both[4 * 9 + 4]).toBeCloseTo(0.5 * (values[4 * 9 + 4] ?? NaN) + 2, 9);
  });

  test("of a hidden layer's units are centred on the first set, of unit length there", () => {
    const units = [Float32Array.of(1, 0, 5, 1, 9, 3, 4, 5, 7, 9), Float32Array.of(2, 2, 5, 4, 9)];
    const values = hiddenKernel(units, 5, 0, 4)('equal');
    expect(((values[0] ?? NaN) + (values[4] ?? NaN)) / 2).toBeCloseTo(1, 6);
    expect(values[8]).toBeCloseTo(0, 6);
  });
});

test('a map that is its own mirror image is like it', () => {
  const side = 4;
  const random = randomFrom(2);
  const half = Float32Array.from({ length: 3 * side * side }, () => random() - 0.5);
  const mirrored = half.map((value, i) => value + (half[i - (i % side) + side - 1 - (i % side)] ?? NaN));
  const [sides] = ofMaps([
    { values: half, side },
    { values: mirrored, side },
  ]);
  expect(sides?.values[1]).toBeCloseTo(1, 6);
  expect(sides?.values[0]).toBeLessThan(0.9);
});

describe.skipIf(trunkAbsent)('cells', () => {
  test('are a projection of the taps: their mean is that of the pooled taps', async () => {
    const trunk = readTrunk(trunkFile);
    expect(trunkName(trunk)).toBe('EfficientNet-Lite1');
    expect(tapsOf(trunk)).toEqual(taps);
    const random = randomFrom(4);
    const weights = Float32Array.from({ length: 2 * tapChannels }, () => random() - 0.5);
    const hidden = [
      { activation: 'Relu' as const, weights: Float32Array.of(1, 0), bias: Float32Array.of(1e6) },
    ];
    const session = await InferenceSession.create(
      exportTrunk(trunk, { weights, offset: Float32Array.of(3, -3), hidden }),
    );
    const { width, height } = networkSize(4, 3);
    const photo = Uint8Array.from({ length: width * height * 3 }, () => 255 * random());
    const read = await session.run({ [graphNames.input]: new Tensor('uint8', photo, [1, height, width, 3]) });
    const pooled = read[graphNames.pooled]?.data as Float32Array;
    const cells = read[graphNames.cells]?.data as Float32Array;
    const [first, second] = [cells.subarray(0, cells.length / 2), cells.subarray(cells.length / 2)];
    const expected = pooled.reduce((sum, value, c) => sum + value * (weights[c] ?? 0), 3);
    expect(mean(first)).toBeCloseTo(expected, 3);
    expect(mean(second)).not.toBeCloseTo(expected, 1);
    expect((read[graphNames.hidden]?.data as Float32Array)[0]).toBeCloseTo(1e6 + expected, 0);
  });
});
