import Database from 'better-sqlite3';
import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { logLineSchema, logQueries } from '../../src/main/catalogue/decision-log.ts';
import { historyQueries } from '../../src/main/catalogue/history.ts';
import type { Store } from '../../src/main/catalogue/store.ts';
import type { OnScreen, VerdictChange } from '../../src/shared/verdict.ts';
import {
  everything,
  identifyAll,
  libraryWith,
  openStore,
  photosByName,
  scan,
  seen,
} from '../support/store.ts';
import { temporaryFolder } from '../support/temporary.ts';

const screen: OnScreen = { sort: { key: 'light', descending: true }, task: 'overall' };

const judge = (store: Store, photos: number[], verdict: VerdictChange) =>
  store.decide({ source: 'person', screen, changes: photos.map((photo) => ({ photo, verdict })) });

const fromSidecar = (store: Store, photo: number, verdict: VerdictChange) =>
  store.decide({ source: 'sidecar', screen: null, changes: [{ photo, verdict }] });

const verdictOf = (store: Store, photo: number) => store.rows([photo])[0]?.verdict;

function openWith(...names: string[]): { dir: string; store: Store; ids: number[] } {
  const dir = temporaryFolder();
  const store = openStore(dir);
  libraryWith(store, ...names.map((name) => seen(name)));
  const byName = photosByName(store);
  return { dir, store, ids: names.map((name) => byName[basename(name)] ?? 0) };
}

const logOf = (dir: string) =>
  readFileSync(join(dir, 'decisions.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => logLineSchema.parse(JSON.parse(line)));

describe('a verdict', () => {
  it('is three values that know nothing of each other', () => {
    const { store, ids } = openWith('a.jpg');
    const [a = 0] = ids;
    judge(store, ids, { stars: 4, label: 'red' });
    judge(store, ids, { pick: 'reject' });
    expect(verdictOf(store, a)).toEqual({ pick: 'reject', stars: 4, label: 'red' });
  });

  it('can be given before the photo is scored, and survives its file being away', () => {
    const store = openStore();
    const { root } = store.addRoot('/photos', '/', null, '1');
    const file = seen('a.jpg');
    scan(store, root, [file]);
    identifyAll(store);
    const [a = 0] = store.openView(everything).ids;
    judge(store, [a], { pick: 'pick' });
    scan(store, root, []);
    scan(store, root, [file]);
    expect(store.rows([a])).toMatchObject([{ scores: null, verdict: { pick: 'pick' } }]);
  });

  it('is recorded with what was before and what was on screen, one row for each value that changed', () => {
    const { dir, store, ids } = openWith('a.jpg', 'b.jpg');
    const [a = 0, b = 0] = ids;
    judge(store, [a], { stars: 3 });
    expect(judge(store, [a, b, 9999], { stars: 3, pick: 'pick' }).photos).toEqual([a, b]);
    expect(judge(store, [a, b], { stars: 3, pick: 'pick' })).toMatchObject({ step: null, photos: [] });
    store.close();
    const db = new Database(join(dir, 'catalogue.db'), { readonly: true });
    const rows = db
      .prepare(
        `SELECT photo_id AS photo, field, before, after, score, source, sort_key AS sort, sort_descending AS descending, task
         FROM decision JOIN step ON step.id = step_id ORDER BY decision.id`,
      )
      .all();
    db.close();
    const shown = { score: 84.13, sort: 'light', descending: 1, task: 'overall' };
    expect(rows).toEqual([
      { photo: a, field: 'stars', before: 0, after: 3, source: 'single', ...shown },
      { photo: a, field: 'pick', before: 'none', after: 'pick', source: 'bulk', ...shown },
      { photo: b, field: 'pick', before: 'none', after: 'pick', source: 'bulk', ...shown },
      { photo: b, field: 'stars', before: 0, after: 3, source: 'bulk', ...shown },
    ]);
  });

  it('is never changed or deleted as a decision', () => {
    const { dir, store, ids } = openWith('a.jpg');
    judge(store, ids, { pick: 'pick' });
    store.close();
    const db = new Database(join(dir, 'catalogue.db'));
    expect(() => db.exec("UPDATE decision SET after = 'none'")).toThrow('never changed');
    expect(() => db.exec('DELETE FROM decision')).toThrow('never deleted');
    db.close();
  });

  it('sorts and filters, is counted, and tells views that depend on it', () => {
    const { store, ids } = openWith('a.jpg', 'b.jpg', 'c.jpg', 'd.jpg');
    const [a = 0, b = 0, c = 0, d = 0] = ids;
    const { revision } = store.openView(everything);
    judge(store, [a], { pick: 'reject', stars: 5 });
    judge(store, [b], { pick: 'pick', stars: 2, label: 'green' });
    judge(store, [c], { label: 'red' });
    const idsOf = (more: object) => [...store.openView({ ...everything, ...more }).ids];
    expect(idsOf({ sort: { key: 'stars', descending: true } })).toEqual([a, b, d, c]);
    expect(idsOf({ sort: { key: 'pick', descending: false } })).toEqual([a, c, d, b]);
    expect(idsOf({ sort: { key: 'label', descending: false } })).toEqual([c, b, a, d]);
    expect(idsOf({ verdicts: { picks: ['pick', 'none'] } })).toEqual([b, c, d]);
    expect(idsOf({ verdicts: { stars: { min: 2, max: 5 } } })).toEqual([a, b]);
    expect(idsOf({ verdicts: { labels: ['none', 'red'] } })).toEqual([a, c, d]);
    expect(idsOf({ verdicts: { picks: ['none'], labels: ['red'] } })).toEqual([c]);
    expect(store.verdictCounts(everything)).toEqual({ picked: 1, rejected: 1, undecided: 2 });
    expect(store.changesSince(everything, revision)).toBe(0);
    expect(store.changesSince({ ...everything, verdicts: { picks: ['pick'] } }, revision)).toBe(3);
    expect(store.changesSince({ ...everything, sort: { key: 'stars', descending: true } }, revision)).toBe(3);
  });
});

describe('undo', () => {
  it('goes back and forth without end, over restarts too', () => {
    const { dir, store, ids } = openWith('a.jpg', 'b.jpg');
    const [a = 0, b = 0] = ids;
    judge(store, [a], { stars: 1 });
    judge(store, [a, b], { stars: 2 });
    judge(store, [a], { pick: 'pick' });
    store.undo(null);
    store.undo(null);
    expect(verdictOf(store, a)).toMatchObject({ pick: 'none', stars: 1 });
    store.close();

    const again = openStore(dir);
    again.undo(null);
    expect(again.undo(null)).toEqual({ photos: [], kept: [] });
    expect([a, b].map((id) => verdictOf(again, id)?.stars)).toEqual([0, 0]);
    for (let i = 0; i < 3; i++) again.redo(null);
    expect(again.redo(null)).toEqual({ photos: [], kept: [] });
    expect(verdictOf(again, a)).toEqual({ pick: 'pick', stars: 2, label: 'none' });
    expect(verdictOf(again, b)?.stars).toBe(2);
    again.undo(null);
    again.redo(null);
    again.undo(null);
    expect(verdictOf(again, a)?.pick).toBe('none');
  });

  it('is done once, however often it is asked for', () => {
    const { store, ids } = openWith('a.jpg');
    const [a = 0] = ids;
    judge(store, ids, { stars: 1 });
    judge(store, ids, { stars: 2 });
    const { undo } = store.standing();
    store.undo(undo);
    store.undo(undo);
    expect(verdictOf(store, a)?.stars).toBe(1);
  });

  it('forgets what could be done again once something else is decided', () => {
    const { store, ids } = openWith('a.jpg');
    judge(store, ids, { stars: 1 });
    judge(store, ids, { stars: 2 });
    store.undo(null);
    judge(store, ids, { stars: 3 });
    expect(store.standing().redo).toBeNull();
    store.undo(null);
    store.redo(null);
    expect(verdictOf(store, ids[0] ?? 0)?.stars).toBe(3);
    expect(store.history(null, 10).map(({ changes }) => changes[0]?.after)).toEqual([3, 1]);
  });

  it('never overwrites what was decided elsewhere since, and says of which photos', () => {
    const { store, ids } = openWith('a.jpg', 'b.jpg');
    const [a = 0, b = 0] = ids;
    judge(store, ids, { stars: 4 });
    fromSidecar(store, a, { stars: 5 });
    expect(store.undo(null)).toEqual({ photos: [b], kept: [a] });
    expect(ids.map((id) => verdictOf(store, id)?.stars)).toEqual([5, 0]);
    expect(store.redo(null)).toEqual({ photos: [b], kept: [] });
    expect(ids.map((id) => verdictOf(store, id)?.stars)).toEqual([5, 4]);
  });

  it('that could change nothing is not done again as its opposite', () => {
    const { store, ids } = openWith('a.jpg');
    const [a = 0] = ids;
    judge(store, ids, { stars: 4 });
    fromSidecar(store, a, { stars: 5 });
    store.undo(null);
    fromSidecar(store, a, { stars: 4 });
    store.redo(null);
    expect(verdictOf(store, a)?.stars).toBe(4);
  });

  it('leads to any point of the history', () => {
    const { store, ids } = openWith('a.jpg');
    const [a = 0] = ids;
    for (const stars of [1, 2, 3, 4, 5]) judge(store, ids, { stars });
    const [, , third] = store.history(null, 10);
    store.goTo(third?.id ?? 0);
    expect(verdictOf(store, a)?.stars).toBe(3);
    expect(store.history(null, 10).map(({ state }) => state)).toEqual([
      'undone',
      'undone',
      'done',
      'done',
      'done',
    ]);
    const [last] = store.history(null, 1);
    store.goTo(last?.id ?? 0);
    expect(verdictOf(store, a)?.stars).toBe(5);
    store.goTo(null);
    expect(verdictOf(store, a)?.stars).toBe(0);
  });

  it('lists what each step did, page by page', () => {
    const { store, ids } = openWith('a.jpg', 'b.jpg');
    const [a = 0] = ids;
    judge(store, [a], { pick: 'reject' });
    judge(store, ids, { stars: 3, pick: 'pick' });
    fromSidecar(store, a, { label: 'blue' });
    const [sidecar, bulk] = store.history(null, 2);
    expect(sidecar).toMatchObject({ source: 'sidecar', photos: 1, name: 'a.jpg' });
    expect(bulk).toMatchObject({
      source: 'bulk',
      state: 'done',
      photos: 2,
      name: null,
      changes: [
        { field: 'pick', after: 'pick', photos: 2 },
        { field: 'stars', after: 3, photos: 2 },
      ],
    });
    expect(store.history(bulk?.id ?? 0, 2)).toMatchObject([{ source: 'single', photos: 1 }]);
  });
});

describe('the log', () => {
  it('has every decision, with the photo by its random id and its picture', () => {
    const { dir, store, ids } = openWith('2024/a.jpg');
    judge(store, ids, { pick: 'reject' });
    store.undo(null);
    const [made, undone] = logOf(dir);
    expect(made).toMatchObject({
      source: 'single',
      of: null,
      profile: 'default',
      fingerprint: 'picture of 2024/a.jpg',
      path: '2024/a.jpg',
      field: 'pick',
      before: 'none',
      after: 'reject',
      score: 84.13,
      task: 'overall',
      sort: 'light',
      descending: true,
    });
    expect(undone).toMatchObject({ source: 'undo', of: made?.step, photo: made?.photo, after: 'none' });
  });

  it('is completed at the start where a crash cut it short', () => {
    const { dir, store, ids } = openWith('a.jpg', 'b.jpg');
    const file = join(dir, 'decisions.jsonl');
    judge(store, ids, { stars: 1 });
    const whole = logOf(dir);
    const size = statSync(file).size;
    judge(store, ids, { stars: 2 });
    store.close();
    truncateSync(file, size + 40);

    const again = openStore(dir);
    expect(again.decisionLog()).toEqual({ waiting: 0, trouble: null });
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(() => JSON.parse(lines[2] ?? '') as unknown).toThrow();
    expect(lines.slice(0, 2).map((line) => JSON.parse(line) as unknown)).toEqual(whole);
    judge(again, ids, { stars: 3 });
    again.close();
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(7);
    openStore(dir).close();
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(7);
  });

  it('is written anew where it is gone, or is that of another catalogue', () => {
    const { dir, store, ids } = openWith('a.jpg');
    const file = join(dir, 'decisions.jsonl');
    judge(store, ids, { stars: 1 });
    judge(store, ids, { stars: 2 });
    store.close();
    const lines = logOf(dir);
    writeFileSync(file, '');
    openStore(dir).close();
    expect(logOf(dir)).toEqual(lines);

    const other = openWith('z.jpg', 'y.jpg');
    for (const stars of [1, 2, 3]) judge(other.store, other.ids, { stars });
    other.store.close();
    writeFileSync(file, readFileSync(join(other.dir, 'decisions.jsonl')));
    const again = openStore(dir);
    expect(again.decisionLog().waiting).toBe(6);
    expect(logOf(dir).slice(6)).toEqual(lines);
    judge(again, ids, { stars: 5 });
    again.close();
    expect(openStore(dir).decisionLog().waiting).toBe(6);
  });

  it('keeps what the catalogue does not know, and says how much', () => {
    const { dir, store, ids } = openWith('a.jpg');
    judge(store, ids, { stars: 1 });
    store.close();
    const [line] = logOf(dir);
    const foreign = JSON.stringify({ ...line, step: 'f'.repeat(32) });
    appendFileSync(join(dir, 'decisions.jsonl'), `${foreign}\n{"torn`);
    const again = openStore(dir);
    expect(again.decisionLog().waiting).toBe(1);
    judge(again, ids, { stars: 2 });
    again.close();
    const lines = readFileSync(join(dir, 'decisions.jsonl'), 'utf8').split('\n');
    expect(lines[1]).toBe(foreign);
    expect(lines[2]).toBe('{"torn');
    expect(JSON.parse(lines[3] ?? '')).toMatchObject({ before: 1, after: 2 });
  });
});

describe('queries', () => {
  it('use an index for whatever is asked per decision', () => {
    const dir = temporaryFolder();
    openStore(dir).close();
    const db = new Database(join(dir, 'catalogue.db'), { readonly: true });
    const planOf = (query: string, parameters: number): string =>
      db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`)
        .all(...new Array<number>(parameters).fill(1))
        .map(({ detail }) => detail)
        .join('\n');
    expect(planOf(historyQueries.lastDone, 1)).toMatch(/SEARCH step USING INDEX step_undoable/);
    expect(planOf(historyQueries.lastDone, 1)).not.toMatch(/TEMP B-TREE/);
    expect(planOf(historyQueries.firstUndone, 1)).not.toMatch(/TEMP B-TREE|SCAN/);
    expect(planOf(historyQueries.lastOf, 1)).toMatch(/USING INDEX step_of/);
    expect(planOf(logQueries.since, 1)).toMatch(/SEARCH decision USING INTEGER PRIMARY KEY/);
    expect(planOf(logQueries.since, 1)).not.toMatch(/SCAN/);
    expect(planOf(logQueries.isKnown, 2)).not.toMatch(/SCAN/);
    db.close();
  });
});
