import { collectionQuerySchema, type Collection, type CollectionQuery } from '../../shared/finding.ts';
import { PlainError } from '../../shared/result.ts';
import type { Statements } from './statements.ts';

type Saved = Omit<Collection, 'photos'>;

/** Filters saved under a name. */
export class Collections {
  readonly #db: Statements;

  constructor(db: Statements) {
    this.#db = db;
  }

  /** By name; what was saved by a version that filtered otherwise is left out. */
  list(): Saved[] {
    return this.#db
      .prepare<[], { id: number; name: string; query: string }>('SELECT id, name, query FROM collection')
      .all()
      .flatMap(({ id, name, query }) => {
        const parsed = collectionQuerySchema.safeParse(JSON.parse(query));
        return parsed.success ? [{ id, name, query: parsed.data }] : [];
      })
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }

  /** @throws PlainError where the name is taken */
  add(name: string, query: CollectionQuery): Saved {
    this.#claim(name, null);
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO collection (name, query, made_at) VALUES (?, ?, ?)')
      .run(name, JSON.stringify(query), Date.now());
    return { id: Number(lastInsertRowid), name, query };
  }

  /** What is undefined stays. @throws PlainError where the name is taken */
  change(id: number, name: string | undefined, query: CollectionQuery | undefined): void {
    if (name !== undefined) {
      this.#claim(name, id);
      this.#db.prepare('UPDATE collection SET name = ? WHERE id = ?').run(name, id);
    }
    if (query !== undefined)
      this.#db.prepare('UPDATE collection SET query = ? WHERE id = ?').run(JSON.stringify(query), id);
  }

  remove(id: number): void {
    this.#db.prepare('DELETE FROM collection WHERE id = ?').run(id);
  }

  #claim(name: string, by: number | null): void {
    const holder = this.#db
      .prepare<[string], { id: number }>('SELECT id FROM collection WHERE name = ?')
      .get(name);
    if (holder && holder.id !== by)
      throw new PlainError(`There is a smart collection “${name}” already; choose another name.`);
  }
}
