import type { Migration } from '../migrate.ts';

/** What the program would decide, apart from what the person did. */
export const suggestions: Migration = {
  number: 6,
  name: 'suggestions',
  sql: `
    CREATE TABLE suggestion_run (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      source TEXT NOT NULL,            -- 'auto-cull', 'star-bands', 'taste'
      made_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE suggestion (
      photo_id INTEGER NOT NULL REFERENCES photo (id),
      field TEXT NOT NULL CHECK (field IN ('pick', 'stars', 'label')),
      value ANY NOT NULL CHECK (CASE field
        WHEN 'pick' THEN value IN ('pick', 'reject')
        WHEN 'stars' THEN typeof(value) = 'integer' AND value BETWEEN 1 AND 5
        WHEN 'label' THEN value IN ('red', 'yellow', 'green', 'blue', 'purple') END),
      run_id INTEGER NOT NULL REFERENCES suggestion_run (id),
      reason TEXT NOT NULL,
      decided_by INTEGER REFERENCES step (id),  -- the step that decided the field since; it is not shown then
      PRIMARY KEY (photo_id, field)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX suggestion_of_run ON suggestion (run_id);
    CREATE INDEX suggestion_decided ON suggestion (decided_by) WHERE decided_by IS NOT NULL;
  `,
};
