import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrate, type Migration } from '../../src/main/catalogue/migrate.ts';
import { migrations } from '../../src/main/catalogue/migrations/index.ts';
import { temporaryFolder } from '../support/temporary.ts';

const noBackup = (): string => {
  throw new Error('There was nothing to back up');
};

const next: Migration = {
  number: migrations.length + 1,
  name: 'next',
  sql: "ALTER TABLE photo ADD COLUMN note TEXT; UPDATE photo SET note = 'kept'",
};

describe('migrate', () => {
  it('makes a new catalogue with strict tables, without a backup of nothing', () => {
    const db = new Database(':memory:');
    migrate(db, migrations, noBackup);
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.length);
    const loose = db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
      )
      .all();
    expect(loose).toEqual([]);
    migrate(db, migrations, noBackup);
  });

  it('keeps what an older catalogue holds, and copies it first', () => {
    const dir = temporaryFolder();
    const db = new Database(join(dir, 'catalogue.db'));
    migrate(db, migrations, noBackup);
    db.prepare('INSERT INTO photo (uid, added_at) VALUES (?, 1)').run(Buffer.alloc(16, 7));
    const backup = join(dir, 'before.db');
    migrate(db, [...migrations, next], () => backup);
    expect(db.prepare('SELECT note FROM photo').get()).toEqual({ note: 'kept' });
    const before = new Database(backup, { readonly: true });
    expect(before.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(before.prepare('SELECT count(*) AS photos FROM photo').get()).toEqual({ photos: 1 });
    before.close();
    db.close();
  });

  it('leaves the catalogue as it was when a migration fails', () => {
    const dir = temporaryFolder();
    const db = new Database(join(dir, 'catalogue.db'));
    migrate(db, migrations, noBackup);
    const broken = { ...next, sql: 'ALTER TABLE photo ADD COLUMN note TEXT; INSERT INTO nowhere VALUES (1)' };
    expect(() => migrate(db, [...migrations, broken], () => join(dir, 'before.db'))).toThrow('nowhere');
    expect(existsSync(join(dir, 'before.db'))).toBe(true);
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(db.prepare("SELECT 1 FROM pragma_table_info('photo') WHERE name = 'note'").get()).toBeUndefined();
    db.close();
  });

  it('refuses a catalogue of a newer version and says so', () => {
    const db = new Database(':memory:');
    db.pragma(`user_version = ${migrations.length + 1}`);
    expect(() => migrate(db, migrations, noBackup)).toThrow(/newer version of Proofsheet/);
  });

  it('refuses migrations out of order', () => {
    expect(() => migrate(new Database(':memory:'), [next], noBackup)).toThrow('out of order');
  });
});
