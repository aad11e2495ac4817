import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import sharp from 'sharp';

/** Numbers from 0 up to 1 that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Changes folders of small photos in random order, and knows what must be where at the end. */
export class Storm {
  /** Absolute path of every photo there is, with the number of its picture. */
  readonly photos = new Map<string, number>();
  readonly #random: () => number;
  readonly #tops: string[];
  #folders: string[];
  #made = 0;

  constructor(seed: number, tops: string[]) {
    this.#random = seededRandom(seed);
    this.#tops = tops;
    this.#folders = [...tops];
  }

  /** How many different pictures there have been. */
  get made(): number {
    return this.#made;
  }

  async fill(folders: number, photos: number): Promise<void> {
    for (let i = 0; i < folders; i++) await this.#newFolder(this.#pick(this.#tops));
    for (let i = 0; i < photos; i++) await this.#add();
  }

  /** One change of a kind that chance picks. */
  async step(): Promise<void> {
    const chance = this.#random();
    if (chance < 0.25) await this.#add();
    else if (chance < 0.4) await this.#moveTo(this.#anyPhoto(), this.#newName(dirname(this.#anyPhoto())));
    else if (chance < 0.6) await this.#moveTo(this.#anyPhoto(), this.#newName(this.#pick(this.#folders)));
    else if (chance < 0.7) await this.#moveTo(this.#anyPhoto(), this.#anyPhoto());
    else if (chance < 0.8) await this.#write(this.#anyPhoto());
    else if (chance < 0.9) await this.#remove(this.#anyPhoto());
    else if (chance < 0.94) await this.#changeCase(this.#anyPhoto());
    else if (chance < 0.98) await this.#moveFolder();
    else await this.#turnIntoFolder(this.#anyPhoto());
  }

  async #newFolder(parent: string): Promise<string> {
    const folder = join(parent, `folder ${this.#folders.length}-${Math.floor(this.#random() * 1e6)}`);
    await mkdir(folder, { recursive: true });
    this.#folders.push(folder);
    return folder;
  }

  #add = (): Promise<void> => this.#write(this.#newName(this.#pick(this.#folders)));

  async #write(file: string): Promise<void> {
    const number = ++this.#made;
    const bytes = await jpegOf(number);
    // As a copying program writes it: in pieces.
    await writeFile(file, bytes.subarray(0, 300));
    await writeFile(file, bytes.subarray(300), { flag: 'a' });
    this.photos.set(file, number);
  }

  async #moveTo(from: string, to: string): Promise<void> {
    if (from === to) return;
    const isSameTop = this.#tops.some((top) => from.startsWith(top) && to.startsWith(top));
    if (isSameTop || this.#random() < 0.5) {
      await rename(from, to);
    } else {
      // As between two drives.
      await cp(from, to, { preserveTimestamps: true });
      await rm(from);
    }
    this.photos.set(to, this.photos.get(from) ?? 0);
    this.photos.delete(from);
  }

  async #remove(file: string): Promise<void> {
    await rm(file);
    this.photos.delete(file);
  }

  #changeCase(file: string): Promise<void> {
    const name = basename(file);
    const changed = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
    return this.#moveTo(file, join(dirname(file), changed));
  }

  async #moveFolder(): Promise<void> {
    const from = this.#pick(this.#folders);
    if (this.#tops.includes(from)) return;
    const parent = this.#pick(this.#folders.filter((folder) => !`${folder}/`.startsWith(`${from}/`)));
    const to = join(parent, `${basename(from)}x`);
    await rename(from, to);
    const place = (path: string): string =>
      `${path}/`.startsWith(`${from}/`) ? to + path.slice(from.length) : path;
    this.#folders = this.#folders.map(place);
    for (const [path, number] of [...this.photos]) {
      if (place(path) === path) continue;
      this.photos.delete(path);
      this.photos.set(place(path), number);
    }
  }

  async #turnIntoFolder(file: string): Promise<void> {
    await this.#remove(file);
    await mkdir(file);
    this.#folders.push(file);
    await this.#write(this.#newName(file));
  }

  #newName = (folder: string): string => join(folder, `p${Math.floor(this.#random() * 1e9)}.jpg`);

  #anyPhoto = (): string => this.#pick([...this.photos.keys()]);

  #pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.#random() * from.length)];
    if (picked === undefined) throw new Error('There is nothing to pick from');
    return picked;
  }
}

/** A picture like no other, with a camera and a moment of its own. */
async function jpegOf(number: number): Promise<Buffer> {
  const random = seededRandom(number);
  const pixels = Buffer.from(Array.from({ length: 16 * 12 * 3 }, () => random() * 256));
  const two = (value: number): string => String(value % 60).padStart(2, '0');
  const moment = `2024:05:01 ${two(10 + Math.floor(number / 3600))}:${two(Math.floor(number / 60))}:${two(number)}`;
  return await sharp(pixels, { raw: { width: 16, height: 12, channels: 3 } })
    .jpeg()
    .withExif({ IFD0: { Model: 'Test camera', DateTime: moment }, IFD2: { DateTimeOriginal: moment } })
    .toBuffer();
}
