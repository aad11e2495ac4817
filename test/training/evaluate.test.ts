import { describe, expect, test } from 'vitest';
import type { Photograph } from '../../src/training/data/photograph.ts';
import { measureBeyond, measurePresence, reliabilityClass } from '../../src/training/evaluate.ts';
import { randomFrom } from '../../src/shared/statistics/random.ts';
import { auc, partialSpearman } from '../../src/shared/statistics/statistics.ts';

const normal = (random: () => number): number => random() + random() + random() + random() - 2;
const photographsOf = (count: number): Photograph[] =>
  Array.from({ length: count }, (_, row) => ({
    set: 'sophoappeal',
    name: `${row}`,
    file: `${row}`,
    group: `${row}`,
    labels: new Map(),
  }));

describe('partial rank correlation', () => {
  test('is that of the ranks', () => {
    const [a, b, c] = [
      [1, 2, 3, 4, 5],
      [2, 1, 4, 3, 5],
      [1, 3, 2, 5, 4],
    ];
    // Spearman: ab 0.8, ac 0.8, bc 0.3 (sums of squared differences 4, 4 and 14).
    const expected = (0.8 - 0.8 * 0.3) / Math.sqrt((1 - 0.64) * (1 - 0.09));
    expect(partialSpearman(a, b, c)).toBeCloseTo(expected, 12);
  });

  test('is 0 where nothing is left', () => {
    expect(partialSpearman([1, 2, 3], [3, 1, 2], [10, 20, 30])).toBe(0);
  });
});

test('the area under the curve counts pairs, ties by half', () => {
  expect(auc([3, 4], [1, 2])).toBe(1);
  expect(auc([1, 2], [3, 4])).toBe(0);
  expect(auc([1, 3], [2, 2])).toBe(0.5);
  expect(auc([2, 3], [1, 2, 4])).toBeCloseTo((1 + 0.5 + 1 + 1) / 6, 12);
  expect(auc([], [1])).toBe(0.5);
});

describe('what an attribute adds', () => {
  const random = randomFrom(8);
  const photographs = photographsOf(200);
  const overall = Float64Array.from(photographs, () => normal(random));
  const own = Float64Array.from(photographs, () => normal(random));

  test('is nothing for one that is the overall score under another name', () => {
    const labels = overall.map((value) => value + 0.5 * normal(random));
    const scores = overall.map((value) => value + 0.5 * normal(random));
    const { low, high } = measureBeyond(photographs, labels, [scores], { given: 'people', overall });
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  test('is what both sides know besides', () => {
    const labels = overall.map((value, row) => value + (own[row] ?? 0));
    const scores = labels.map((value) => value + 0.5 * normal(random));
    const beyond = measureBeyond(photographs, labels, [scores, scores], { given: 'network', overall });
    expect(beyond.given).toBe('network');
    expect(beyond.low).toBeGreaterThan(0.5);
  });

  test('decides on the class together with the agreement', () => {
    expect(reliabilityClass({ low: 0.55, beyond: [] })).toBe('strong');
    expect(reliabilityClass({ low: 0.55, beyond: [{ low: 0.1 }, { low: -0.3 }] })).toBe('strong');
    expect(reliabilityClass({ low: 0.55, beyond: [{ low: 0.004 }] })).toBe('unreliable');
    expect(reliabilityClass({ low: 0.3, beyond: [{ low: 0.02 }] })).toBe('fair');
    expect(reliabilityClass({ low: 0.1, beyond: [{ low: 0.02 }] })).toBe('weak');
    expect(reliabilityClass({ low: 0.09, beyond: [{ low: 0.5 }] })).toBe('unreliable');
  });
});

describe('presence', () => {
  const photographs = photographsOf(60);
  const labels = Float64Array.from(photographs, (_, row) => (row < 40 ? 0 : row < 50 ? 0.4 : -0.6));

  test('tells labels above 0 from those of 0, whatever lies below', () => {
    const presence = measurePresence(photographs, labels, [labels.map((value) => value ** 2)]);
    expect(presence).toMatchObject({ auc: 1, positive: 10, zero: 40, low: 1, high: 1 });
    expect(presence?.zeroShare).toBeCloseTo(2 / 3, 12);
  });

  test('is not asked for where labels are seldom zero', () => {
    expect(measurePresence(photographs, labels.fill(0.2, 0, 12), [labels])).toBeUndefined();
  });
});
