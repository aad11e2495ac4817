import type {
  PhotoSuggestion,
  Suggestion,
  SuggestionRun,
  SuggestionSource,
} from '../../shared/suggestions.ts';
import { noVerdict, verdictFields, type VerdictField } from '../../shared/verdict.ts';
import { profile, type Act, type Decided } from './decisions.ts';
import type { PhotoChanges } from './files.ts';
import type { Statements } from './statements.ts';

interface Row {
  field: VerdictField;
  value: Suggestion['value'];
  source: SuggestionSource;
}

export const suggestionQueries = {
  ofPhoto: `SELECT suggestion.field, suggestion.value, suggestion_run.source
    FROM suggestion JOIN suggestion_run ON suggestion_run.id = suggestion.run_id
    WHERE suggestion.photo_id = ? AND suggestion.decided_by IS NULL ORDER BY suggestion.run_id`,
  ofRun: `SELECT photo_id AS photo, field, value, reason FROM suggestion
    WHERE run_id = ? AND decided_by IS NULL ORDER BY photo_id, field`,
};

/** What is suggested for a photo and undecided; null where nothing is. */
export function suggestionOf(db: Statements, photo: number): PhotoSuggestion | null {
  const rows = db.prepare<[number], Row>(suggestionQueries.ofPhoto).all(photo);
  const last = rows.at(-1);
  if (!last) return null;
  return { source: last.source, ...Object.fromEntries(rows.map(({ field, value }) => [field, value])) };
}

/**
 * What the program would decide. It stands beside the verdicts and never in them: a field that has a verdict takes no
 * suggestion, and one that is decided about loses it, until the person takes that decision back.
 */
export class Suggestions {
  readonly #db: Statements;
  readonly #photos: PhotoChanges;

  constructor(db: Statements, photos: PhotoChanges) {
    this.#db = db;
    this.#photos = photos;
  }

  /**
   * Keeps suggestions made at once, in place of whatever was suggested for the same fields.
   *
   * @param scope photos that were looked at: what this source suggested for them earlier is no longer meant
   * @returns the run; null where every field has a verdict already
   */
  make(
    source: SuggestionSource,
    scope: readonly number[],
    suggestions: readonly Suggestion[],
  ): number | null {
    const forget = this.#db.prepare<[number, SuggestionSource]>(
      `DELETE FROM suggestion WHERE photo_id = ?
       AND run_id IN (SELECT id FROM suggestion_run WHERE source = ?)`,
    );
    for (const photo of scope) if (forget.run(photo, source).changes > 0) this.#photos.touch(photo);
    const open = suggestions.filter(({ photo, field }) => this.#isUndecided(photo, field));
    if (open.length === 0) return null;
    const run = Number(
      this.#db
        .prepare<[SuggestionSource, number]>('INSERT INTO suggestion_run (source, made_at) VALUES (?, ?)')
        .run(source, Date.now()).lastInsertRowid,
    );
    const add = this.#db.prepare(
      'INSERT OR REPLACE INTO suggestion (photo_id, field, value, run_id, reason) VALUES (?, ?, ?, ?, ?)',
    );
    for (const { photo, field, value, reason } of open) {
      // A column of any type would take a JavaScript number for a floating one.
      add.run(photo, field, typeof value === 'number' ? BigInt(value) : value, run, reason);
      this.#photos.touch(photo);
    }
    return run;
  }

  /** The latest first. */
  runs(): SuggestionRun[] {
    const runs = this.#db
      .prepare<[], Omit<SuggestionRun, 'values'>>(
        `SELECT suggestion_run.id AS run, source, made_at AS at, count(DISTINCT photo_id) AS photos
         FROM suggestion_run JOIN suggestion ON suggestion.run_id = suggestion_run.id
         WHERE suggestion.decided_by IS NULL GROUP BY suggestion_run.id ORDER BY suggestion_run.id DESC`,
      )
      .all();
    const values = this.#db.prepare<[number], SuggestionRun['values'][number]>(
      `SELECT field, value, count(*) AS photos FROM suggestion WHERE run_id = ? AND decided_by IS NULL
       GROUP BY field, value ORDER BY field, value`,
    );
    return runs.map((run) => ({ ...run, values: values.all(run.run) }));
  }

  /** What is undecided of a run. @param among these photos alone; null for all */
  list(run: number, among: readonly number[] | null): Suggestion[] {
    const all = this.#db.prepare<[number], Suggestion>(suggestionQueries.ofRun).all(run);
    if (!among) return all;
    const wanted = new Set(among);
    return all.filter(({ photo }) => wanted.has(photo));
  }

  /** Takes away what is undecided of a run. @returns its photos */
  drop(run: number, among: readonly number[] | null): number[] {
    const remove = this.#db.prepare<[number, VerdictField]>(
      'DELETE FROM suggestion WHERE photo_id = ? AND field = ?',
    );
    const photos = new Set<number>();
    for (const { photo, field } of this.list(run, among)) {
      remove.run(photo, field);
      this.#photos.touch(photo);
      photos.add(photo);
    }
    return [...photos];
  }

  /** What an act named is decided now, also where that changed nothing: "no pick" turns a suggested pick down. */
  settle({ changes }: Act, decided: Decided): Decided {
    const unsuggested = new Set<number>();
    for (const { photo, verdict } of changes) {
      for (const field of verdictFields) {
        if (verdict[field] === undefined || !this.#end(decided.step, photo, field)) continue;
        this.#photos.touch(photo);
        unsuggested.add(photo);
      }
    }
    return { ...decided, unsuggested: [...unsuggested] };
  }

  /** The step was taken back: what it decided is open again. */
  reopen(step: number): void {
    const decided = this.#db
      .prepare<[number], { photo: number; field: VerdictField }>(
        'SELECT photo_id AS photo, field FROM suggestion WHERE decided_by = ?',
      )
      .all(step);
    const open = this.#db.prepare<[number, VerdictField]>(
      'UPDATE suggestion SET decided_by = NULL WHERE photo_id = ? AND field = ?',
    );
    for (const { photo, field } of decided) {
      if (!this.#isUndecided(photo, field)) continue;
      open.run(photo, field);
      this.#photos.touch(photo);
    }
  }

  /** The step was done again. */
  settleAgain(step: number): void {
    const rows = this.#db
      .prepare<[number], { photo: number; field: VerdictField }>(
        'SELECT photo_id AS photo, field FROM decision WHERE step_id = ?',
      )
      .all(step);
    for (const { photo, field } of rows) if (this.#end(step, photo, field)) this.#photos.touch(photo);
  }

  /** Without a step to be taken back it ends for good. @returns whether there was one */
  #end(step: number | null, photo: number, field: VerdictField): boolean {
    if (step === null) {
      return (
        this.#db
          .prepare<[number, VerdictField]>(
            'DELETE FROM suggestion WHERE photo_id = ? AND field = ? AND decided_by IS NULL',
          )
          .run(photo, field).changes > 0
      );
    }
    return (
      this.#db
        .prepare<[number, number, VerdictField]>(
          'UPDATE suggestion SET decided_by = ? WHERE photo_id = ? AND field = ? AND decided_by IS NULL',
        )
        .run(step, photo, field).changes > 0
    );
  }

  #isUndecided(photo: number, field: VerdictField): boolean {
    const row = this.#db
      .prepare<[number, number], { value: Suggestion['value'] | null }>(
        `SELECT verdict.${field} AS value FROM photo
         LEFT JOIN verdict ON verdict.photo_id = photo.id AND verdict.profile_id = ? WHERE photo.id = ?`,
      )
      .get(profile, photo);
    return row !== undefined && (row.value === null || row.value === noVerdict[field]);
  }
}
