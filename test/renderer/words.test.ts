import { describe, expect, it } from 'vitest';
import { phrases } from '../../src/renderer/strings/phrases.ts';
import { explain } from '../../src/renderer/state/explanation.ts';
import { wordsOf } from '../../src/renderer/state/words.ts';
import { toPanelScale } from '../../src/shared/scale.ts';
import { taskOf } from './tasks.ts';

const ids = ['vivid_color', 'object_emphasis', 'light', 'balancing_elements', 'grain', 'symmetry'];
const tasks = [
  taskOf('overall', { class: 'strong', srcc: 0.7 }, 'overall'),
  ...ids.map((id) => taskOf(id, { class: id === 'symmetry' ? 'unreliable' : 'fair', srcc: 0.4 })),
];
const contributions = {
  mean: 0,
  parts: ids.map((task) => ({ task, mean: 0, coefficient: task === 'grain' ? -1 : 1 })),
  unexplained: 0.3,
  photos: 100,
};

/** Words for a photo whose attributes lie so many deviations from the average. */
function words(raws: Partial<Record<string, number>>, unexplained = 0): string {
  const own = ids.map((id) => raws[id] ?? 0);
  const overall = ids.reduce((sum, id) => {
    const value = raws[id] ?? 0;
    if (id === 'symmetry') return sum;
    return sum + (id === 'grain' ? -value : value);
  }, unexplained);
  const scores = [overall, ...own].map((raw) => toPanelScale(raw, { mean: 0, deviation: 1 }));
  return wordsOf(explain(tasks, scores, null, contributions));
}

describe('words', () => {
  it.each([
    [{ vivid_color: 0.5 }, 'Vivid colour lifts it.'],
    [{ vivid_color: -0.5 }, 'Muted colour holds it back.'],
    [{ balancing_elements: 0.5 }, 'Balanced elements lift it.'],
    [{ balancing_elements: -0.5 }, 'Elements out of balance hold it back.'],
    [{ vivid_color: 0.6, object_emphasis: 0.5 }, 'Vivid colour and a clear subject lift it.'],
    [
      { vivid_color: 0.6, object_emphasis: 0.5, light: -0.3 },
      'Vivid colour and a clear subject lift it; poor light holds it back.',
    ],
    [
      { vivid_color: 0.6, object_emphasis: 0.5, light: 0.3 },
      'Vivid colour, a clear subject and good light lift it.',
    ],
    [{ vivid_color: 0.3, light: -0.6 }, 'Poor light holds it back; vivid colour lifts it.'],
    [
      { vivid_color: 0.3, light: -0.6, object_emphasis: -0.5 },
      'Poor light and a subject that hardly stands out hold it back; vivid colour lifts it.',
    ],
  ])('of %j: %s', (raws, expected) => {
    expect(words(raws)).toBe(expected);
  });

  it('name by its label what has no phrase, and say what a contribution does, not where a score lies', () => {
    expect(words({ grain: -0.5 })).toBe('Low grain lifts it.');
    expect(words({ grain: 0.5 })).toBe('High grain holds it back.');
  });

  it('leave out what hardly counts and what cannot be trusted', () => {
    expect(words({ vivid_color: 0.5, light: 0.02 })).toBe('Vivid colour lifts it.');
    expect(words({ symmetry: 3 })).toMatch(/^Nothing stands out: /);
    expect(words({})).toMatch(/^Nothing stands out: [^.]*\.$/);
  });

  it('say when most of the score is not explained', () => {
    expect(words({ vivid_color: 0.2 }, 1)).toBe(
      'Vivid colour lifts it. Most of what sets it apart is not explained by these.',
    );
    expect(words({}, -1)).toMatch(/^Nothing stands out: .*\. Most of what sets it apart is not/);
  });

  it('are none where the model does not say what contributes', () => {
    expect(wordsOf(explain(tasks, [60, 90, 90, 90, 90, 90, 90], null))).toBe('');
    expect(wordsOf(explain(tasks, null, null, contributions))).toBe('');
  });

  it('fit into a sentence', () => {
    for (const { text } of Object.values(phrases).flatMap(({ high, low }) => [high, low])) {
      expect(text).toMatch(/^[a-z][a-z -]+$/);
    }
  });
});
