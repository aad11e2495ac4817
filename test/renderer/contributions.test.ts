import { describe, expect, it } from 'vitest';
import { rawParts, scoreParts } from '../../src/renderer/state/contributions.ts';
import { fromPanelScale, toPanelScale } from '../../src/shared/scale.ts';
import { taskOf } from './tasks.ts';

const tasks = [
  taskOf('overall', { class: 'strong', srcc: 0.7 }, 'overall'),
  taskOf('light', { class: 'fair', srcc: 0.4 }),
  taskOf('symmetry', { class: 'unreliable', srcc: 0.9 }),
  taskOf('content', { class: 'fair', srcc: 0.5 }),
];
const contributions = {
  mean: -0.1,
  parts: [
    { task: 'light', mean: 0.2, coefficient: 0.5 },
    { task: 'content', mean: -0.3, coefficient: 1.5 },
  ],
  unexplained: 0.3,
  photos: 100,
};
const scale = { mean: -0.1, deviation: 0.6 };
const taken = (raws: readonly number[]) => {
  const parts = rawParts(contributions, tasks, raws);
  if (!parts) throw new Error('The score was not taken apart.');
  return parts;
};
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('the parts of a score', () => {
  it('are each attribute above or below its mean, times its coefficient', () => {
    const { parts, remainder } = taken([0.9, 0.6, 5, -0.1]);
    expect(parts.map(({ task }) => task)).toEqual(['light', 'content']);
    expect(parts[0]?.value).toBeCloseTo(0.2, 12);
    expect(parts[1]?.value).toBeCloseTo(0.3, 12);
    expect(remainder).toBeCloseTo(0.5, 12);
  });

  it.each([
    [[0.9, 0.6, 5, -0.1]],
    [[-2.3, 0.1, -4, 2.2]],
    [[-0.1, 0.2, 0, -0.3]],
    [[-0.1 + 1e-9, 3, 0, -2]],
    [[9, -7, 0, 4]],
  ])('add up to the raw score and to the score shown (%j)', (raws) => {
    const raw = taken(raws);
    expect(raw.mean + sum(raw.parts.map(({ value }) => value)) + raw.remainder).toBeCloseTo(raws[0] ?? 0, 12);
    const { base, parts, remainder } = scoreParts(raw, scale);
    const shown = toPanelScale(raws[0] ?? 0, scale);
    expect(base + sum(parts.map(({ points }) => points)) + remainder.points).toBeCloseTo(shown, 6);
    const whole = sum(parts.map((part) => part.whole)) + remainder.whole;
    expect(Math.round(base) + whole).toBe(Math.round(shown));
    for (const part of [...parts, remainder]) expect(Math.abs(part.whole - part.points)).toBeLessThan(1);
  });

  it('keep their proportions and their signs', () => {
    const { parts, remainder } = scoreParts(taken([-1.5, 0.6, 0, -0.5]), scale);
    expect(parts[0]?.points).toBeGreaterThan(0);
    expect(parts[1]?.points).toBeLessThan(0);
    expect((parts[1]?.points ?? 0) / (parts[0]?.points ?? 0)).toBeCloseTo(-1.5, 9);
    expect(remainder.points).toBeLessThan(0);
  });

  it('leave to the remainder what is unreliable or unknown', () => {
    const more = [
      ...contributions.parts,
      { task: 'symmetry', mean: 0, coefficient: 1 },
      { task: 'gone', mean: 0, coefficient: 1 },
    ];
    const raws = [0.9, 0.6, 5, -0.1];
    expect(rawParts({ ...contributions, parts: more }, tasks, raws)).toEqual(taken(raws));
  });

  it('do not exist without an overall score', () => {
    expect(rawParts(contributions, tasks.slice(1), [0, 0, 0])).toBeUndefined();
  });
});

it('a score of the panel leads back to its raw score', () => {
  for (const raw of [-2.6, -0.7, -0.1, 0, 0.31, 1.9]) {
    expect(fromPanelScale(toPanelScale(raw, scale), scale)).toBeCloseTo(raw, 8);
    // Scores are kept as float32.
    expect(fromPanelScale(Math.fround(toPanelScale(raw, scale)), scale)).toBeCloseTo(raw, 3);
  }
  expect(Number.isFinite(fromPanelScale(100, scale))).toBe(true);
  expect(fromPanelScale(0, scale)).toBeLessThan(-4);
});
