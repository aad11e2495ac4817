import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aadbColumns, type Photograph } from '../../src/training/data/photograph.ts';
import { regressTables } from '../../src/training/evaluation/aadb-table.ts';
import { compare } from '../../src/training/evaluation/compare.ts';
import { multiplyAdds } from '../../src/training/evaluation/operations.ts';
import { pairsWithinThemes, subgroupsOf } from '../../src/training/evaluation/subgroups.ts';
import { randomFrom } from '../../src/shared/statistics/random.ts';
import { predictionOf, type Run } from '../../src/training/runs.ts';
import { measurePasses } from '../../src/training/variants/results.ts';
import { temporaryFolder } from '../support/temporary.ts';

const photographs: Photograph[] = Array.from({ length: 60 }, (_, i) => ({
  set: 'oasis',
  name: `${i}.jpg`,
  file: '',
  group: `theme ${Math.floor(i / 3)}`,
  part: i < 30 ? 'Animal' : 'Scene',
  labels: new Map([['overall', i % 30]]),
}));
const all = [...photographs.keys()];

/** One split with these scores of all photographs. */
const runOf = (...scores: number[][]): Run => ({
  system: 'made',
  seconds: 0,
  choices: {},
  sets: [{ set: 'oasis', names: photographs.map(({ name }) => name) }],
  splits: scores.map((one, seed) => ({
    seed,
    predictions: [predictionOf('oasis', 'overall', 60, all, one)],
  })),
});
const labels = all.map((row) => row % 30);

describe('within kinds of photographs', () => {
  test('an order that only tells the kinds apart is worth nothing', () => {
    const random = randomFrom(2);
    const kinds = all.map((row) => (row < 30 ? 0 : 100) + random());
    const [animals, scenes] = subgroupsOf(runOf(kinds), photographs);
    expect(animals).toMatchObject({ part: 'Animal', photos: 30 });
    for (const { srcc = 1, low = 1, high = 0 } of [animals ?? {}, scenes ?? {}]) {
      expect(Math.abs(srcc)).toBeLessThan(0.5);
      expect(low).toBeLessThan(srcc);
      expect(high).toBeGreaterThan(srcc);
    }
  });

  test('pairs of one theme are counted, and only those', () => {
    const backwards = all.map((row) => (row % 3 === 2 ? -1 : 1) * (row % 30));
    expect(pairsWithinThemes(runOf(labels), photographs)).toMatchObject({ pairs: 60, right: 1, low: 1 });
    expect(pairsWithinThemes(runOf(labels.map((label) => -label)), photographs)?.right).toBe(0);
    // The third photograph of each theme is put last, the best as it is: one pair of three is right.
    expect(pairsWithinThemes(runOf(backwards), photographs)?.right).toBeCloseTo(1 / 3, 1);
    expect(pairsWithinThemes(runOf(labels.map(() => 1)), photographs)?.right).toBe(0.5);
  });
});

describe('two systems', () => {
  test('are compared on the photographs that both left out, split by split', () => {
    const random = randomFrom(5);
    const noise = (size: number) => labels.map((label) => label + size * random());
    const [poor, good] = [runOf(noise(60), noise(60)), runOf(noise(5), noise(5))];
    const found = compare(poor, good, photographs, 'overall');
    expect(found).toMatchObject({ set: 'oasis', task: 'overall', wins: 2, splits: 2 });
    expect(found?.gain).toBeCloseTo((found?.after ?? 0) - (found?.before ?? 0), 10);
    expect(found?.low).toBeGreaterThan(0);
    expect(compare(poor, good, photographs, 'simplicity')).toBeUndefined();
  });
});

test('a measure serves only where it beats the head and chance', () => {
  const figure = { task: 'a', measure: 0.5, head: 0.4, wins: 9, chosen: 'm', permutation: 0.01 };
  expect(measurePasses(figure)).toBe(true);
  expect(measurePasses({ ...figure, permutation: 0.4 })).toBe(false);
  expect(measurePasses({ ...figure, wins: 7 })).toBe(false);
});

test('the regression over tables finds what a score was made of', () => {
  const data = temporaryFolder();
  mkdirSync(join(data, 'aadb'));
  const random = randomFrom(1);
  const columns = Object.values(aadbColumns);
  const lines = Array.from({ length: 400 }, (_, i) => {
    const values = columns.map(() => (2 * random() - 1).toFixed(3));
    const score = 0.5 + 0.3 * Number(values[2]) + 0.02 * (random() - 0.5);
    return [`${i}.jpg`, ...values, score.toFixed(4)].join(',');
  });
  writeFileSync(
    join(data, 'aadb/labels_train.csv'),
    ['ImageFile', ...columns].join(',') + `,score\n${lines.join('\n')}\n`,
  );
  const { rows, explained, parts } = regressTables(data) ?? { rows: 0, explained: 0, parts: [] };
  expect(rows).toBe(400);
  expect(explained).toBeGreaterThan(0.95);
  const content = parts.find(({ task }) => task === 'content');
  expect(content?.coefficient).toBeGreaterThan(0.95);
  expect(parts.filter(({ coefficient }) => Math.abs(coefficient) > 0.1)).toEqual([content]);
  expect(regressTables(temporaryFolder())).toBeUndefined();
});

test('multiply-adds are counted where they are made', () => {
  const convolution = (shape: number[], stride: 1 | 2, depthwise = false) => ({
    name: '',
    weight: { shape, data: new Float32Array(shape.reduce((product, side) => product * side, 1)) },
    scale: new Float32Array(shape[0] ?? 0),
    bias: new Float32Array(shape[0] ?? 0),
    stride,
    depthwise,
    relu6: true,
  });
  const trunk = {
    stem: convolution([4, 3, 3, 3], 2),
    stages: [
      [
        {
          expand: undefined,
          depthwise: convolution([4, 1, 3, 3], 2, true),
          project: convolution([8, 4, 1, 1], 1),
          residual: false,
        },
      ],
    ],
    head: convolution([16, 8, 1, 1], 1),
  };
  // 16 x 16 cells after the stem, 8 x 8 after the depthwise convolution.
  expect(multiplyAdds(trunk, 32, 32)).toBe(256 * 108 + 64 * 36 + 64 * 32 + 64 * 128);
});
