import { describe, expect, it } from 'vitest';
import { explain } from '../../src/renderer/state/explanation.ts';
import { taskOf } from './tasks.ts';

const tasks = [
  taskOf('overall', { class: 'strong', srcc: 0.7 }, 'overall'),
  taskOf('light', { class: 'fair', srcc: 0.4 }),
  taskOf('symmetry', { class: 'unreliable', srcc: 0.9 }),
  taskOf('content', { class: 'fair', srcc: 0.5 }),
  taskOf('simplicity', { class: 'strong', srcc: 0.8 }),
  taskOf('repetition', { class: 'weak', srcc: -0.2 }),
];
const ids = (items: { task: { id: string } }[]) => items.map(({ task }) => task.id);

describe('the explanation of a photo', () => {
  it('puts first what lies far from neutral and can be trusted', () => {
    // Weights: light 40 x 0.4 = 16, content 20 x 0.5 = 10, simplicity 25 x 0.8 = 20.
    const { overall, telling, rest } = explain(tasks, [60, 10, 99, 70, 75, 99], null);
    expect(overall?.score).toBe(60);
    expect(ids(telling)).toEqual(['simplicity', 'light', 'content']);
    expect(ids(rest)).toEqual(['repetition', 'symmetry']);
  });

  it('never puts first what is unreliable, agrees with nobody, or is neutral', () => {
    const { telling, rest } = explain(tasks, [60, 50, 99, 50, 51, 99], null);
    expect(ids(telling)).toEqual(['simplicity']);
    expect(ids(rest)).toEqual(['light', 'content', 'repetition', 'symmetry']);
  });

  it('puts first what contributes most, whatever lies farther from neutral', () => {
    const contributions = {
      mean: 0,
      parts: [
        { task: 'light', mean: 0, coefficient: 0.1 },
        { task: 'symmetry', mean: 0, coefficient: 9 },
        { task: 'content', mean: 0, coefficient: 0.8 },
        { task: 'simplicity', mean: 0, coefficient: -0.4 },
        { task: 'repetition', mean: 0, coefficient: 0.01 },
      ],
      unexplained: 0.4,
      photos: 10,
    };
    const { telling, rest, parts } = explain(tasks, [60, 10, 99, 70, 75, 60], null, contributions);
    expect(ids(telling)).toEqual(['content', 'simplicity', 'light']);
    expect(telling.map(({ part }) => Math.sign(part?.points ?? 0))).toEqual([1, -1, -1]);
    expect(telling.map(({ score }) => score)).toEqual([70, 75, 10]);
    expect(ids(rest)).toEqual(['repetition', 'symmetry']);
    expect(rest[1]?.part).toBeNull();
    const points = (parts?.parts ?? []).reduce(
      (sum, part) => sum + part.points,
      parts?.remainder.points ?? 0,
    );
    expect((parts?.base ?? 0) + points).toBeCloseTo(60, 6);
  });

  it('has nothing to tell of a photo that waits', () => {
    const { overall, telling } = explain(tasks, null, null);
    expect(overall?.score).toBeNull();
    expect(telling).toEqual([]);
  });

  it('has no place for what an earlier model did not know', () => {
    const { overall, telling, rest } = explain(tasks, [60, null, null, 70, null, null], null);
    expect(overall?.score).toBe(60);
    expect([ids(telling), ids(rest)]).toEqual([['content'], []]);
  });

  it('keeps percentiles with their tasks, whatever the manifest has', () => {
    const few = tasks.slice(0, 2);
    const { overall, telling } = explain(few, [80, 20], [0.9, 0.1]);
    expect(overall?.percentile).toBe(0.9);
    expect(telling.map(({ percentile }) => percentile)).toEqual([0.1]);
  });
});
