import type { Migration } from '../migrate.ts';

/** What groups are made of, what was done about them by hand, and clocks set right. */
export const groups: Migration = {
  number: 9,
  name: 'groups',
  sql: `
    ALTER TABLE photo ADD COLUMN exposure_bias REAL;  -- steps
    ALTER TABLE photo ADD COLUMN bracketed INTEGER NOT NULL DEFAULT 0 CHECK (bracketed IN (0, 1));

    CREATE TABLE look (                -- made of the thumbnail's pixels
      photo_id INTEGER PRIMARY KEY REFERENCES photo (id),
      look BLOB NOT NULL               -- perceptual hash and profiles, as imaging/look.ts makes them
    ) STRICT;

    CREATE TABLE likeness (            -- of a photo and the one before it in its sequence
      photo_id INTEGER PRIMARY KEY REFERENCES photo (id),
      before_id INTEGER NOT NULL,
      content REAL NOT NULL,           -- cosine of the embeddings
      picture REAL NOT NULL,           -- agreement of the perceptual hashes, 0 to 1
      shift_x REAL NOT NULL,           -- by which part of its width the picture moved
      shift_y REAL NOT NULL,
      overlap REAL NOT NULL            -- correlation of what both show then
    ) STRICT;

    CREATE TABLE group_act (           -- what a person did about groups; it only grows
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,             -- milliseconds
      kind TEXT NOT NULL CHECK (kind IN ('split', 'merge', 'free'))
    ) STRICT;

    CREATE TABLE group_act_photo (     -- a photo's last act counts
      act_id INTEGER NOT NULL REFERENCES group_act (id),
      photo_id INTEGER NOT NULL REFERENCES photo (id),
      part INTEGER NOT NULL,           -- photos of one part are one group
      PRIMARY KEY (photo_id, act_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE camera_clock (
      camera TEXT NOT NULL,
      serial TEXT NOT NULL,            -- '' where files do not say
      offset INTEGER NOT NULL,         -- milliseconds to be added
      PRIMARY KEY (camera, serial)
    ) STRICT, WITHOUT ROWID;
  `,
};
