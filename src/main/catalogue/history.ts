import type { PhotoDecision } from '../../shared/finding.ts';
import type { HistoryStep } from '../../shared/history.ts';
import type { Verdict, VerdictField } from '../../shared/verdict.ts';
import { profile, type DecisionRow, type Decisions } from './decisions.ts';
import { membersOf } from './shot-members.ts';
import type { Statements } from './statements.ts';
import type { Suggestions } from './suggestions.ts';

/** What undo and redo would do next. */
export interface Standing {
  undo: number | null;
  redo: number | null;
}

export interface Undone {
  photos: number[];
  /** Photos that were left as they are, since something else has decided about them in the meantime. */
  kept: number[];
}

interface PhotoDecisionRow extends Pick<HistoryStep, 'at' | 'source' | 'state'> {
  step: number;
  field: VerdictField;
  after: Verdict[VerdictField];
}

const acts = "source IN ('single', 'bulk', 'confirmed')";

export const historyQueries = {
  lastDone: `SELECT id FROM step WHERE profile_id = ? AND state = 'done' AND ${acts} ORDER BY at DESC, id DESC LIMIT 1`,
  firstUndone: `SELECT id FROM step WHERE profile_id = ? AND state = 'undone' AND ${acts} ORDER BY at, id LIMIT 1`,
  ofPhoto: `SELECT step.id AS step, step.at, step.source, step.state, decision.field, decision.after
    FROM decision JOIN step ON step.id = decision.step_id
    WHERE decision.photo_id = ? AND step.source NOT IN ('undo', 'redo') ORDER BY step.at DESC, step.id DESC, decision.n`,
  lastOf: `SELECT id, source FROM step WHERE of_step = ? ORDER BY id DESC LIMIT 1`,
};

/**
 * Undo and redo without end: the person's own acts are a line of steps, and both move along it by adding decisions
 * that take back others. What came from sidecars is no act of the person, and is never overwritten.
 */
export class History {
  readonly #db: Statements;
  readonly #decisions: Decisions;
  readonly #suggestions: Suggestions;

  constructor(db: Statements, decisions: Decisions, suggestions: Suggestions) {
    this.#db = db;
    this.#decisions = decisions;
    this.#suggestions = suggestions;
  }

  standing(): Standing {
    const first = (query: string): number | null =>
      this.#db.prepare<[number], { id: number }>(query).get(profile)?.id ?? null;
    return { undo: first(historyQueries.lastDone), redo: first(historyQueries.firstUndone) };
  }

  /** @param expected does nothing if another step than this one is next: a request may arrive twice */
  undo(expected: number | null): Undone {
    const { undo } = this.standing();
    if (undo === null || (expected !== null && expected !== undo)) return { photos: [], kept: [] };
    return this.#move(undo, 'undo');
  }

  /** @param expected as for `undo` */
  redo(expected: number | null): Undone {
    const { redo } = this.standing();
    if (redo === null || (expected !== null && expected !== redo)) return { photos: [], kept: [] };
    return this.#move(redo, 'redo');
  }

  /** Makes this step the last that stands; null for the state before the first. */
  goTo(step: number | null): Undone {
    const photos = new Set<number>();
    const kept = new Set<number>();
    for (;;) {
      const way = this.#wayTo(step);
      if (!way) return { photos: [...photos], kept: [...kept] };
      const moved = this.#move(way.step, way.source);
      for (const photo of moved.photos) photos.add(photo);
      for (const photo of moved.kept) kept.add(photo);
    }
  }

  /**
   * The latest steps first: the person's acts, those undone among them, and what came from sidecars.
   *
   * @param before the step to go on after; null to begin
   */
  list(before: number | null, limit: number): HistoryStep[] {
    const last = before === null ? null : this.#placeOf(before);
    const steps = this.#db
      .prepare<[number, number, number, number], Pick<HistoryStep, 'id' | 'at' | 'source' | 'state'>>(
        `SELECT id, at, source, state FROM step
         WHERE profile_id = ? AND state <> 'dropped' AND source NOT IN ('undo', 'redo') AND (at, id) < (?, ?)
         ORDER BY at DESC, id DESC LIMIT ?`,
      )
      .all(profile, last?.at ?? Number.MAX_SAFE_INTEGER, last?.id ?? Number.MAX_SAFE_INTEGER, limit);
    return steps.map((step) => ({ ...step, ...this.#summary(step.id) }));
  }

  step(id: number): HistoryStep | null {
    const step = this.#db
      .prepare<[number], Pick<HistoryStep, 'id' | 'at' | 'source' | 'state'>>(
        'SELECT id, at, source, state FROM step WHERE id = ?',
      )
      .get(id);
    return step ? { ...step, ...this.#summary(id) } : null;
  }

  /** What was decided about a photo, the latest first; undo and redo show in what they took back. */
  ofPhoto(photo: number): PhotoDecision[] {
    const rows = this.#db.prepare<[number], PhotoDecisionRow>(historyQueries.ofPhoto).all(photo);
    const steps = new Map<number, PhotoDecision>();
    for (const { step, at, source, state, field, after } of rows) {
      const known = steps.get(step) ?? { step, at, source, undone: state !== 'done', changes: [] };
      known.changes.push({ field, after });
      steps.set(step, known);
    }
    return [...steps.values()];
  }

  #summary(step: number): Pick<HistoryStep, 'photos' | 'name' | 'changes'> {
    const { photos, photo } = this.#db
      .prepare<[number], { photos: number; photo: number }>(
        `SELECT count(DISTINCT coalesce(photo.shot_id, photo.id)) AS photos, min(photo.id) AS photo
         FROM decision JOIN photo ON photo.id = decision.photo_id WHERE step_id = ?`,
      )
      .get(step) ?? { photos: 0, photo: 0 };
    const changes = this.#db
      .prepare<[number], HistoryStep['changes'][number]>(
        `SELECT field, after, count(DISTINCT coalesce(photo.shot_id, photo.id)) AS photos
         FROM decision JOIN photo ON photo.id = decision.photo_id WHERE step_id = ?
         GROUP BY field, after ORDER BY min(n)`,
      )
      .all(step);
    return { photos, name: photos === 1 ? this.#nameOf(photo) : null, changes };
  }

  #nameOf(photo: number): string | null {
    const path = this.#db
      .prepare<[number], { path: string }>(
        'SELECT path FROM file WHERE photo_id = ? ORDER BY gone_at IS NOT NULL, id LIMIT 1',
      )
      .get(photo)?.path;
    return path?.slice(path.lastIndexOf('/') + 1) ?? null;
  }

  #placeOf(step: number): { at: number; id: number } | null {
    return (
      this.#db
        .prepare<[number], { at: number; id: number }>('SELECT at, id FROM step WHERE id = ?')
        .get(step) ?? null
    );
  }

  #wayTo(step: number | null): { step: number; source: 'undo' | 'redo' } | null {
    const goal = step === null ? { at: 0, id: 0 } : this.#placeOf(step);
    if (!goal) return null;
    const isAfter = (other: number): boolean => {
      const place = this.#placeOf(other);
      return place !== null && (place.at - goal.at || place.id - goal.id) > 0;
    };
    const { undo, redo } = this.standing();
    if (undo !== null && isAfter(undo)) return { step: undo, source: 'undo' };
    if (redo !== null && !isAfter(redo)) return { step: redo, source: 'redo' };
    return null;
  }

  #move(act: number, source: 'undo' | 'redo'): Undone {
    const back: DecisionRow[] = [];
    const kept = new Set<number>();
    const last = this.#lastRowsOf(act, source);
    for (const { photo, field, before, after } of [...last, ...this.#sharedSince(last)]) {
      const isUntouched = this.#decisions.verdictOf(photo)?.[field] === after;
      if (isUntouched) back.push({ photo, field, before: after, after: before });
      else kept.add(photo);
    }
    const { photos } = this.#decisions.record({ source, of: act, screen: null }, back);
    this.#db
      .prepare('UPDATE step SET state = ? WHERE id = ?')
      .run(source === 'undo' ? 'undone' : 'done', act);
    if (source === 'undo') this.#suggestions.reopen(act);
    else this.#suggestions.settleAgain(act);
    return { photos, kept: [...kept] };
  }

  /** The same for files that were paired with the photos of these rows later, and took their verdict over. */
  #sharedSince(rows: readonly DecisionRow[]): DecisionRow[] {
    const named = new Set(rows.map(({ photo }) => photo));
    return rows.flatMap((row) =>
      membersOf(this.#db, row.photo)
        .filter((member) => !named.has(member))
        .filter((member) => this.#decisions.verdictOf(member)?.[row.field] === row.after)
        .map((photo) => ({ ...row, photo })),
    );
  }

  /** What is to be taken back: an undo of the act takes back its redo, if there was one, and a redo takes back its undo. */
  #lastRowsOf(act: number, source: 'undo' | 'redo'): DecisionRow[] {
    const last = this.#db
      .prepare<[number], { id: number; source: 'undo' | 'redo' }>(historyQueries.lastOf)
      .get(act);
    const opposite = source === 'undo' ? 'redo' : 'undo';
    if (last ? last.source !== opposite : source === 'redo') return [];
    return this.#db
      .prepare<[number], { photo: number; field: VerdictField; before: never; after: never }>(
        'SELECT photo_id AS photo, field, before, after FROM decision WHERE step_id = ? ORDER BY n DESC',
      )
      .all(last?.id ?? act);
  }
}
