import { randomBytes } from 'node:crypto';
import { fileQueries, type PhotoChanges } from './files.ts';
import { writeMetadata } from './metadata.ts';
import { LikenessTable } from './groups/likeness-table.ts';
import type { Jobs } from './jobs.ts';
import type { Outcome, PhotoFacts } from './types.ts';
import type { Statements } from './statements.ts';

interface FileRow {
  id: number;
  root_id: number;
  path: string;
  path_key: string;
  size: number;
  mtime: number;
  fingerprint: string | null;
  picture: string | null;
  photo_id: number | null;
  gone_at: number | null;
}

interface Twin {
  id: number;
  root_id: number;
  path: string;
  gone_at: number | null;
  rootPath: string;
}

/** A file with the same picture that may be this one before it moved: whoever asks must look whether it is there. */
export interface PossibleSource {
  file: number;
  root: number;
  rootPath: string;
  path: string;
}

/** What results were made with. */
export interface OutcomeVersions {
  /** Row of the model. */
  id: number;
  failedVersion: string;
  metadataVersion: number;
}

/** Stores what was learned of files, and decides which photo each of them is. */
export class Outcomes {
  readonly #db: Statements;
  readonly #jobs: Jobs;
  readonly #photos: PhotoChanges;
  readonly #model: OutcomeVersions;
  readonly #looks: LikenessTable;

  constructor(db: Statements, jobs: Jobs, photos: PhotoChanges, model: OutcomeVersions) {
    this.#db = db;
    this.#jobs = jobs;
    this.#photos = photos;
    this.#model = model;
    this.#looks = new LikenessTable(db);
  }

  /** Files in place with the same picture as these fingerprints, for one who can look whether they still are. */
  possibleSources(file: number, fingerprint: string): PossibleSource[] {
    return this.#twins(file, fingerprint)
      .filter((twin) => twin.gone_at === null)
      .map((twin) => ({ file: twin.id, root: twin.root_id, rootPath: twin.rootPath, path: twin.path }));
  }

  /** @returns whether it was stored: news of a file that has changed since is dropped, its new state is in the queue */
  store(outcome: Outcome): boolean {
    const file = this.#db
      .prepare<[number], FileRow>(
        `SELECT id, root_id, path, path_key, size, mtime, fingerprint, picture, photo_id, gone_at FROM file WHERE id = ?`,
      )
      .get(outcome.file);
    if (!file || file.gone_at !== null) return false;
    if (file.size !== outcome.seen.size || file.mtime !== outcome.seen.mtime) return false;
    switch (outcome.kind) {
      case 'not-a-photo':
        this.#detach(file);
        this.#db
          .prepare('UPDATE file SET is_photo = 0, failure = NULL, content_id = ? WHERE id = ?')
          .run(outcome.contentId ?? null, file.id);
        this.#touchLive(outcome.contentId ?? null);
        this.#jobs.finishAll(file.id);
        return true;
      case 'identified':
        this.#identified(file, outcome.facts);
        return true;
      case 'failed':
        this.#failed(file, outcome);
        return true;
      case 'scored':
        return this.#scored(file, outcome);
    }
  }

  #identified(file: FileRow, facts: PhotoFacts): void {
    const photo = this.#resolvePhoto(file, facts);
    const isScored = this.#db
      .prepare(
        'SELECT 1 FROM score JOIN look ON look.photo_id = score.photo_id WHERE score.photo_id = ? AND model_id = ?',
      )
      .get(photo, this.#model.id);
    const samePicture =
      file.photo_id === photo ? file.picture === facts.picture : this.#pictureOf(photo) === facts.picture;
    this.#writeFacts(file, photo, facts);
    this.#db
      .prepare('UPDATE file SET failure = NULL, failed_at = NULL, failed_version = NULL WHERE id = ?')
      .run(file.id);
    this.#jobs.finish('identify', file.id);
    if (isScored && samePicture) {
      this.#jobs.finish('score', file.id);
    } else {
      if (!samePicture) this.#forgetScores(photo);
      this.#jobs.add('score', file.id);
    }
    this.#photos.touch(photo);
  }

  #failed(file: FileRow, { sentence, facts, shown = false }: Outcome & { kind: 'failed' }): void {
    let photo = file.photo_id;
    if (facts) {
      photo = this.#resolvePhoto(file, facts);
      if (file.picture !== facts.picture) this.#forgetScores(photo);
      this.#writeFacts(file, photo, facts);
    } else if (photo === null) {
      photo = this.#newPhoto();
      this.#db.prepare('UPDATE file SET photo_id = ?, is_photo = 1 WHERE id = ?').run(photo, file.id);
      this.#photos.reword(photo);
    }
    this.#db
      .prepare(
        'UPDATE file SET failure = ?, failed_at = ?, failed_version = ?, metadata_version = ? WHERE id = ?',
      )
      .run(sentence, Date.now(), this.#model.failedVersion, this.#model.metadataVersion, file.id);
    if (shown) this.#db.prepare('UPDATE photo SET thumbed = 1 WHERE id = ?').run(photo);
    this.#jobs.finishAll(file.id);
    // What cannot be shown stands for no shot.
    this.#photos.reword(photo);
  }

  #scored(file: FileRow, outcome: Outcome & { kind: 'scored' }): boolean {
    if (file.photo_id === null || file.picture !== outcome.picture) return false;
    const photo = file.photo_id;
    this.#db
      .prepare('INSERT OR REPLACE INTO score (photo_id, model_id, raw, scored_at) VALUES (?, ?, ?, ?)')
      .run(photo, this.#model.id, bytesOf(outcome.raw), Date.now());
    this.#db
      .prepare('INSERT OR REPLACE INTO embedding (photo_id, model_id, vector) VALUES (?, ?, ?)')
      .run(photo, this.#model.id, bytesOf(Float16Array.from(outcome.embedding)));
    this.#looks.putLook(photo, outcome.look);
    this.#db
      .prepare('UPDATE photo SET width = ?, height = ?, thumbed = 1 WHERE id = ?')
      .run(outcome.width, outcome.height, photo);
    this.#db
      .prepare('UPDATE file SET failure = NULL, failed_at = NULL, failed_version = NULL WHERE id = ?')
      .run(file.id);
    this.#jobs.finish('score', file.id);
    this.#photos.touch(photo);
    return true;
  }

  /**
   * Which photo a file is: the one at its place before, if the picture or the moment it was taken is the same; else one
   * whose file is gone and had this picture; else the one at its place where neither says when it was taken; else a new
   * one. A different picture at an old path is a new photo (cards use names again), and the old one stays known as gone.
   */
  #resolvePhoto(file: FileRow, facts: PhotoFacts): number {
    const likeness = file.photo_id === null ? 'other' : this.#likeness(file, file.photo_id, facts);
    if (file.photo_id !== null && likeness === 'same') return file.photo_id;
    // Without a moment to go by, a file renamed over another one looks like an edited one but for this.
    const source = facts.fingerprint ? this.#goneTwin(file, facts.fingerprint) : undefined;
    if (file.photo_id !== null) {
      if (!source && likeness === 'unknown') return file.photo_id;
      this.#leaveBehind(file);
    }
    if (!source) return this.#newPhoto();
    const photo = this.#db
      .prepare<[number], { photo_id: number; picture: string | null }>(
        'SELECT photo_id, picture FROM file WHERE id = ?',
      )
      .get(source.id);
    this.#jobs.finishAll(source.id);
    this.#db.prepare('DELETE FROM file WHERE id = ?').run(source.id);
    if (!photo) return this.#newPhoto();
    this.#db
      .prepare('UPDATE file SET picture = ?, photo_id = ? WHERE id = ?')
      .run(photo.picture, photo.photo_id, file.id);
    return photo.photo_id;
  }

  #likeness(file: FileRow, photo: number, facts: PhotoFacts): 'same' | 'other' | 'unknown' {
    if (file.fingerprint === null) return 'unknown';
    if (file.fingerprint === facts.fingerprint) return 'same';
    const known = this.#db
      .prepare<[number], { camera: string | null; captured: number | null }>(
        'SELECT camera, captured FROM photo WHERE id = ?',
      )
      .get(photo);
    if (known?.camera !== facts.camera || known.captured !== facts.captured) return 'other';
    return facts.captured === null ? 'unknown' : 'same';
  }

  /** The photo that was at this place until now keeps its last place, as a file that is gone. */
  #leaveBehind(file: FileRow): void {
    this.#db
      .prepare(
        `INSERT INTO file (root_id, path, path_key, size, mtime, device, inode, is_photo, format, fingerprint, picture, photo_id, gone_at)
         SELECT root_id, path, path_key, size, mtime, '', '', is_photo, format, fingerprint, picture, photo_id, ?
         FROM file WHERE id = ?`,
      )
      .run(Date.now(), file.id);
    this.#detach(file);
  }

  #detach(file: FileRow): void {
    if (file.photo_id === null) return;
    this.#db
      .prepare('UPDATE file SET photo_id = NULL, picture = NULL, fingerprint = NULL WHERE id = ?')
      .run(file.id);
    this.#photos.reword(file.photo_id);
  }

  #goneTwin(file: FileRow, fingerprint: string): Twin | undefined {
    const gone = this.#twins(file.id, fingerprint).filter((twin) => twin.gone_at !== null);
    const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
    return gone.find((twin) => nameOf(twin.path) === nameOf(file.path)) ?? gone[0];
  }

  #twins(file: number, fingerprint: string): Twin[] {
    return this.#db.prepare<[string, number], Twin>(fileQueries.byFingerprint).all(fingerprint, file);
  }

  #pictureOf(photo: number): string | null {
    return (
      this.#db
        .prepare<[number], { picture: string | null }>(
          'SELECT picture FROM file WHERE photo_id = ? AND gone_at IS NULL',
        )
        .get(photo)?.picture ?? null
    );
  }

  #newPhoto(): number {
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO photo (uid, added_at) VALUES (?, ?)')
      .run(randomBytes(16), Date.now());
    return Number(lastInsertRowid);
  }

  #writeFacts(file: FileRow, photo: number, facts: PhotoFacts): void {
    this.#db
      .prepare(
        `UPDATE file SET is_photo = 1, format = ?, fingerprint = ?, picture = ?, photo_id = ?, metadata_version = ?,
           content_id = ? WHERE id = ?`,
      )
      .run(
        facts.format,
        facts.fingerprint,
        facts.picture,
        photo,
        this.#model.metadataVersion,
        facts.shot.contentId,
        file.id,
      );
    const { picture, motion, edited } = facts.shot;
    this.#db
      .prepare(
        `UPDATE photo SET width = coalesce(?, width), height = coalesce(?, height),
           picture_width = ?, picture_height = ?, motion = ?, edited = ? WHERE id = ?`,
      )
      .run(
        facts.width,
        facts.height,
        picture?.width ?? null,
        picture?.height ?? null,
        Number(motion),
        Number(edited),
        photo,
      );
    writeMetadata(this.#db, photo, facts);
    this.#photos.reword(photo);
  }

  /** The photos whose film was found. */
  #touchLive(contentId: string | null): void {
    if (contentId === null) return;
    const found = this.#db
      .prepare<[string], { photo: number }>(
        'SELECT photo_id AS photo FROM file WHERE content_id = ? AND photo_id IS NOT NULL',
      )
      .all(contentId);
    for (const { photo } of found) this.#photos.touch(photo);
  }

  #forgetScores(photo: number): void {
    this.#db.prepare('DELETE FROM score WHERE photo_id = ?').run(photo);
    this.#db.prepare('DELETE FROM embedding WHERE photo_id = ?').run(photo);
    this.#looks.dropLook(photo);
    this.#db.prepare('UPDATE photo SET thumbed = 0 WHERE id = ?').run(photo);
  }
}

const bytesOf = (numbers: Float32Array | Float16Array): Buffer =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
