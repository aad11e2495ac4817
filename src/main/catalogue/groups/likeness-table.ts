import type { Statements } from '../statements.ts';
import type { FrameLink } from './frames.ts';
import { likenessOf, type Comparable } from './likeness.ts';

export interface LikenessRow {
  before: number | null;
  content: number | null;
  picture: number | null;
  shiftX: number | null;
  shiftY: number | null;
  overlap: number | null;
}

export const likenessColumns = `likeness.before_id AS before, likeness.content, likeness.picture,
  likeness.shift_x AS shiftX, likeness.shift_y AS shiftY, likeness.overlap`;

export function linkOf(row: LikenessRow): FrameLink | null {
  const { before, content, picture, shiftX, shiftY, overlap } = row;
  return before === null || content === null || picture === null || shiftX === null
    ? null
    : { before, content, picture, shiftX, shiftY: shiftY ?? 0, overlap: overlap ?? 0 };
}

/** Looks, and how alike neighbours are: compared once and kept. */
export class LikenessTable {
  readonly #db: Statements;

  constructor(db: Statements) {
    this.#db = db;
  }

  /** A photo was decoded and scored anew: what it was compared with is to be compared again. */
  putLook(photo: number, look: Uint8Array): void {
    this.#db.prepare('INSERT OR REPLACE INTO look (photo_id, look) VALUES (?, ?)').run(photo, look);
    this.forget(photo);
  }

  /** The picture is another one. */
  dropLook(photo: number): void {
    this.#db.prepare('DELETE FROM look WHERE photo_id = ?').run(photo);
    this.forget(photo);
  }

  forget(photo: number): void {
    this.#db.prepare('DELETE FROM likeness WHERE photo_id = ?').run(photo);
  }

  /** Compares two photos, and keeps the result with the second; null where no model has seen both. */
  compare(before: number, after: number): FrameLink | null {
    const vectors = this.#db
      .prepare<[number, number], { left: Buffer; right: Buffer }>(
        `SELECT a.vector AS left, b.vector AS right FROM embedding AS a
         JOIN embedding AS b ON b.model_id = a.model_id
         WHERE a.photo_id = ? AND b.photo_id = ? ORDER BY a.model_id DESC LIMIT 1`,
      )
      .get(before, after);
    const [first, second] = [this.#lookOf(before), this.#lookOf(after)];
    if (!vectors || !first || !second) return null;
    const likeness = likenessOf(comparable(first, vectors.left), comparable(second, vectors.right));
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO likeness (photo_id, before_id, content, picture, shift_x, shift_y, overlap)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        after,
        before,
        likeness.content,
        likeness.picture,
        likeness.shiftX,
        likeness.shiftY,
        likeness.overlap,
      );
    return { before, ...likeness };
  }

  #lookOf(photo: number): Buffer | undefined {
    return this.#db.prepare<[number], { look: Buffer }>('SELECT look FROM look WHERE photo_id = ?').get(photo)
      ?.look;
  }
}

function comparable(look: Buffer, vector: Buffer): Comparable {
  // A copy begins where a number of two bytes may begin.
  const bytes = Uint8Array.from(vector);
  return { look, embedding: new Float16Array(bytes.buffer) };
}
