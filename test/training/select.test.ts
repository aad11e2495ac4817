import { describe, expect, test } from 'vitest';
import { headOf, predict } from '../../src/training/fit/heads.ts';
import { uniteNearDuplicates } from '../../src/training/fit/near-duplicates.ts';
import { principalDirections } from '../../src/training/fit/principal.ts';
import { randomFrom } from '../../src/shared/statistics/random.ts';
import { type Family, select, setIntercept } from '../../src/training/fit/select.ts';
import { mean, spearman } from '../../src/shared/statistics/statistics.ts';
import { channelWeights, standardise, standardOf } from '../../src/training/fit/taps.ts';
import { tapChannels, taps } from '../../src/training/trunk/trunk.ts';

const normal = (random: () => number): number => random() + random() + random() + random() - 2;
const noise = (rows: number, seed: number): Float32Array => {
  const random = randomFrom(seed);
  return Float32Array.from({ length: rows * tapChannels }, () => 3 + normal(random));
};
const rowOf = (features: Float32Array, row: number) =>
  features.subarray(row * tapChannels, (row + 1) * tapChannels);

/** Photographs whose label is theirs by group: nothing that is seen elsewhere tells it. */
function familyOf(features: Float32Array, groups: string[], target: Float64Array): Family {
  return {
    name: 'made',
    features,
    taps,
    sets: groups.map(() => 'made'),
    groups,
    borrowed: [],
    targets: [target],
    choices: [0.1, 3].map((strength) => ({ profile: 'equal', strength, weights: {}, borrowed: 0 })),
    quality: ([scores], rows) => mean(rows.map((row) => -(((scores?.[row] ?? 0) - (target[row] ?? 0)) ** 2))),
  };
}

describe('selection', () => {
  const random = randomFrom(5);
  const groups = Array.from({ length: 100 }, (_, row) => `theme ${row % 25}`);
  const ofTheme = Array.from({ length: 25 }, () => normal(random));
  const secret = Float64Array.from(groups, (_, row) => ofTheme[row % 25] ?? 0);

  test('learns nothing of a theme from its other photographs', () => {
    const themes = noise(25, 1);
    const random2 = randomFrom(9);
    const features = Float32Array.from({ length: 100 * tapChannels }, (_, i) => {
      const row = Math.floor(i / tapChannels);
      return (themes[(row % 25) * tapChannels + (i % tapChannels)] ?? 0) - 3 + 0.05 * normal(random2);
    });
    const { outOfFold } = select(familyOf(features, groups, secret), () => undefined);
    const leaky = select(
      familyOf(
        features,
        groups.map((_, row) => `${row}`),
        secret,
      ),
      () => undefined,
    );
    const srcc = (scores: Float64Array[][]) => mean(scores.map(([one]) => spearman(one ?? [], secret)));
    expect(srcc(leaky.outOfFold)).toBeGreaterThan(0.9);
    expect(srcc(outOfFold)).toBeLessThan(0.4);
  });

  test('ships a head that predicts what was fitted', () => {
    const pooled = noise(100, 2);
    const target = Float64Array.from(groups, (_, row) => mean([...rowOf(pooled, row).subarray(0, 8)]) - 3);
    const standard = standardOf(pooled);
    const family = familyOf(standardise(pooled, standard), groups, target);
    const [best] = select(family, () => undefined).shipped;
    expect(best?.choice.strength).toBe(0.1);
    const dual = best?.coefficients[0] ?? new Float64Array();
    const head = headOf(family.features, dual, 'equal', standard, taps, setIntercept(family, dual, 'made'));
    expect(spearman(predict(head, pooled), target)).toBeGreaterThan(0.95);
    expect(mean(predict(head, pooled))).toBeCloseTo(mean(target), 2);
  });
});

test('groups that share a near-duplicate become one', () => {
  const features = noise(6, 3).map((value) => value - 3);
  rowOf(features, 4).set(rowOf(features, 1).map((value) => value * 1.02));
  const united = uniteNearDuplicates(['a', 'b', 'b', 'c', 'd', 'e'], features, channelWeights('later'));
  expect(united[4]).toBe(united[1]);
  expect(united[2]).toBe(united[1]);
  expect(new Set(united).size).toBe(4);
});

test('principal directions are orthonormal, strongest first', () => {
  const random = randomFrom(4);
  const strengths = [5, 3, 2, 1];
  const rows = Float32Array.from(
    { length: 60 * tapChannels },
    (_, i) => (strengths[i % tapChannels] ?? 0.01) * normal(random),
  );
  const directions = principalDirections(rows, tapChannels, 3);
  for (let a = 0; a < 3; a++) {
    for (let b = 0; b < 3; b++) {
      let product = 0;
      for (let c = 0; c < tapChannels; c++) {
        product += (directions[a * tapChannels + c] ?? 0) * (directions[b * tapChannels + c] ?? 0);
      }
      expect(product).toBeCloseTo(a === b ? 1 : 0, 8);
    }
    const own = directions.subarray(a * tapChannels, (a + 1) * tapChannels);
    expect(own.indexOf(Math.max(...own))).toBe(a);
  }
});
