import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** Once over its limit, a folder is brought down to this share of it, so that this does not happen at every file. */
const lowWater = 0.9;
/** Of the names that pictures are kept under. */
const ours = /[\\/][\w-]+-[0-9a-f]{16}\.(?:jpg|webp)$/;

/** A folder of files that can be made again, kept under a size: the files used longest ago go first. */
export class BoundedFolder {
  readonly #dir: string;
  readonly #limit: number;
  #size: Promise<number> | null = null;

  /** @param limit in bytes */
  constructor(dir: string, limit: number) {
    this.#dir = dir;
    this.#limit = limit;
  }

  path(name: string): string {
    return join(this.#dir, name);
  }

  /** Notes that a file was used. @returns false where there is none */
  async touch(name: string): Promise<boolean> {
    const now = new Date();
    return await utimes(this.path(name), now, now).then(
      () => true,
      () => false,
    );
  }

  /** Removes what this holds; files of others in the same place are left. */
  async empty(): Promise<void> {
    for (const { path } of await this.#list()) if (ours.test(path)) await rm(path, { force: true });
  }

  /** To be called after a file was written into it. */
  async added(name: string): Promise<void> {
    const { size } = await stat(this.path(name));
    // Listed once, the new file with the rest; from then on added up.
    const total = (await this.#size?.then((sum) => sum + size)) ?? sizeOf(await this.#list());
    this.#size = Promise.resolve(total > this.#limit ? await this.#prune() : total);
  }

  async #prune(): Promise<number> {
    const files = (await this.#list()).sort((a, b) => a.used - b.used);
    let size = sizeOf(files);
    for (const file of files) {
      if (size <= this.#limit * lowWater) break;
      await rm(file.path, { force: true });
      size -= file.size;
    }
    return size;
  }

  async #list(): Promise<{ path: string; size: number; used: number }[]> {
    await mkdir(this.#dir, { recursive: true });
    const files = await Promise.all(
      (await readdir(this.#dir)).map(async (name) => {
        const path = this.path(name);
        const found = await stat(path).catch(() => null);
        return found?.isFile() ? { path, size: found.size, used: found.mtimeMs } : null;
      }),
    );
    return files.filter((file) => file !== null);
  }
}

const sizeOf = (files: { size: number }[]): number => files.reduce((sum, { size }) => sum + size, 0);
