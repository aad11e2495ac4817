import { describe, expect, test } from 'vitest';
import { contributionsOf, type ScoredSet } from '../../src/training/contributions.ts';
import type { Photograph } from '../../src/training/data/photograph.ts';
import { randomFrom } from '../../src/shared/statistics/random.ts';

const normal = (random: () => number): number => random() + random() + random() + random() - 2;

/** Photographs, three to a group, whose overall score is made of what is given. */
function scoredSet(
  set: 'oasis' | 'sophoappeal',
  seed: number,
  size: number,
  make: (random: () => number) => { overall: number; attributes: number[] },
): ScoredSet {
  const random = randomFrom(seed);
  const rows = Array.from({ length: size }, () => make(random));
  return {
    set,
    examples: {
      photographs: rows.map((_, row): Photograph => ({
        set,
        name: `${row}`,
        file: `${row}`,
        group: `${Math.floor(row / 3)}`,
        labels: new Map(),
      })),
    },
    overall: Float64Array.from(rows, ({ overall }) => overall),
    attributes: (rows[0]?.attributes ?? []).map((_, t) =>
      Float64Array.from(rows, ({ attributes }) => attributes[t] ?? NaN),
    ),
  };
}

describe('contributions', () => {
  test('find what a score is made of, from the middle of the first set, and what is left', () => {
    const made = (offset: number) => (random: () => number) => {
      const [a, b, c] = [normal(random), 4 * normal(random), normal(random)];
      const overall = offset + 0.5 * a - 0.25 * b + 0.3 * normal(random);
      return { overall, attributes: [a + 2 * offset, b, c] };
    };
    const sets = [scoredSet('oasis', 1, 240, made(1)), scoredSet('sophoappeal', 2, 180, made(-1))];
    const found = contributionsOf(['a', 'b', 'c'], sets);
    expect(found.photos).toBe(420);
    expect(found.mean).toBeCloseTo(1, 0);
    expect(found.parts.map(({ task }) => task)).toEqual(['a', 'b', 'c']);
    expect(found.parts[0]?.mean).toBeCloseTo(2, 0);
    // The penalty takes a little; a set's own mean is nobody's merit.
    expect(found.parts[0]?.coefficient).toBeGreaterThan(0.3);
    expect(found.parts[0]?.coefficient).toBeLessThan(0.55);
    expect(found.parts[1]?.coefficient).toBeLessThan(-0.15);
    expect(Math.abs(found.parts[2]?.coefficient ?? 1)).toBeLessThan(0.05);
    const share = 0.3 ** 2 / (0.5 ** 2 + 1 + 0.3 ** 2);
    expect(found.withoutLimits).toBeGreaterThan(0.6 * share);
    expect(found.withoutLimits).toBeLessThan(1.4 * share);
    expect(found.unexplained).toBeGreaterThan(found.withoutLimits);
    expect(found.unexplained).toBeLessThan(0.3);
  });

  test('set no attribute against another that it goes with', () => {
    const made = (random: () => number) => {
      const [score, shared] = [normal(random), normal(random)];
      // Least squares would take the second from the first, to be rid of what they share.
      return { overall: score, attributes: [score + shared, shared + 0.02 * score] };
    };
    const found = contributionsOf(['a', 'b'], [scoredSet('oasis', 3, 300, made)]);
    expect(found.withoutLimits).toBeLessThan(0.05);
    expect(found.parts[0]?.coefficient).toBeGreaterThan(0.2);
    const [, second] = found.parts;
    expect((second?.coefficient ?? NaN) * (second?.correlation ?? NaN)).toBeGreaterThanOrEqual(0);
    expect(Math.abs(second?.coefficient ?? 1)).toBeLessThan(0.15);
    expect(found.unexplained).toBeGreaterThan(0.4);
  });

  test('explain nothing of what has nothing to do with them', () => {
    const made = (random: () => number) => ({ overall: normal(random), attributes: [normal(random)] });
    expect(contributionsOf(['a'], [scoredSet('oasis', 4, 150, made)]).unexplained).toBeGreaterThan(0.95);
  });
});
