import type { Statements } from '../statements.ts';

/** What a person did about groups, in tables that only grow; the last act about a photo counts. */
export class GroupActs {
  readonly #db: Statements;
  /** Which group a photo was given, in memory: few photos have one, and every photo is asked about. */
  readonly #hands = new Map<number, string>();

  constructor(db: Statements) {
    this.#db = db;
    const rows = db.prepare<[], { photo: number; act: number; part: number; kind: string }>(
      `SELECT part.photo_id AS photo, act.id AS act, part.part, act.kind
       FROM group_act_photo AS part JOIN group_act AS act ON act.id = part.act_id ORDER BY act.id`,
    );
    for (const { photo, act, part, kind } of rows.iterate()) this.#note(photo, kind, act, part);
  }

  /** Photos of one group by hand have the same word; null where the program groups the photo. */
  handOf(photo: number): string | null {
    return this.#hands.get(photo) ?? null;
  }

  /** @param parts photos that are a group from now on, each list one */
  record(kind: 'split' | 'merge' | 'free', parts: readonly (readonly number[])[]): void {
    const act = Number(
      this.#db.prepare('INSERT INTO group_act (at, kind) VALUES (?, ?)').run(Date.now(), kind)
        .lastInsertRowid,
    );
    const add = this.#db.prepare(
      'INSERT OR IGNORE INTO group_act_photo (act_id, photo_id, part) SELECT ?, id, ? FROM photo WHERE id = ?',
    );
    parts.forEach((photos, part) => {
      for (const photo of photos) {
        add.run(act, part, photo);
        this.#note(photo, kind, act, part);
      }
    });
  }

  #note(photo: number, kind: string, act: number, part: number): void {
    if (kind === 'free') this.#hands.delete(photo);
    else this.#hands.set(photo, `${act}/${part}`);
  }
}
