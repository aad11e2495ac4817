import type { Migration } from '../migrate.ts';

/** Library folders that the person has looked through from time to time, since no notice of changes comes from there. */
export const polledFolders: Migration = {
  number: 11,
  name: 'polled folders',
  sql: `ALTER TABLE root ADD COLUMN polled INTEGER NOT NULL DEFAULT 0 CHECK (polled IN (0, 1));`,
};
