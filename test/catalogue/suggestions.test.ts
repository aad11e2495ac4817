import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/main/catalogue/store.ts';
import type { Suggestion } from '../../src/shared/suggestions.ts';
import type { VerdictChange } from '../../src/shared/verdict.ts';
import { libraryWith, openStore, photosByName, seen } from '../support/store.ts';
import { temporaryFolder } from '../support/temporary.ts';

const judge = (store: Store, photos: number[], verdict: VerdictChange, source = 'person' as const) =>
  store.decide({ source, screen: null, changes: photos.map((photo) => ({ photo, verdict })) });

const pick = (photo: number, value: 'pick' | 'reject' = 'pick'): Suggestion => ({
  photo,
  field: 'pick',
  value,
  reason: 'The sharpest of 5.',
});
const stars = (photo: number, value: number): Suggestion => ({
  photo,
  field: 'stars',
  value,
  reason: 'Among the best 10 %.',
});

const shown = (store: Store, photo: number) => store.rows([photo])[0]?.suggestion;
const verdictOf = (store: Store, photo: number) => store.rows([photo])[0]?.verdict;

function open(dir = temporaryFolder()): { store: Store; a: number; b: number; c: number; dir: string } {
  const store = openStore(dir);
  libraryWith(store, seen('a.jpg'), seen('b.jpg'), seen('c.jpg'));
  const ids = photosByName(store);
  return { dir, store, a: ids['a.jpg'] ?? 0, b: ids['b.jpg'] ?? 0, c: ids['c.jpg'] ?? 0 };
}

describe('a suggestion', () => {
  it('stands beside the verdict, with its source, and is no verdict', () => {
    const { store, a, b, c } = open();
    const run = store.suggest('auto-cull', [a, b, c], [pick(a), stars(a, 4), pick(b, 'reject')]);
    expect(shown(store, a)).toEqual({ source: 'auto-cull', pick: 'pick', stars: 4 });
    expect(shown(store, c)).toBeNull();
    expect(verdictOf(store, a)).toEqual({ pick: 'none', stars: 0, label: 'none' });
    expect(store.verdictCounts({ root: null, folder: '' })).toEqual({ picked: 0, rejected: 0, undecided: 3 });
    expect(store.suggestionRuns()).toMatchObject([{ run, source: 'auto-cull', photos: 2 }]);
    expect(store.suggestionRuns()[0]?.values).toEqual([
      { field: 'pick', value: 'pick', photos: 1 },
      { field: 'pick', value: 'reject', photos: 1 },
      { field: 'stars', value: 4, photos: 1 },
    ]);
  });

  it('touches no field that has a verdict', () => {
    const { store, a, b } = open();
    judge(store, [a], { pick: 'reject' });
    store.suggest('auto-cull', [a, b], [pick(a), stars(a, 5)]);
    expect(shown(store, a)).toEqual({ source: 'auto-cull', stars: 5 });
    expect(store.suggest('auto-cull', [b], [])).toBeNull();
    judge(store, [b], { pick: 'pick' });
    expect(store.suggest('taste', [b], [pick(b, 'reject')])).toBeNull();
    expect(verdictOf(store, b)?.pick).toBe('pick');
  });

  it('ends when its field is decided, and is back when that is undone', () => {
    const { store, a } = open();
    store.suggest('auto-cull', [a], [pick(a), stars(a, 3)]);
    expect(judge(store, [a], { pick: 'reject' }).unsuggested).toEqual([a]);
    expect(shown(store, a)).toEqual({ source: 'auto-cull', stars: 3 });
    store.undo(null);
    expect(shown(store, a)).toMatchObject({ pick: 'pick', stars: 3 });
    store.redo(null);
    expect(shown(store, a)).toEqual({ source: 'auto-cull', stars: 3 });
    expect(verdictOf(store, a)?.pick).toBe('reject');
  });

  it('is turned down by "no pick" although that changes no verdict', () => {
    const { store, a } = open();
    store.suggest('auto-cull', [a], [pick(a)]);
    expect(judge(store, [a], { pick: 'none' })).toEqual({ step: null, photos: [], unsuggested: [a] });
    expect(shown(store, a)).toBeNull();
    expect(store.suggestionRuns()).toEqual([]);
  });

  it('gives way to the newest run of its source, and of another where both speak of one field', () => {
    const { store, a, b, c } = open();
    store.suggest('auto-cull', [a, b, c], [pick(a), pick(b), stars(c, 2)]);
    store.suggest('auto-cull', [a, b], [pick(a, 'reject')]);
    expect([a, b, c].map((id) => shown(store, id))).toEqual([
      { source: 'auto-cull', pick: 'reject' },
      null,
      { source: 'auto-cull', stars: 2 },
    ]);
    store.suggest('star-bands', [c], [stars(c, 5)]);
    expect(shown(store, c)).toEqual({ source: 'star-bands', stars: 5 });
  });

  it('is listed with its reason, dropped for some or all, and outlives a restart', () => {
    const { dir, store, a, b, c } = open();
    const run = store.suggest('auto-cull', [a, b, c], [pick(a), pick(b), pick(c)]) ?? 0;
    expect(store.dropSuggestions(run, [a, 9999])).toEqual([a]);
    store.close();
    const again = openStore(dir);
    expect(again.suggestionsOf(run, null)).toEqual([pick(b), pick(c)]);
    expect(again.suggestionsOf(run, [c])).toEqual([pick(c)]);
    expect(again.dropSuggestions(run, null)).toEqual([b, c]);
    expect(again.suggestionRuns()).toEqual([]);
  });
});
