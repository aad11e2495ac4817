import { describe, expect, it } from 'vitest';
import type { Group } from '../../src/shared/groups.ts';
import type { Verdict, VerdictChange } from '../../src/shared/verdict.ts';
import { noVerdict } from '../../src/shared/verdict.ts';
import { Selection } from '../../src/renderer/state/selection.svelte.ts';
import { Survey } from '../../src/renderer/state/survey.svelte.ts';
import { answering } from './fake-api.ts';

const screen = { sort: { key: 'captured', descending: false }, task: null };

/** Photos 1 to 9; 2, 3, 4 are a burst, ranked 3, 4, 2; 6 and 7 are near-duplicates, not compared. */
const groups: Record<number, Group> = {
  2: {
    id: 2,
    kind: 'burst',
    byHand: false,
    members: [
      { photo: 2, place: 3, reason: 'blurred' },
      { photo: 3, place: 1, reason: 'sharpest of 3' },
      { photo: 4, place: 2, reason: 'a little darker' },
    ],
  },
  6: {
    id: 6,
    kind: 'duplicates',
    byHand: false,
    members: [6, 7].map((photo) => ({ photo, place: null, reason: null })),
  },
};

function setUp(verdicts: Record<number, Verdict> = {}) {
  const view = {
    ids: Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9),
    groups: Uint32Array.of(0, 2, 2, 2, 0, 6, 6, 0, 0),
  };
  const selection = new Selection(() => view.ids);
  const judged: { photo: number; verdict: VerdictChange }[][] = [];
  const survey = new Survey({
    api: answering({ 'groups.of': ({ photo }) => groups[view.groups[view.ids.indexOf(photo)] ?? 0] ?? null }),
    view,
    selection,
    judging: {
      judgeEach: (changes) => {
        judged.push(changes);
        return Promise.resolve();
      },
    },
    verdictOf: (id) => verdicts[id] ?? noVerdict,
  });
  return { view, selection, survey, judged };
}

describe('the survey', () => {
  it('shows the group of the active photo, best first, with the reasons', async () => {
    const { selection, survey } = setUp();
    selection.chooseAt(3);
    expect(await survey.open()).toBe(true);
    expect(survey.ids).toEqual([3, 4, 2]);
    // The photo looked at stays the active one.
    expect([selection.id, survey.active]).toEqual([4, 1]);
    expect(survey.reasonOf(3)).toBe('sharpest of 3');
  });

  it('of a photo that stands alone shows the next group, from its best on', async () => {
    const { selection, survey } = setUp();
    selection.chooseAt(0);
    await survey.open();
    expect([survey.ids, selection.id]).toEqual([[3, 4, 2], 3]);
    selection.chooseAt(8);
    expect(await setUp().survey.step(-1)).toBe(false);
  });

  it('steps from group to group and stays at the last', async () => {
    const { selection, survey } = setUp();
    selection.chooseAt(1);
    await survey.open();
    expect(await survey.step(1)).toBe(true);
    // Nobody has compared them: in the order they were taken.
    expect([survey.ids, selection.id]).toEqual([[6, 7], 6]);
    expect(await survey.step(1)).toBe(false);
    expect(survey.ids).toEqual([6, 7]);
    await survey.step(-1);
    expect([survey.ids, selection.id]).toEqual([[3, 4, 2], 3]);
  });

  it('shows the selected photos instead where several are selected', async () => {
    const { selection, survey } = setUp();
    selection.select([1, 5, 9]);
    await survey.open();
    expect([survey.ids, survey.group]).toEqual([[1, 5, 9], null]);
    survey.move(-1);
    expect(selection.id).toBe(9);
    expect([...selection.ids]).toEqual([1, 5, 9]);
  });

  it('picks the active frame and rejects its undecided siblings in one go, or leaves them', async () => {
    const { selection, survey, judged } = setUp({ 2: { ...noVerdict, pick: 'pick' } });
    selection.chooseAt(2);
    await survey.open();
    await survey.keepOne(screen);
    await survey.keepToo(screen);
    expect(judged).toEqual([
      [
        { photo: 3, verdict: { pick: 'pick' } },
        { photo: 4, verdict: { pick: 'reject' } },
      ],
      [{ photo: 3, verdict: { pick: 'pick' } }],
    ]);
  });

  it('decides about no frame that a filter keeps off the screen, and passes over a group with one frame left', async () => {
    const { view, selection, survey } = setUp();
    view.ids = Uint32Array.of(1, 2, 3, 6);
    view.groups = Uint32Array.of(0, 2, 2, 6);
    selection.chooseAt(1);
    await survey.open();
    expect(survey.ids).toEqual([3, 2]);
    expect(await survey.step(1)).toBe(false);
  });
});
