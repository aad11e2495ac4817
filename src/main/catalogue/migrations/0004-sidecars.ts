import type { Migration } from '../migrate.ts';

/** What sidecars and verdicts had in common when they were last compared. */
export const sidecars: Migration = {
  number: 4,
  name: 'sidecars',
  sql: `
    CREATE TABLE sidecar_photo (
      photo_id INTEGER PRIMARY KEY REFERENCES photo (id),
      pick TEXT,                       -- what both sides had; null where they never were the same
      stars INTEGER,
      label TEXT,
      disputed_pick TEXT,              -- what the sidecar says where both sides changed since; null otherwise
      disputed_stars TEXT,
      disputed_label TEXT,
      written_as TEXT                  -- for which program and how it was written last; null where never
    ) STRICT;
    CREATE INDEX sidecar_disputed ON sidecar_photo (photo_id)
      WHERE disputed_pick IS NOT NULL OR disputed_stars IS NOT NULL OR disputed_label IS NOT NULL;

    CREATE TABLE sidecar_file (        -- sidecars as they were when read last
      file_id INTEGER PRIMARY KEY REFERENCES file (id) ON DELETE CASCADE,
      size INTEGER NOT NULL,
      mtime REAL NOT NULL
    ) STRICT;
    CREATE INDEX file_sidecar ON file (id) WHERE path LIKE '%.xmp' AND gone_at IS NULL;
  `,
};
