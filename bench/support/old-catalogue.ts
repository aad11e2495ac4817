import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { migrate } from '../../src/main/catalogue/migrate.ts';
import { migrations } from '../../src/main/catalogue/migrations/index.ts';

/** A catalogue as the first version wrote it, with enough in it that bringing it up to date takes a moment. */
export function oldCatalogue(dir: string): void {
  mkdirSync(dir, { recursive: true });
  const db = new Database(join(dir, 'catalogue.db'));
  db.pragma('journal_mode = WAL');
  migrate(db, migrations.slice(0, 2), () => '');
  db.prepare(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
     INSERT INTO copy (name, size, fingerprint, target, slot, hash, copied_at)
     SELECT 'IMG_' || i, i, hex(randomblob(16)), '/old/' || i, 0, hex(randomblob(32)), i FROM n`,
  ).run();
  db.close();
}
