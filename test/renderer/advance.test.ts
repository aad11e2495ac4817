import { describe, expect, it } from 'vitest';
import { nextToJudge } from '../../src/renderer/state/advance.ts';
import { noVerdict, type Verdict } from '../../src/shared/verdict.ts';

const ids = Uint32Array.of(1, 2, 3, 4);

describe('the next photo to decide about', () => {
  it('is the one that follows, whatever was decided, where nothing is filtered', () => {
    const verdictOf = (): Verdict => ({ ...noVerdict, pick: 'pick' });
    expect(nextToJudge(ids, 0, verdictOf, undefined)).toBe(1);
    expect(nextToJudge(ids, 3, verdictOf, undefined)).toBe(-1);
    expect(nextToJudge(ids, -1, verdictOf, undefined)).toBe(0);
  });

  it('is the next that still lies within the filter; one not known yet does', () => {
    const verdicts = new Map<number, Verdict>([
      [2, { ...noVerdict, pick: 'reject' }],
      [3, { ...noVerdict, stars: 2 }],
    ]);
    const next = (filter: Parameters<typeof nextToJudge>[3]) =>
      nextToJudge(ids, 0, (id) => verdicts.get(id), filter);
    expect(next({ picks: ['none'] })).toBe(2);
    expect(next({ picks: ['none'], stars: { min: 0, max: 0 } })).toBe(3);
    expect(next({ labels: ['none'] })).toBe(1);
  });
});
