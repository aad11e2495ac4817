import type { Database, Statement } from 'better-sqlite3';

/** A database whose statements are prepared once: preparing costs more than running, and holds native memory. */
export class Statements {
  readonly #db: Database;
  readonly #prepared = new Map<string, Statement>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** For SQL that is the same text every time. A statement is not to be run anew while it is being iterated over. */
  prepare<Parameters extends unknown[] = unknown[], Row = unknown>(sql: string): Statement<Parameters, Row> {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement as unknown as Statement<Parameters, Row>;
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }
}
