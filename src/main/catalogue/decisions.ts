import { randomBytes } from 'node:crypto';
import {
  noVerdict,
  verdictFields,
  type DecisionSource,
  type OnScreen,
  type Verdict,
  type VerdictChange,
  type VerdictField,
} from '../../shared/verdict.ts';
import type { Columns } from './columns.ts';
import type { PhotoChanges } from './files.ts';
import { membersOf } from './shot-members.ts';
import type { Statements } from './statements.ts';

/** Whose verdicts these are: there is one profile today. */
export const profile = 1;

/** What was decided at once. Undo and redo have their own way in, `History`. */
export interface Act {
  source: 'person' | 'confirmed' | 'sidecar';
  screen: OnScreen | null;
  changes: { photo: number; verdict: VerdictChange }[];
}

export interface Decided {
  /** The step it was recorded as; null where everything stood like that already. */
  step: number | null;
  /** Photos with another verdict than before. */
  photos: number[];
  /** Photos that lost a suggestion, with or without that. */
  unsuggested: number[];
}

export interface DecisionRow {
  photo: number;
  field: VerdictField;
  before: Verdict[VerdictField];
  after: Verdict[VerdictField];
}

/** The one thing that is still to be known of a step before its decisions are written. */
interface StepHead {
  source: DecisionSource;
  of: number | null;
  screen: OnScreen | null;
}

/** Verdicts and the decisions they come from; both are written in one transaction. */
export class Decisions {
  readonly #db: Statements;
  readonly #columns: Columns;
  readonly #photos: PhotoChanges;

  constructor(db: Statements, columns: Columns, photos: PhotoChanges) {
    this.#db = db;
    this.#columns = columns;
    this.#photos = photos;
  }

  /** Photos that do not exist are passed over. */
  decide({ source, screen, changes }: Act): Decided {
    const acts = changes
      .map(({ photo, verdict }) =>
        // A decision about one file of a shot is one about them all.
        membersOf(this.#db, photo).flatMap((member) => this.#differences(member, verdict)),
      )
      .filter((rows) => rows.length > 0);
    const rows = uniqueRows(acts.flat());
    const isBulk = acts.length > 1;
    const decided = this.record(
      { source: source === 'person' ? (isBulk ? 'bulk' : 'single') : source, of: null, screen },
      rows,
    );
    // Whatever had been undone cannot be done again on top of something new.
    if (decided.step !== null && source !== 'sidecar')
      this.#db
        .prepare("UPDATE step SET state = 'dropped' WHERE profile_id = ? AND state = 'undone'")
        .run(profile);
    return decided;
  }

  /** Writes a step of decisions that are known to be changes, and the verdicts after them. */
  record({ source, of, screen }: StepHead, rows: DecisionRow[]): Decided {
    const photos = [...new Set(rows.map(({ photo }) => photo))];
    if (rows.length === 0) return { step: null, photos, unsuggested: [] };
    const step = Number(
      this.#db
        .prepare(
          `INSERT INTO step (uid, profile_id, at, source, of_step, sort_key, sort_descending, task)
           VALUES (?, ?, max(?, coalesce((SELECT max(at) FROM step), 0)), ?, ?, ?, ?, ?)`,
        )
        .run(
          randomBytes(16),
          profile,
          Date.now(),
          source,
          of,
          screen?.sort.key ?? null,
          screen ? Number(screen.sort.descending) : null,
          screen?.task ?? null,
        ).lastInsertRowid,
    );
    const add = this.#db.prepare(
      'INSERT INTO decision (step_id, n, photo_id, field, before, after, score) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    rows.forEach(({ photo, field, before, after }, n) => {
      const score = screen?.task ? this.#columns.scoreOf(photo, screen.task) : null;
      add.run(step, n, photo, field, boundValue(before), boundValue(after), score);
      this.set(photo, field, after);
    });
    return { step, photos, unsuggested: [] };
  }

  /** What stands now, without a word on how it came about. */
  set(photo: number, field: VerdictField, value: Verdict[VerdictField]): void {
    this.#db
      .prepare(
        `INSERT INTO verdict (profile_id, photo_id, ${field}) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET ${field} = excluded.${field}`,
      )
      .run(profile, photo, value);
    this.#photos.touch(photo);
  }

  /** null where there is no such photo. */
  verdictOf(photo: number): Verdict | null {
    const row = this.#db
      .prepare<[number, number], { [Field in VerdictField]: Verdict[Field] | null }>(
        `SELECT pick, stars, label FROM photo
         LEFT JOIN verdict ON verdict.photo_id = photo.id AND verdict.profile_id = ? WHERE photo.id = ?`,
      )
      .get(profile, photo);
    if (!row) return null;
    return {
      pick: row.pick ?? noVerdict.pick,
      stars: row.stars ?? noVerdict.stars,
      label: row.label ?? noVerdict.label,
    };
  }

  #differences(photo: number, change: VerdictChange): DecisionRow[] {
    const now = this.verdictOf(photo);
    if (!now) return [];
    return verdictFields.flatMap((field) => {
      const after = change[field];
      return after === undefined || after === now[field] ? [] : [{ photo, field, before: now[field], after }];
    });
  }
}

/** Two files of a shot may be named both. */
const uniqueRows = (rows: DecisionRow[]): DecisionRow[] => [
  ...new Map(rows.map((row) => [`${String(row.photo)} ${row.field}`, row])).values(),
];

/** A column of any type would take a JavaScript number for a floating one. */
const boundValue = (value: string | number): string | bigint =>
  typeof value === 'number' ? BigInt(value) : value;
