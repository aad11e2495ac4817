import type { Migration } from '../migrate.ts';

/** What is about to be written to a sidecar: after a kill, what stands there is known for our own. */
export const sidecarIntents: Migration = {
  number: 12,
  name: 'sidecar intents',
  sql: `
    CREATE TABLE sidecar_intent (
      photo_id INTEGER PRIMARY KEY REFERENCES photo (id),
      pick TEXT,                       -- null where the field is not ours to write
      stars INTEGER,
      label TEXT
    ) STRICT;
  `,
};
