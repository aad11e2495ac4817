import type { RootRecord } from './types.ts';
import type { Statements } from './statements.ts';

interface RootRow {
  id: number;
  path: string;
  volume: string | null;
  device: string;
  offline: number;
  polled: number;
}

/** Library folders. No root lies inside another: a file has one place. */
export class Roots {
  readonly #db: Statements;

  constructor(db: Statements) {
    this.#db = db;
  }

  all(): RootRecord[] {
    return this.#db
      .prepare<[], RootRow>('SELECT id, path, volume, device, offline, polled FROM root ORDER BY path')
      .all()
      .map((row) => ({ ...row, offline: row.offline === 1, polled: row.polled === 1 }));
  }

  get(id: number): RootRecord | undefined {
    return this.all().find((root) => root.id === id);
  }

  /**
   * Finds the root that is or holds a folder, or makes one, taking in the roots that lie inside it.
   *
   * @param path absolute, without a slash at its end
   * @param separator of paths here
   */
  add(
    path: string,
    separator: string,
    volume: string | null,
    device: string,
  ): { root: number; folder: string; absorbed: boolean } {
    const roots = this.all();
    const prefixOf = (dir: string): string => (dir.endsWith(separator) ? dir : dir + separator);
    const holder = roots.find((root) => root.path === path || path.startsWith(prefixOf(root.path)));
    if (holder) {
      const folder = path.slice(prefixOf(holder.path).length).split(separator).join('/');
      return { root: holder.id, folder: holder.path === path ? '' : folder, absorbed: false };
    }
    const inside = roots.filter((root) => root.path.startsWith(prefixOf(path)));
    const root = Number(
      this.#db
        .prepare('INSERT INTO root (path, volume, device, added_at, polled) VALUES (?, ?, ?, ?, ?)')
        .run(path, volume, device, Date.now(), inside.some(({ polled }) => polled) ? 1 : 0).lastInsertRowid,
    );
    for (const old of inside) {
      const prefix = old.path.slice(prefixOf(path).length).split(separator).join('/') + '/';
      this.#db
        .prepare('UPDATE file SET root_id = ?, path = ? || path, path_key = ? || path_key WHERE root_id = ?')
        .run(root, prefix, prefix.normalize('NFC'), old.id);
      this.#db.prepare('DELETE FROM root WHERE id = ?').run(old.id);
    }
    return { root, folder: '', absorbed: inside.length > 0 };
  }

  setOffline(id: number, offline: boolean): void {
    this.#db.prepare('UPDATE root SET offline = ? WHERE id = ?').run(offline ? 1 : 0, id);
  }

  setPolled(id: number, polled: boolean): void {
    this.#db.prepare('UPDATE root SET polled = ? WHERE id = ?').run(polled ? 1 : 0, id);
  }

  setPlace(id: number, volume: string | null, device: string): void {
    this.#db.prepare('UPDATE root SET volume = ?, device = ? WHERE id = ?').run(volume, device, id);
  }
}
