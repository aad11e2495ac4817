import type { Migration } from '../migrate.ts';

/** Which files are of one shot, edited versions, films, and decisions that came from pairing. */
export const shots: Migration = {
  number: 7,
  name: 'shots',
  sql: `
    -- The photo of the shot's RAW file, for all its photos, that one included; null for a photo that is paired with none.
    ALTER TABLE photo ADD COLUMN shot_id INTEGER REFERENCES photo (id);
    -- Another photo of the shot stands for it in the grid, and is scored for it.
    ALTER TABLE photo ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1));
    -- What this is an edited version of: the photo that stands for it.
    ALTER TABLE photo ADD COLUMN version_of INTEGER REFERENCES photo (id);
    -- Upright size of the picture inside a RAW file; null where it is that of the photo.
    ALTER TABLE photo ADD COLUMN picture_width INTEGER;
    ALTER TABLE photo ADD COLUMN picture_height INTEGER;
    -- A film lies in the file itself.
    ALTER TABLE photo ADD COLUMN motion INTEGER NOT NULL DEFAULT 0 CHECK (motion IN (0, 1));
    -- The file says that an editing program wrote it.
    ALTER TABLE photo ADD COLUMN edited INTEGER NOT NULL DEFAULT 0 CHECK (edited IN (0, 1));
    CREATE INDEX photo_shot ON photo (shot_id) WHERE shot_id IS NOT NULL;
    CREATE INDEX photo_version ON photo (version_of) WHERE version_of IS NOT NULL;
    CREATE INDEX photo_captured ON photo (captured) WHERE captured IS NOT NULL;

    -- Apple's name for what belongs to one Live Photo, in the photo and in its film.
    ALTER TABLE file ADD COLUMN content_id TEXT;
    CREATE INDEX file_content ON file (content_id) WHERE content_id IS NOT NULL;

    CREATE TABLE pairing (             -- under which rules the photos were paired
      id INTEGER PRIMARY KEY CHECK (id = 1),
      rules INTEGER NOT NULL           -- 0: none
    ) STRICT;
    INSERT INTO pairing (id, rules) VALUES (1, 0);

    -- The table once more, with one more source: SQLite changes no check of a table that is there.
    PRAGMA defer_foreign_keys = ON;
    CREATE TEMP TABLE step_before AS SELECT * FROM step;
    DROP TABLE step;
    CREATE TABLE step (                -- decisions made in one act
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      uid BLOB NOT NULL UNIQUE,        -- 16 random bytes: its name in the log
      profile_id INTEGER NOT NULL REFERENCES profile (id),
      at INTEGER NOT NULL,             -- milliseconds; never less than that of the step before
      source TEXT NOT NULL CHECK (source IN ('single', 'bulk', 'confirmed', 'sidecar', 'paired', 'undo', 'redo')),
      of_step INTEGER REFERENCES step (id),  -- what an undo took back, or a redo did again
      state TEXT NOT NULL DEFAULT 'done'     -- dropped: undone, and then something else was done
        CHECK (state IN ('done', 'undone', 'dropped')),
      sort_key TEXT,                   -- the order on screen; null where there was no screen
      sort_descending INTEGER CHECK (sort_descending IN (0, 1)),
      task TEXT                        -- whose score was on screen; null where scores were hidden
    ) STRICT;
    INSERT INTO step SELECT * FROM step_before;
    DROP TABLE step_before;
    CREATE INDEX step_undoable ON step (profile_id, state, at, id) WHERE source IN ('single', 'bulk', 'confirmed');
    CREATE INDEX step_of ON step (of_step) WHERE of_step IS NOT NULL;
  `,
};
