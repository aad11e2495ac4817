import Database from 'better-sqlite3';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from '../../shared/result.ts';
import { makeFolderSync } from '../disk/write-whole.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

/** The folder is made, and there is somewhere to write in it. */
export function makeFolder(dir: string): void {
  try {
    makeFolderSync(dir);
    accessSync(dir, constants.W_OK);
  } catch (cause) {
    throw new PlainError(
      `The catalogue cannot be kept in ${dir}; check that this is a folder that may be written to, or choose another one with --catalogue.`,
      { cause },
    );
  }
}

export class DamagedCatalogue extends PlainError {}

/** @throws DamagedCatalogue; PlainError for one that is newer than this program */
export function openDatabase(dir: string): Database.Database {
  const file = join(dir, 'catalogue.db');
  const db = new Database(file);
  try {
    db.pragma('journal_mode = WAL');
    // Scores can be made again; decisions ask for FULL in their own transactions.
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    // Looking into 100,000 files writes to indexes in no order. With a cache (KiB) that holds them, and the log brought
    // into the file every 8,000 pages, storing that waits for the drive half as long as with SQLite's 2 MB and 1,000.
    db.pragma('cache_size = -65536');
    db.pragma('wal_autocheckpoint = 8000');
    migrate(db, migrations, (from) => {
      const backups = join(dir, 'backups');
      makeFolderSync(backups);
      return join(backups, `catalogue-schema${from}-${new Date().toISOString().replaceAll(':', '-')}.db`);
    });
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && /NOTADB|CORRUPT/.test(error.code)) {
      throw new DamagedCatalogue(
        `The catalogue ${file} is damaged and cannot be opened, and there is no good copy of it in the folder "backups" beside it; put one there, or move the file away to begin a new one ("proofsheet replay" brings the decisions back from the log).`,
      );
    }
    throw error;
  }
}
