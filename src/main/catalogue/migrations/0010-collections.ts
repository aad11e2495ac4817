import type { Migration } from '../migrate.ts';

/** Filters saved under a name. */
export const collections: Migration = {
  number: 10,
  name: 'collections',
  sql: `
    CREATE TABLE collection (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL UNIQUE COLLATE NOCASE,
      query TEXT NOT NULL,             -- JSON: filters and order of a view, without its place
      made_at INTEGER NOT NULL
    ) STRICT;
  `,
};
