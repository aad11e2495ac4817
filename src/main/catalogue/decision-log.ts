import { z } from 'zod';
import { decisionSources, verdictFields } from '../../shared/verdict.ts';
import { AppendFile } from '../disk/append-file.ts';
import type { Statements } from './statements.ts';

/** Beside the catalogue. */
export const logName = 'decisions.jsonl';

const hex = z.string().regex(/^[0-9a-f]{32}$/);
const value = z.union([z.string(), z.int()]);

/** One line of the log. It names nothing by a row number, so that it means the same beside any catalogue. */
export const logLineSchema = z.object({
  v: z.literal(1),
  /** With `n` the identity of the decision. */
  step: hex,
  n: z.int().nonnegative(),
  at: z.int(),
  source: z.enum(decisionSources),
  /** The step that an undo took back, or a redo did again. */
  of: hex.nullable(),
  profile: z.string(),
  photo: hex,
  fingerprint: z.string().nullable(),
  /** Relative to its library folder, forward slashes. */
  path: z.string().nullable(),
  field: z.enum(verdictFields),
  before: value,
  after: value,
  score: z.number().nullable(),
  task: z.string().nullable(),
  sort: z.string().nullable(),
  descending: z.boolean().nullable(),
});
export type LogLine = z.infer<typeof logLineSchema>;

type LogRow = Omit<LogLine, 'v' | 'descending'> & { id: number; descending: number | null };

export const logQueries = {
  since: `SELECT decision.id, lower(hex(step.uid)) AS step, decision.n, step.at, step.source, nullif(lower(hex(origin.uid)), '') AS of,
      profile.name AS profile, lower(hex(photo.uid)) AS photo, file.fingerprint, file.path,
      decision.field, decision.before, decision.after, decision.score, step.task,
      step.sort_key AS sort, step.sort_descending AS descending
    FROM decision JOIN step ON step.id = decision.step_id JOIN profile ON profile.id = step.profile_id
    JOIN photo ON photo.id = decision.photo_id LEFT JOIN step AS origin ON origin.id = step.of_step
    LEFT JOIN file ON file.id =
      (SELECT id FROM file WHERE photo_id = photo.id ORDER BY gone_at IS NOT NULL, id LIMIT 1)
    WHERE decision.id > ? ORDER BY decision.id`,
  isKnown: `SELECT decision.id FROM step JOIN decision ON decision.step_id = step.id
    WHERE step.uid = ? AND decision.n = ?`,
};

/**
 * The decisions once more, as lines of text in a file that is only ever appended to: what outlives a damaged or lost
 * catalogue. The table is written first, then the log is brought up to it and flushed, both before anyone is told.
 */
export class DecisionLog {
  readonly #db: Statements;
  readonly #file: AppendFile;
  /** The last decision that is in the log for certain, and how long the log is. */
  #through = 0;
  #bytes = 0;
  #endsInLine = true;
  #waiting = 0;

  constructor(db: Statements, file: string) {
    this.#db = db;
    this.#file = new AppendFile(file);
  }

  /** Lines whose decisions are not in the catalogue: a replay can bring them back. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Compares the log with the table, and appends what a crash or another catalogue's log kept from it. */
  reconcile(): void {
    const noted = this.#db
      .prepare<[], { through: number; bytes: number }>('SELECT through, bytes FROM decision_log')
      .get();
    this.#bytes = this.#file.size;
    const start = noted && this.#endsAt(noted.bytes, noted.through) ? noted : { through: 0, bytes: 0 };
    const logged = new Set<number>();
    const find = this.#db.prepare<[Buffer, number], { id: number }>(logQueries.isKnown);
    this.#waiting = 0;
    for (const line of parsedLines(this.#file, start.bytes)) {
      const known = line && find.get(Buffer.from(line.step, 'hex'), line.n);
      if (known) logged.add(known.id);
      else if (line) this.#waiting++;
    }
    this.#endsInLine = this.#bytes === 0 || this.#file.readAt(this.#bytes - 1, 1).toString() === '\n';
    this.#through = start.through;
    const rows = this.#db.prepare<[number], LogRow>(logQueries.since).all(this.#through);
    this.#append(rows.filter(({ id }) => !logged.has(id)));
    this.#through = rows.at(-1)?.id ?? this.#through;
  }

  /** For the transaction of the next decisions: how far the log is known to be whole, so that a start reads little of it. */
  notePosition(): void {
    // Lines that wait for a replay must be met again at every start until then.
    if (this.#waiting > 0) return;
    this.#db.prepare('UPDATE decision_log SET through = ?, bytes = ?').run(this.#through, this.#bytes);
  }

  /** Appends every decision that is not in the log yet, and flushes it. */
  bringUp(): void {
    this.#append(this.#db.prepare<[number], LogRow>(logQueries.since).all(this.#through));
  }

  /** From the first on, null for one that cannot be read. */
  lines(): Iterable<LogLine | null> {
    return parsedLines(this.#file, 0);
  }

  close(): void {
    this.#file.close();
  }

  #append(rows: LogRow[]): void {
    const last = rows.at(-1);
    if (!last) return;
    // A line that was cut off stays as it is; what follows begins its own.
    const text = (this.#endsInLine ? '' : '\n') + rows.map(lineOf).join('');
    this.#endsInLine = false;
    this.#file.append(text);
    this.#endsInLine = true;
    this.#through = last.id;
    this.#bytes = this.#file.size;
  }

  /** Whether the log has, just before this byte, the line of this decision: else it is another log, or was cut. */
  #endsAt(bytes: number, decision: number): boolean {
    if (bytes === 0 || bytes > this.#bytes) return bytes === 0;
    const from = Math.max(0, bytes - 16_384);
    const line =
      this.#file
        .readAt(from, bytes - from)
        .toString()
        .split('\n')
        .at(-2) ?? '';
    const parsed = parseLine(line);
    if (!parsed) return false;
    const known = this.#db
      .prepare<[Buffer, number], { id: number }>(logQueries.isKnown)
      .get(Buffer.from(parsed.step, 'hex'), parsed.n);
    return known?.id === decision;
  }
}

function lineOf(row: LogRow): string {
  const descending = row.descending === null ? null : row.descending === 1;
  const line: LogLine & { id?: number } = { v: 1, ...row, descending };
  delete line.id;
  return `${JSON.stringify(line)}\n`;
}

/** null for a line that a crash cut off, or that is none of ours. */
function parseLine(text: string): LogLine | null {
  try {
    return logLineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Every line from a byte on, null for one that cannot be read; empty ones are left out. */
function* parsedLines(file: Pick<AppendFile, 'readAt'>, from: number): Generator<LogLine | null> {
  let rest = Buffer.alloc(0);
  for (let at = from; ;) {
    const chunk = file.readAt(at, 1 << 20);
    if (chunk.length === 0) break;
    at += chunk.length;
    const text = Buffer.concat([rest, chunk]);
    const end = text.lastIndexOf('\n') + 1;
    for (const line of text.subarray(0, end).toString().split('\n')) if (line !== '') yield parseLine(line);
    rest = text.subarray(end);
  }
  if (rest.length > 0) yield parseLine(rest.toString());
}
