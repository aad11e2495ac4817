import type { Migration } from '../migrate.ts';

/** Files that were moved into a `_Rejected` folder, or to the system's trash. */
export const moves: Migration = {
  number: 8,
  name: 'moves',
  sql: `
    CREATE TABLE move (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,             -- milliseconds
      way TEXT NOT NULL CHECK (way IN ('folder', 'trash')),
      back_at INTEGER                  -- when it was taken back; null while it stands
    ) STRICT;

    CREATE TABLE moved_file (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      move_id INTEGER NOT NULL REFERENCES move (id),
      photo_id INTEGER NOT NULL REFERENCES photo (id),
      shot_id INTEGER NOT NULL,        -- the same for files that were of one shot when they were moved
      file_id INTEGER,                 -- of the catalogue; null for a sidecar, which is known by its folder alone
      root_id INTEGER NOT NULL REFERENCES root (id),
      from_path TEXT NOT NULL,         -- relative to the root, forward slashes
      to_path TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'going'  -- going, returning: under way, to be looked after at the next start
        CHECK (state IN ('going', 'away', 'returning', 'here'))
    ) STRICT;
    CREATE INDEX moved_file_move ON moved_file (move_id);
    CREATE INDEX moved_file_under_way ON moved_file (state) WHERE state IN ('going', 'returning');
  `,
};
