import type { Migration } from '../migrate.ts';

/** Verdicts: what stands now, and every decision that led to it. */
export const decisions: Migration = {
  number: 3,
  name: 'decisions',
  sql: `
    CREATE TABLE profile (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      added_at INTEGER NOT NULL
    ) STRICT;
    INSERT INTO profile (id, name, added_at) VALUES (1, 'default', unixepoch() * 1000);

    CREATE TABLE step (                -- decisions made in one act
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      uid BLOB NOT NULL UNIQUE,        -- 16 random bytes: its name in the log
      profile_id INTEGER NOT NULL REFERENCES profile (id),
      at INTEGER NOT NULL,             -- milliseconds; never less than that of the step before
      source TEXT NOT NULL CHECK (source IN ('single', 'bulk', 'confirmed', 'sidecar', 'undo', 'redo')),
      of_step INTEGER REFERENCES step (id),  -- what an undo took back, or a redo did again
      state TEXT NOT NULL DEFAULT 'done'     -- dropped: undone, and then something else was done
        CHECK (state IN ('done', 'undone', 'dropped')),
      sort_key TEXT,                   -- the order on screen; null where there was no screen
      sort_descending INTEGER CHECK (sort_descending IN (0, 1)),
      task TEXT                        -- whose score was on screen; null where scores were hidden
    ) STRICT;
    CREATE INDEX step_undoable ON step (profile_id, state, at, id) WHERE source IN ('single', 'bulk', 'confirmed');
    CREATE INDEX step_of ON step (of_step) WHERE of_step IS NOT NULL;

    CREATE TABLE decision (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      step_id INTEGER NOT NULL REFERENCES step (id),
      n INTEGER NOT NULL,              -- its number in the step
      photo_id INTEGER NOT NULL REFERENCES photo (id),
      field TEXT NOT NULL CHECK (field IN ('pick', 'stars', 'label')),
      before ANY NOT NULL,
      after ANY NOT NULL CHECK (CASE field
        WHEN 'pick' THEN after IN ('none', 'pick', 'reject')
        WHEN 'stars' THEN typeof(after) = 'integer' AND after BETWEEN 0 AND 5
        WHEN 'label' THEN after IN ('none', 'red', 'yellow', 'green', 'blue', 'purple') END),
      score REAL,                      -- of the step's task, as it was shown; null without one
      UNIQUE (step_id, n)
    ) STRICT;
    CREATE INDEX decision_photo ON decision (photo_id);
    CREATE TRIGGER decision_stays BEFORE DELETE ON decision
      BEGIN SELECT raise(ABORT, 'A decision is never deleted'); END;
    CREATE TRIGGER decision_is_as_made BEFORE UPDATE ON decision
      BEGIN SELECT raise(ABORT, 'A decision is never changed'); END;

    CREATE TABLE verdict (             -- what stands now; photos never decided about have no row
      profile_id INTEGER NOT NULL REFERENCES profile (id),
      photo_id INTEGER NOT NULL REFERENCES photo (id),
      pick TEXT NOT NULL DEFAULT 'none' CHECK (pick IN ('none', 'pick', 'reject')),
      stars INTEGER NOT NULL DEFAULT 0 CHECK (stars BETWEEN 0 AND 5),
      label TEXT NOT NULL DEFAULT 'none' CHECK (label IN ('none', 'red', 'yellow', 'green', 'blue', 'purple')),
      PRIMARY KEY (profile_id, photo_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE decision_log (        -- how far the log file beside the catalogue is known to equal the table
      id INTEGER PRIMARY KEY CHECK (id = 1),
      through INTEGER NOT NULL,        -- the last decision in it
      bytes INTEGER NOT NULL           -- where its line ends
    ) STRICT;
    INSERT INTO decision_log (id, through, bytes) VALUES (1, 0, 0);
  `,
};
