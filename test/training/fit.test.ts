import { describe, expect, test } from 'vitest';
import { randomFrom, shuffled } from '../../src/shared/statistics/random.ts';
import { coefficients, dualRidge, leaveOut } from '../../src/training/fit/ridge.ts';
import { groupedFolds } from '../../src/shared/statistics/splits.ts';
import { deviation, groupBootstrap, mean, ranks, spearman } from '../../src/shared/statistics/statistics.ts';

const normal = (random: () => number): number => random() + random() + random() + random() - 2;

describe('ridge in the dual form', () => {
  const random = randomFrom(7);
  const [rows, columns] = [24, 6];
  const features = Array.from({ length: rows }, () => Array.from({ length: columns }, () => normal(random)));
  const target = Float64Array.from({ length: rows }, () => normal(random));
  const penalties = Float64Array.from({ length: rows }, (_, row) => (row < 10 ? 0.7 : 2.1));
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  const kernel = Float64Array.from(features.flatMap((a) => features.map((b) => dot(a, b))));

  /** Gradient descent on the weighted squares: slow, and without a line in common with what it checks. */
  function descend(training: readonly number[]): number[] {
    let weights = new Array<number>(columns).fill(0);
    for (let step = 0; step < 20_000; step++) {
      const gradient = [...weights];
      for (const row of training) {
        const x = features[row] ?? [];
        const residual = dot(weights, x) - (target[row] ?? 0);
        x.forEach(
          (value, c) => (gradient[c] = (gradient[c] ?? 0) + (residual * value) / (penalties[row] ?? 1)),
        );
      }
      weights = weights.map((weight, c) => weight - 0.02 * (gradient[c] ?? 0));
    }
    return weights;
  }

  test.each([[[3]], [[0, 5, 11, 12]], [[...Array(15).keys()]]])(
    'predicts rows left out (%j) as a fit without them does',
    (left) => {
      const ridge = dualRidge(kernel, penalties);
      const [closed] = leaveOut(ridge, [{ target, coefficients: coefficients(ridge, target) }], left);
      const weights = descend([...features.keys()].filter((row) => !left.includes(row)));
      left.forEach((row, i) => {
        expect(closed?.[i]).toBeCloseTo(dot(weights, features[row] ?? []), 8);
      });
    },
  );

  test('leaves the kernel as it was', () => {
    const before = kernel.slice();
    dualRidge(kernel, penalties);
    expect(kernel).toEqual(before);
  });

  test('refuses a kernel that is none', () => {
    expect(() => dualRidge(Float64Array.of(1, 3, 3, 1), Float64Array.of(0, 0))).toThrow(/positive definite/);
  });
});

describe("Spearman's rank correlation", () => {
  test('shares ranks among equals', () => {
    expect([...ranks([3, 1, 3, 2])]).toEqual([3.5, 1, 3.5, 2]);
  });

  test('sees order alone', () => {
    expect(spearman([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
    expect(spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(0.8, 12);
    expect(spearman([1, 2, 2, 4], [1, 3, 2, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
  });

  test('is 0 where one side does not vary', () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toBe(0);
  });
});

describe('the bootstrap', () => {
  test('draws whole groups: photographs that repeat each other make no interval narrower', () => {
    const random = randomFrom(3);
    const values = Array.from({ length: 40 }, () => normal(random));
    const repeated = values.flatMap((value) => new Array<number>(9).fill(value));
    const average = (list: readonly number[]) => (rows: readonly number[]) =>
      mean(rows.map((row) => list[row] ?? 0));
    const one = groupBootstrap(
      values.map((_, i) => `g${i}`),
      average(values),
      2000,
      1,
    );
    const nine = groupBootstrap(
      repeated.map((_, i) => `g${Math.floor(i / 9)}`),
      average(repeated),
      2000,
      1,
    );
    expect(nine.low).toBeCloseTo(one.low, 8);
    expect(nine.high).toBeCloseTo(one.high, 8);
    const width = one.high - one.low;
    expect(width / (2 * 1.96 * (deviation(values) / Math.sqrt(40)))).toBeCloseTo(1, 0);
  });

  test('gives the same interval for the same seed', () => {
    const figure = (rows: readonly number[]) => mean(rows);
    const groups = ['a', 'b', 'c', 'd'];
    expect(groupBootstrap(groups, figure, 100, 5)).toEqual(groupBootstrap(groups, figure, 100, 5));
    expect(groupBootstrap(groups, figure, 100, 5)).not.toEqual(groupBootstrap(groups, figure, 100, 6));
  });
});

describe('splits', () => {
  const random = randomFrom(11);
  const groups = Array.from({ length: 300 }, () => `theme ${Math.floor(random() ** 2 * 60)}`);

  test.each([0, 1, 2, 3])('never part a theme, and are of one size (seed %i)', (seed) => {
    const folds = groupedFolds(groups, 5, seed);
    const foldsOfGroup = Map.groupBy(folds.keys(), (row) => groups[row]);
    for (const rows of foldsOfGroup.values()) expect(new Set(rows.map((row) => folds[row])).size).toBe(1);
    const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((one) => one === fold).length);
    expect(Math.min(...sizes)).toBeGreaterThan(30);
  });

  test('differ by seed and repeat with it', () => {
    expect(groupedFolds(groups, 5, 1)).toEqual(groupedFolds(groups, 5, 1));
    expect(groupedFolds(groups, 5, 1)).not.toEqual(groupedFolds(groups, 5, 2));
  });

  test('shuffling loses nothing', () => {
    const items = [...Array(50).keys()];
    expect(shuffled(items, random).toSorted((a, b) => a - b)).toEqual(items);
  });
});
