import type { MoveEntry, MoveWay } from '../../shared/moves.ts';
import type { DecisionSource } from '../../shared/verdict.ts';
import { profile } from './decisions.ts';
import type { PhotoChanges } from './files.ts';
import { rangeOf } from './path-range.ts';
import type { Statements } from './statements.ts';

/** A file of a rejected photo, in its place. */
export interface RejectedFile {
  photo: number;
  /** The same for all files of one shot, RAW and JPEG. */
  shot: number;
  /** Another file of the shot stands for it in the grid. */
  hidden: 0 | 1;
  file: number;
  root: number;
  rootPath: string;
  /** Relative to the root, forward slashes. */
  path: string;
  format: string | null;
  /** What rejected the photo, undo and redo left aside. */
  source: DecisionSource | null;
  /** Photos that the same act decided about. */
  together: number;
}

export interface MovedFile {
  id: number;
  photo: number;
  /** The same for all files of one shot. */
  shot: number;
  /** null for one that the catalogue does not follow. */
  file: number | null;
  root: number;
  rootPath: string;
  from: string;
  to: string;
  state: 'going' | 'away' | 'returning' | 'here';
}

export type NewMovedFile = Pick<MovedFile, 'photo' | 'shot' | 'file' | 'root' | 'from' | 'to'>;

const movedColumns = `moved_file.id, moved_file.photo_id AS photo,
  moved_file.shot_id AS shot, moved_file.file_id AS file,
  moved_file.root_id AS root, root.path AS rootPath, moved_file.from_path AS "from", moved_file.to_path AS "to",
  moved_file.state`;

const moveQueries = {
  rejected: `SELECT file.photo_id AS photo, coalesce(photo.shot_id, photo.id) AS shot, photo.hidden, file.id AS file, file.root_id AS root, root.path AS rootPath, file.path,
      file.format, step.source,
      (SELECT count(DISTINCT photo_id) FROM decision WHERE decision.step_id = step.id) AS together
    FROM verdict
      JOIN file ON file.photo_id = verdict.photo_id AND file.gone_at IS NULL
      JOIN photo ON photo.id = verdict.photo_id
      JOIN root ON root.id = file.root_id AND root.offline = 0
      LEFT JOIN step ON step.id = (
        SELECT max(decision.step_id) FROM decision JOIN step AS made ON made.id = decision.step_id
        WHERE decision.photo_id = verdict.photo_id AND decision.field = 'pick' AND decision.after = 'reject'
          AND made.source NOT IN ('undo', 'redo'))
    WHERE verdict.profile_id = ${profile} AND verdict.pick = 'reject'`,
};

/** What was moved away, and where the catalogue has it since: a photo keeps its row, and is in no view while it is away. */
export class Moves {
  readonly #db: Statements;
  readonly #photos: PhotoChanges;

  constructor(db: Statements, photos: PhotoChanges) {
    this.#db = db;
    this.#photos = photos;
  }

  /** Files of the rejected photos of a place; a root of null is the whole library. */
  rejectedIn({ root, folder }: { root: number | null; folder: string }): RejectedFile[] {
    if (root === null)
      return this.#db
        .prepare<[], RejectedFile>(`${moveQueries.rejected} ORDER BY file.root_id, file.path`)
        .all();
    return this.#db
      .prepare<[number, string, string], RejectedFile>(
        `${moveQueries.rejected} AND file.root_id = ? AND file.path >= ? AND file.path < ? ORDER BY file.path`,
      )
      .all(root, ...rangeOf(folder));
  }

  /** These are about to be moved, each from its place to one that is free. */
  begin(way: MoveWay, files: readonly NewMovedFile[]): number {
    const move = Number(
      this.#db.prepare('INSERT INTO move (at, way) VALUES (?, ?)').run(Date.now(), way).lastInsertRowid,
    );
    const add = this.#db.prepare(
      'INSERT INTO moved_file (move_id, photo_id, shot_id, file_id, root_id, from_path, to_path) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    for (const { photo, shot, file, root, from, to } of files)
      add.run(move, photo, shot, file, root, from, to);
    return move;
  }

  /** A move is about to be taken back. */
  beginReturn(move: number): void {
    this.#db
      .prepare("UPDATE moved_file SET state = 'returning' WHERE move_id = ? AND state = 'away'")
      .run(move);
  }

  /** They are in their new place, or in their old one. */
  note(files: readonly number[], state: 'away' | 'here'): void {
    const find = this.#db.prepare<[number], MovedFile & { move: number }>(
      `SELECT ${movedColumns}, move_id AS move FROM moved_file JOIN root ON root.id = moved_file.root_id
       WHERE moved_file.id = ?`,
    );
    for (const id of files) {
      const moved = find.get(id);
      if (!moved) continue;
      this.#db.prepare('UPDATE moved_file SET state = ? WHERE id = ?').run(state, id);
      const went = moved.state !== 'going' || state === 'away';
      if (moved.file !== null && went) this.#follow(moved, moved.file, state);
      this.#photos.reword(moved.photo);
      if (state === 'here') this.#endIfEmpty(moved.move);
    }
  }

  underWay(): MovedFile[] {
    return this.#db
      .prepare<[], MovedFile>(
        `SELECT ${movedColumns} FROM moved_file JOIN root ON root.id = moved_file.root_id
         WHERE moved_file.state IN ('going', 'returning') AND root.offline = 0`,
      )
      .all();
  }

  of(move: number): MovedFile[] {
    return this.#db
      .prepare<[number], MovedFile>(
        `SELECT ${movedColumns} FROM moved_file JOIN root ON root.id = moved_file.root_id
         WHERE moved_file.move_id = ? ORDER BY moved_file.id`,
      )
      .all(move);
  }

  /** Moves that stand, the latest first. */
  list(limit: number): MoveEntry[] {
    return this.#db
      .prepare<[number], MoveEntry>(
        `SELECT move.id AS move, move.at, move.way, count(DISTINCT moved_file.shot_id) AS photos, count(*) AS files
         FROM move JOIN moved_file ON moved_file.move_id = move.id AND moved_file.state <> 'here'
         WHERE move.back_at IS NULL GROUP BY move.id ORDER BY move.at DESC, move.id DESC LIMIT ?`,
      )
      .all(limit);
  }

  /** The file's row goes with it. Where a scan was faster, it says the same already. */
  #follow({ root, from, to }: MovedFile, file: number, state: 'away' | 'here'): void {
    if (state === 'away') {
      this.#db
        .prepare(
          'UPDATE file SET path = ?, path_key = ?, gone_at = coalesce(gone_at, ?) WHERE id = ? AND path = ?',
        )
        .run(to, to.normalize('NFC'), Date.now(), file, from);
      return;
    }
    this.#db
      .prepare(
        `UPDATE file SET path = ?, path_key = ?, gone_at = NULL WHERE id = ? AND NOT EXISTS (
           SELECT 1 FROM file AS other
           WHERE other.root_id = ? AND other.path = ? AND other.gone_at IS NULL AND other.id <> ?)`,
      )
      .run(from, from.normalize('NFC'), file, root, from, file);
  }

  #endIfEmpty(move: number): void {
    this.#db
      .prepare(
        `UPDATE move SET back_at = ? WHERE id = ? AND NOT EXISTS (
           SELECT 1 FROM moved_file WHERE move_id = move.id AND state <> 'here')`,
      )
      .run(Date.now(), move);
  }
}
