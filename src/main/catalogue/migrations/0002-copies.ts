import type { Migration } from '../migrate.ts';

/** What was copied from cards and where to. */
export const copies: Migration = {
  number: 2,
  name: 'copies',
  sql: `
    CREATE TABLE copy (
      name TEXT NOT NULL,              -- on the card
      size INTEGER NOT NULL,
      fingerprint TEXT NOT NULL,       -- of samples of the bytes, hex
      target TEXT NOT NULL,            -- absolute path
      slot INTEGER NOT NULL,           -- 0 for the first target folder, 1 for the second
      hash TEXT NOT NULL,              -- SHA-256, hex
      copied_at INTEGER NOT NULL,
      PRIMARY KEY (fingerprint, size, name, target)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE copy_begun (
      target TEXT PRIMARY KEY          -- absolute path, to which a half copy may lie beside
    ) STRICT, WITHOUT ROWID;
  `,
};
