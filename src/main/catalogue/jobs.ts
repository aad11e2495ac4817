import { rangeOf } from './path-range.ts';
import type { FileRecord, Waiting } from './types.ts';
import type { Statements } from './statements.ts';

export type Stage = 'identify' | 'score';

const jobColumns = `file.id, file.root_id AS root, root.path AS rootPath, file.path, file.size, file.mtime,
  file.photo_id AS photo, lower(hex(photo.uid)) AS uid, file.picture
  FROM job JOIN file ON file.id = job.file_id JOIN root ON root.id = file.root_id
    LEFT JOIN photo ON photo.id = file.photo_id`;

/** All jobs, or those of the files that were chosen for this run. */
const inScope = `(NOT EXISTS (SELECT 1 FROM scope) OR EXISTS (
    SELECT 1 FROM scope WHERE scope.root_id = file.root_id AND file.path >= scope.low AND file.path < scope.high))`;

export const jobQueries = {
  next: `SELECT ${jobColumns}
    WHERE job.stage = ? AND job.file_id > ? AND root.offline = 0 AND file.gone_at IS NULL AND ${inScope}
    ORDER BY job.file_id LIMIT ?`,
  forPhoto: `SELECT ${jobColumns}
    WHERE job.stage = 'score' AND job.file_id IN (SELECT id FROM file WHERE photo_id = ? AND gone_at IS NULL)
      AND root.offline = 0`,
};

/** The persisted queue: a job is a row until the transaction that stores its result. */
export class Jobs {
  readonly #db: Statements;

  constructor(db: Statements) {
    this.#db = db;
    db.exec(
      'CREATE TEMP TABLE scope (root_id INTEGER NOT NULL, low TEXT NOT NULL, high TEXT NOT NULL) STRICT',
    );
  }

  /** From now on only the jobs of these folders are handed out; what else waits goes on waiting. */
  limitTo(places: { root: number; folder: string }[]): void {
    const add = this.#db.prepare('INSERT INTO scope (root_id, low, high) VALUES (?, ?, ?)');
    this.#db.exec('DELETE FROM scope');
    for (const { root, folder } of places) add.run(root, ...rangeOf(folder));
  }

  add(stage: Stage, file: number): void {
    this.#db
      .prepare('INSERT OR IGNORE INTO job (stage, file_id, queued_at) VALUES (?, ?, ?)')
      .run(stage, file, Date.now());
  }

  finish(stage: Stage, file: number): void {
    this.#db.prepare('DELETE FROM job WHERE stage = ? AND file_id = ?').run(stage, file);
  }

  finishAll(file: number): void {
    this.#db.prepare("DELETE FROM job WHERE stage IN ('identify', 'score') AND file_id = ?").run(file);
  }

  /** Up to `limit` jobs of a stage in the order of their files, after the file `after`; offline folders wait. */
  next(stage: Stage, after: number, limit: number): FileRecord[] {
    return this.#db.prepare<[string, number, number], FileRecord>(jobQueries.next).all(stage, after, limit);
  }

  /** The score jobs of these photos, in the order asked. */
  forPhotos(photos: number[]): FileRecord[] {
    const find = this.#db.prepare<[number], FileRecord>(jobQueries.forPhoto);
    return photos.flatMap((photo) => find.all(photo));
  }

  waiting(): Waiting {
    const count = this.#db.prepare<[string], { count: number }>(
      `SELECT count(*) AS count FROM job JOIN file ON file.id = job.file_id JOIN root ON root.id = file.root_id
         WHERE job.stage = ? AND root.offline = 0 AND file.gone_at IS NULL AND ${inScope}`,
    );
    return { identify: count.get('identify')?.count ?? 0, score: count.get('score')?.count ?? 0 };
  }

  /** Queues what this model has not scored, and what failed under another version of the model or of the readers. */
  queueForModel(model: number, failedVersion: string): void {
    const now = Date.now();
    // What waited for another model, and this one has scored before.
    this.#db
      .prepare(
        `DELETE FROM job WHERE stage = 'score' AND EXISTS (
           SELECT 1 FROM file JOIN score ON score.photo_id = file.photo_id AND score.model_id = ?
             JOIN look ON look.photo_id = file.photo_id
           WHERE file.id = job.file_id)`,
      )
      .run(model);
    this.#db
      .prepare(
        `INSERT OR IGNORE INTO job (stage, file_id, queued_at)
         SELECT 'score', file.id, ? FROM file
         WHERE file.photo_id IS NOT NULL AND file.gone_at IS NULL AND file.failure IS NULL AND file.picture IS NOT NULL
           AND NOT EXISTS (
             SELECT 1 FROM score JOIN look ON look.photo_id = score.photo_id
             WHERE score.photo_id = file.photo_id AND score.model_id = ?)
           AND NOT EXISTS (SELECT 1 FROM photo WHERE photo.id = file.photo_id AND photo.hidden = 1)`,
      )
      .run(now, model);
    this.#db
      .prepare(
        `INSERT OR IGNORE INTO job (stage, file_id, queued_at)
         SELECT 'identify', id, ? FROM file WHERE failure IS NOT NULL AND gone_at IS NULL AND failed_version IS NOT ?`,
      )
      .run(now, failedVersion);
  }

  /** Queues a new look into the photos whose metadata was read under another number; their scores stay. */
  queueForMetadata(version: number): void {
    this.#db
      .prepare(
        `INSERT OR IGNORE INTO job (stage, file_id, queued_at)
         SELECT 'identify', id, ? FROM file
         WHERE photo_id IS NOT NULL AND gone_at IS NULL AND metadata_version IS NOT ?`,
      )
      .run(Date.now(), version);
  }
}
