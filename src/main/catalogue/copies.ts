import type { Statements } from './statements.ts';

/** A file on a card, as it is known again: other cards use the same names. */
export interface CardFileKey {
  name: string;
  size: number;
  /** Of samples of its bytes, hexadecimal. */
  fingerprint: string;
}

export interface CopyRecord extends CardFileKey {
  /** Absolute path of the copy. */
  target: string;
  /** 0 for the first target folder, 1 for the second. */
  slot: number;
  /** SHA-256 of the bytes, hexadecimal. */
  hash: string;
}

/** What was copied from cards, so that it is not copied twice, and what a killed copy may have left behind. */
export class Copies {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** Copies are about to be written at these absolute paths. */
  begin(targets: readonly string[]): void {
    const insert = this.#statements.prepare<[string]>('INSERT OR IGNORE INTO copy_begun (target) VALUES (?)');
    for (const target of targets) insert.run(target);
  }

  /** They are written, or were given up and leave nothing. */
  end(targets: readonly string[], records: readonly CopyRecord[]): void {
    const insert = this.#statements.prepare<[CopyRecord & { at: number }]>(
      `INSERT OR REPLACE INTO copy (name, size, fingerprint, target, slot, hash, copied_at)
       VALUES (@name, @size, @fingerprint, @target, @slot, @hash, @at)`,
    );
    for (const record of records) insert.run({ ...record, at: Date.now() });
    const remove = this.#statements.prepare<[string]>('DELETE FROM copy_begun WHERE target = ?');
    for (const target of targets) remove.run(target);
  }

  /** Absolute paths at which a copy was begun that nobody saw end. */
  unfinished(): string[] {
    return this.#statements
      .prepare<[], { target: string }>('SELECT target FROM copy_begun')
      .all()
      .map(({ target }) => target);
  }

  /** For each file whether one of its name and size was ever copied. */
  knows(files: readonly Pick<CardFileKey, 'name' | 'size'>[]): boolean[] {
    const known = new Set(
      this.#statements
        .prepare<[string], { at: number }>(
          `SELECT DISTINCT wanted.key AS at FROM json_each(?) AS wanted
           JOIN copy ON copy.name = wanted.value ->> 'name' AND copy.size = wanted.value ->> 'size'`,
        )
        .all(JSON.stringify(files))
        .map(({ at }) => at),
    );
    return files.map((_, index) => known.has(index));
  }

  of(key: CardFileKey): { target: string; slot: number }[] {
    return this.#statements
      .prepare<[CardFileKey], { target: string; slot: number }>(
        'SELECT target, slot FROM copy WHERE fingerprint = @fingerprint AND size = @size AND name = @name',
      )
      .all(key);
  }
}
