import type { VerdictField } from '../../shared/verdict.ts';
import type { LogLine } from './decision-log.ts';
import { profile, type Decisions } from './decisions.ts';
import type { Statements } from './statements.ts';

export interface Replayed {
  /** Decisions that the log has and the catalogue had not. */
  decisions: number;
  /** Photos whose verdict is another one now. */
  photos: number;
  /** Decisions about photos that the catalogue does not know (yet). */
  waiting: number;
}

const decisionOf = `SELECT decision.after, step.at FROM decision JOIN step ON step.id = decision.step_id
  WHERE decision.photo_id = ? AND decision.field = ? AND step.source <> 'sidecar'
  ORDER BY step.at DESC, decision.id DESC LIMIT 1`;

export const replayQueries = {
  byUid: 'SELECT id FROM photo WHERE uid = ?',
  // Of several copies the one at the same place, then one that is there.
  byFingerprint: `SELECT photo_id AS id FROM file WHERE fingerprint = ? AND photo_id IS NOT NULL
    ORDER BY path IS NOT ?, gone_at IS NOT NULL, id LIMIT 1`,
  decisionOf,
};

/**
 * Brings the decisions of the log into a catalogue that lacks them: one that was restored, or begun anew. A photo is
 * known by its random id, else by its fingerprint. To be called in a transaction.
 */
export function replayLog(db: Statements, decisions: Decisions, log: Iterable<LogLine | null>): Replayed {
  const steps = new Map<string, number>();
  const last = new Map<string, { photo: number; field: VerdictField; line: LogLine }>();
  let waiting = 0;
  let count = 0;
  for (const line of log) {
    if (!line || isKnown(db, line)) continue;
    const photo = photoOf(db, line);
    if (photo === null) {
      waiting++;
      continue;
    }
    const step = steps.get(line.step) ?? stepOf(db, line);
    steps.set(line.step, step);
    db.prepare(
      'INSERT INTO decision (step_id, n, photo_id, field, before, after, score) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(step, line.n, photo, line.field, bound(line.before), bound(line.after), line.score);
    last.set(`${photo} ${line.field}`, { photo, field: line.field, line });
    count++;
  }
  const changed = new Set<number>();
  for (const { photo, field, line } of last.values()) {
    const newest = db.prepare<[number, string], { after: never; at: number }>(decisionOf).get(photo, field);
    // What a person decided later stands; what a sidecar said to a catalogue that knew no better does not.
    const after = newest && newest.at > line.at ? newest.after : line.after;
    if (decisions.verdictOf(photo)?.[field] === after) continue;
    decisions.set(photo, field, after as never);
    changed.add(photo);
  }
  // The log has lines now that stand before others in the table: it is compared from its beginning once.
  db.prepare('UPDATE decision_log SET through = 0, bytes = 0').run();
  return { decisions: count, photos: changed.size, waiting };
}

const isKnown = (db: Statements, { step, n }: LogLine): boolean =>
  db
    .prepare(
      'SELECT 1 FROM step JOIN decision ON decision.step_id = step.id WHERE step.uid = ? AND decision.n = ?',
    )
    .get(Buffer.from(step, 'hex'), n) !== undefined;

function photoOf(db: Statements, { photo, fingerprint, path }: LogLine): number | null {
  const known = db.prepare<[Buffer], { id: number }>(replayQueries.byUid).get(Buffer.from(photo, 'hex'));
  if (known || fingerprint === null) return known?.id ?? null;
  return (
    db.prepare<[string, string | null], { id: number }>(replayQueries.byFingerprint).get(fingerprint, path)
      ?.id ?? null
  );
}

/** The step of a line, made where there is none, with what it did to the line of undo and redo. */
function stepOf(db: Statements, line: LogLine): number {
  const find = db.prepare<[Buffer], { id: number }>('SELECT id FROM step WHERE uid = ?');
  const known = find.get(Buffer.from(line.step, 'hex'));
  if (known) return known.id;
  const origin = line.of === null ? null : (find.get(Buffer.from(line.of, 'hex'))?.id ?? null);
  if (line.source === 'undo' || line.source === 'redo') {
    db.prepare('UPDATE step SET state = ? WHERE id = ?').run(
      line.source === 'undo' ? 'undone' : 'done',
      origin,
    );
  } else if (line.source !== 'sidecar') {
    db.prepare("UPDATE step SET state = 'dropped' WHERE profile_id = ? AND state = 'undone' AND at <= ?").run(
      profile,
      line.at,
    );
  }
  return Number(
    db
      .prepare(
        `INSERT INTO step (uid, profile_id, at, source, of_step, sort_key, sort_descending, task)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        Buffer.from(line.step, 'hex'),
        profile,
        line.at,
        line.source,
        origin,
        line.sort,
        line.descending === null ? null : Number(line.descending),
        line.task,
      ).lastInsertRowid,
  );
}

const bound = (value: string | number): string | bigint =>
  typeof value === 'number' ? BigInt(value) : value;
