import type { Migration } from '../migrate.ts';

/** Folders, files, photos, scores, embeddings and the persisted queue. */
export const initial: Migration = {
  number: 1,
  name: 'initial',
  sql: `
    CREATE TABLE root (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      path TEXT NOT NULL UNIQUE,       -- absolute, as the file system spells it
      volume TEXT,                     -- what the system calls the volume, so that a drive may come back elsewhere
      device TEXT NOT NULL,            -- of the folder when last seen: an empty mount point has another
      offline INTEGER NOT NULL DEFAULT 0 CHECK (offline IN (0, 1)),
      added_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE photo (
      id INTEGER PRIMARY KEY AUTOINCREMENT, -- views hold it, so it is never given again
      uid BLOB NOT NULL UNIQUE,        -- 16 random bytes: the identity outside this file
      captured INTEGER,                -- local wall clock, milliseconds since 1970 read as UTC
      captured_offset INTEGER,         -- minutes east of UTC, where the camera says
      camera TEXT,
      camera_serial TEXT,
      lens TEXT,
      exposure TEXT,
      width INTEGER,                   -- upright
      height INTEGER,
      thumbed INTEGER NOT NULL DEFAULT 0 CHECK (thumbed IN (0, 1)),
      added_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE file (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      root_id INTEGER NOT NULL REFERENCES root (id),
      path TEXT NOT NULL,              -- relative to the root, forward slashes, spelled as the file system has it
      path_key TEXT NOT NULL,          -- the same in NFC, for comparing
      size INTEGER NOT NULL,
      mtime REAL NOT NULL,             -- milliseconds
      device TEXT NOT NULL,
      inode TEXT NOT NULL,             -- as text: 64 bits
      is_photo INTEGER CHECK (is_photo IN (0, 1)), -- claims to be one by its name or content; null until looked at
      format TEXT,
      fingerprint TEXT,                -- of the compressed picture data, hex
      picture TEXT,                    -- version of the picture as shown: fingerprint and orientation
      photo_id INTEGER REFERENCES photo (id),
      gone_at INTEGER,                 -- when it was found missing; null while it is in its place
      failure TEXT,                    -- one plain sentence
      failed_at INTEGER,
      failed_version TEXT              -- score version that failed: another one may try again
    ) STRICT;
    CREATE UNIQUE INDEX file_place ON file (root_id, path) WHERE gone_at IS NULL;
    CREATE INDEX file_inode ON file (inode, device);
    CREATE INDEX file_fingerprint ON file (fingerprint) WHERE fingerprint IS NOT NULL;
    CREATE INDEX file_photo ON file (photo_id) WHERE photo_id IS NOT NULL;
    CREATE INDEX file_failure ON file (failed_at) WHERE failure IS NOT NULL;

    CREATE TABLE model (
      id INTEGER PRIMARY KEY,
      version TEXT NOT NULL UNIQUE,    -- hash of model, manifest and pre-processing
      manifest TEXT NOT NULL,
      added_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE score (
      photo_id INTEGER NOT NULL REFERENCES photo (id),
      model_id INTEGER NOT NULL REFERENCES model (id),
      raw BLOB NOT NULL,               -- float32, in the order of the manifest's tasks
      scored_at INTEGER NOT NULL,
      PRIMARY KEY (photo_id, model_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE embedding (
      photo_id INTEGER NOT NULL REFERENCES photo (id),
      model_id INTEGER NOT NULL REFERENCES model (id),
      vector BLOB NOT NULL,            -- float16
      PRIMARY KEY (photo_id, model_id)
    ) STRICT;

    CREATE TABLE job (
      stage TEXT NOT NULL CHECK (stage IN ('identify', 'score')),
      file_id INTEGER NOT NULL REFERENCES file (id),
      queued_at INTEGER NOT NULL,
      PRIMARY KEY (stage, file_id)
    ) STRICT, WITHOUT ROWID;
  `,
};
