import type { Migration } from '../migrate.ts';

/** What files and their sidecars say in columns of their own, keywords, and the text that is searched. */
export const metadata: Migration = {
  number: 5,
  name: 'metadata',
  sql: `
    ALTER TABLE photo DROP COLUMN exposure;          -- made of the four below where it is shown
    ALTER TABLE photo ADD COLUMN focal_length REAL;  -- millimetres
    ALTER TABLE photo ADD COLUMN aperture REAL;      -- f-number
    ALTER TABLE photo ADD COLUMN shutter REAL;       -- seconds
    ALTER TABLE photo ADD COLUMN iso REAL;
    ALTER TABLE photo ADD COLUMN orientation INTEGER NOT NULL DEFAULT 1 CHECK (orientation BETWEEN 1 AND 8);
    ALTER TABLE photo ADD COLUMN latitude REAL;      -- degrees north
    ALTER TABLE photo ADD COLUMN longitude REAL;     -- degrees east
    ALTER TABLE photo ADD COLUMN altitude REAL;      -- metres
    ALTER TABLE photo ADD COLUMN title TEXT;
    ALTER TABLE photo ADD COLUMN caption TEXT;
    -- What other programs gave the photo; the person's own verdicts are elsewhere.
    ALTER TABLE photo ADD COLUMN file_rating INTEGER CHECK (file_rating BETWEEN -1 AND 5);
    ALTER TABLE photo ADD COLUMN file_label TEXT;

    -- Under which number the metadata was read; null until it was.
    ALTER TABLE file ADD COLUMN metadata_version INTEGER;

    CREATE TABLE keyword (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE photo_keyword (
      photo_id INTEGER NOT NULL REFERENCES photo (id),
      keyword_id INTEGER NOT NULL REFERENCES keyword (id),
      position INTEGER NOT NULL,       -- as the file has them
      PRIMARY KEY (photo_id, keyword_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX photo_keyword_keyword ON photo_keyword (keyword_id);

    -- Words without regard to case and accents, found from their first letter on. unicode61 rather than trigram, which
    -- finds nothing before the third letter, finds "art" in "party", and takes several times the room. Only which photos
    -- hold a word is kept: the text itself is in the tables.
    CREATE VIRTUAL TABLE photo_text USING fts5 (
      words,
      tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3',
      content = '', contentless_delete = 1, detail = none
    );
  `,
};
