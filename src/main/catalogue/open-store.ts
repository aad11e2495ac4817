import Database from 'better-sqlite3';
import { recover } from './backups.ts';
import { DamagedCatalogue } from './open-database.ts';
import { Store, type StoreOptions } from './store.ts';

/**
 * Opens the catalogue; a damaged one is replaced by its newest good backup, to which the log adds what was decided since.
 *
 * @throws PlainError where it cannot be opened, and where it is damaged and there is no backup
 */
export function openStore(options: StoreOptions): Store {
  try {
    return new Store(options);
  } catch (error) {
    if (!isDamage(error)) throw error;
    const notice = recover(options.dir);
    if (notice === null) throw error;
    const store = new Store(options);
    store.recovered(notice);
    return store;
  }
}

const isDamage = (error: unknown): boolean =>
  error instanceof DamagedCatalogue ||
  (error instanceof Database.SqliteError && /NOTADB|CORRUPT/.test(error.code));
