import type { Database } from 'better-sqlite3';
import { PlainError } from '../../shared/result.ts';

export interface Migration {
  number: number;
  name: string;
  sql: string;
}

/**
 * Brings a catalogue to the newest schema, each migration in a transaction of its own, after a backup of what was there.
 *
 * @param backup where to put the copy of the catalogue as it was, given its schema's number
 * @throws PlainError for a catalogue written by a newer version of the program
 */
export function migrate(
  db: Database,
  migrations: readonly Migration[],
  backup: (from: number) => string,
): void {
  migrations.forEach((migration, index) => {
    if (migration.number !== index + 1) throw new Error(`Migration ${migration.name} is out of order`);
  });
  const from = Number(db.pragma('user_version', { simple: true }));
  if (from > migrations.length) {
    throw new PlainError(
      `The catalogue ${db.name} was written by a newer version of Proofsheet (its schema is ${from}, this version knows ${migrations.length}); install the newer version to open it.`,
    );
  }
  const due = migrations.slice(from);
  if (due.length > 0 && from > 0) db.prepare('VACUUM INTO ?').run(backup(from));
  for (const migration of due) {
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`user_version = ${migration.number}`);
    }).immediate();
  }
}
