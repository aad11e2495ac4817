import type { Neighbours } from '../../shared/finding.ts';
import { PlainError } from '../../shared/result.ts';
import type { Statements } from './statements.ts';

interface EmbeddingRow {
  photo: number;
  vector: Buffer;
}

export const similarQueries = {
  after: `SELECT photo_id AS photo, vector FROM embedding WHERE photo_id > ? AND model_id = ?
    ORDER BY photo_id LIMIT ?`,
  one: 'SELECT photo_id AS photo, vector FROM embedding WHERE photo_id = ? AND model_id = ?',
};

/** Photos read at once while the matrix is filled, so that others get their turn. */
const slice = 5000;
/** Steps of likeness in which the least one that is near enough is looked for. */
const steps = 4096;

/** The mark of a row: what it is compared as. */
const shown = 1;
const absent = 0;

/**
 * Photos like one, by the network's embeddings. Each is kept in 8 bits a number, 26 MB for 100,000 photos, and every
 * question goes through all of them; an index would cost more memory and miss some. Filled when first asked.
 */
export class Similar {
  readonly #db: Statements;
  readonly #model: number;
  readonly #size: number;
  readonly #isShown: (photo: number) => boolean;
  readonly #rowOf = new Map<number, number>();
  #photos = new Uint32Array(1024);
  #vectors: Int8Array<ArrayBuffer>;
  /** One over the length of each vector; 0 where there is none. */
  #inverse = new Float32Array(1024);
  #marks = new Uint8Array(1024);
  #count = 0;
  /** The last photo read; null once all are. */
  #readTo: number | null = 0;
  readonly #changed = new Set<number>();

  /** @param size numbers of an embedding */
  constructor(db: Statements, model: number, size: number, isShown: (photo: number) => boolean) {
    this.#db = db;
    this.#model = model;
    this.#size = size;
    this.#isShown = isShown;
    this.#vectors = new Int8Array(1024 * size);
  }

  /** Photos that may have another embedding, or have come or gone. */
  note(photos: Iterable<number>): void {
    if (this.#readTo === 0) return;
    for (const photo of photos) this.#changed.add(photo);
  }

  /** Reads on. @returns whether there is more */
  load(): boolean {
    if (this.#readTo === null) return false;
    const rows = this.#db
      .prepare<[number, number, number], EmbeddingRow>(similarQueries.after)
      .all(this.#readTo, this.#model, slice);
    for (const row of rows) this.#put(row.photo, row.vector);
    this.#readTo = rows.length < slice ? null : (rows.at(-1)?.photo ?? null);
    return this.#readTo !== null;
  }

  /**
   * @param among these photos alone; null for all
   * @throws PlainError where the photo has no embedding yet
   */
  nearest(photo: number, limit: number, among: Uint32Array | null = null): Neighbours {
    while (this.load());
    this.#refresh();
    const own = this.#rowOf.get(photo);
    if (own === undefined || this.#inverse[own] === 0)
      throw new PlainError('This photo is not scored yet, so nothing can be compared with it.');
    const wanted = this.#wanted(among);
    wanted[own] = absent;
    const likeness = this.#likenessTo(own, wanted);
    const rows = nearestRows(likeness, wanted, limit);
    return {
      ids: Uint32Array.from(rows, (row) => this.#photos[row] ?? 0),
      likeness: Float32Array.from(rows, (row) => likeness[row] ?? 0),
    };
  }

  #wanted(among: Uint32Array | null): Uint8Array {
    if (!among) return this.#marks.slice(0, this.#count);
    const wanted = new Uint8Array(this.#count);
    for (const photo of among) {
      const row = this.#rowOf.get(photo);
      if (row !== undefined) wanted[row] = this.#marks[row] ?? absent;
    }
    return wanted;
  }

  /** Cosine with every row wanted. */
  #likenessTo(own: number, wanted: Uint8Array): Float32Array {
    const size = this.#size;
    const vectors = this.#vectors;
    const query = vectors.slice(own * size, (own + 1) * size);
    const inverse = this.#inverse[own] ?? 0;
    const likeness = new Float32Array(wanted.length);
    for (let row = 0; row < wanted.length; row++) {
      if (wanted[row] === absent) continue;
      likeness[row] = product(query, vectors, row * size) * inverse * (this.#inverse[row] ?? 0);
    }
    return likeness;
  }

  #refresh(): void {
    const find = this.#db.prepare<[number, number], EmbeddingRow>(similarQueries.one);
    for (const photo of this.#changed) this.#put(photo, find.get(photo, this.#model)?.vector ?? null);
    this.#changed.clear();
  }

  #put(photo: number, bytes: Buffer | null): void {
    const vector = bytes === null ? null : numbersOf(bytes);
    let row = this.#rowOf.get(photo);
    if (row === undefined) {
      if (!vector) return;
      row = this.#count++;
      if (this.#count > this.#photos.length) this.#grow();
      this.#rowOf.set(photo, row);
      this.#photos[row] = photo;
    }
    const fits = vector?.length === this.#size;
    this.#inverse[row] = fits ? this.#keep(row, vector) : 0;
    this.#marks[row] = this.#inverse[row] !== 0 && this.#isShown(photo) ? shown : absent;
  }

  /** @returns one over the length of what is kept; 0 for a vector of zeros */
  #keep(row: number, vector: Float16Array): number {
    let largest = 0;
    for (const number of vector) largest = Math.max(largest, Math.abs(number));
    if (!(largest > 0 && largest < Infinity)) return 0;
    let squares = 0;
    for (let i = 0; i < vector.length; i++) {
      const step = Math.round(((vector[i] ?? 0) / largest) * 127);
      this.#vectors[row * this.#size + i] = step;
      squares += step * step;
    }
    return 1 / Math.sqrt(squares);
  }

  #grow(): void {
    const capacity = this.#photos.length * 2;
    const bigger = <T extends Uint32Array | Int8Array | Uint8Array | Float32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#photos = bigger(this.#photos, new Uint32Array(capacity));
    this.#vectors = bigger(this.#vectors, new Int8Array(capacity * this.#size));
    this.#inverse = bigger(this.#inverse, new Float32Array(capacity));
    this.#marks = bigger(this.#marks, new Uint8Array(capacity));
  }
}

/** Of whole numbers, so that it can be added up without rounding; four at a time, which is faster by half. */
function product(query: Int8Array, vectors: Int8Array, from: number): number {
  const size = query.length;
  const fours = size - (size % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0, at = from; i < fours; i += 4, at += 4) {
    a = a + (query[i] ?? 0) * (vectors[at] ?? 0);
    b = b + (query[i + 1] ?? 0) * (vectors[at + 1] ?? 0);
    c = c + (query[i + 2] ?? 0) * (vectors[at + 2] ?? 0);
    d = d + (query[i + 3] ?? 0) * (vectors[at + 3] ?? 0);
  }
  for (let i = fours; i < size; i++) a = a + (query[i] ?? 0) * (vectors[from + i] ?? 0);
  return a + b + c + d;
}

/** The rows wanted that are likest, the likest first; equal ones in their order. */
function nearestRows(likeness: Float32Array, wanted: Uint8Array, limit: number): number[] {
  const stepOf = (row: number): number => Math.round((((likeness[row] ?? 0) + 1) / 2) * (steps - 1));
  const counts = new Uint32Array(steps + 1);
  for (let row = 0; row < wanted.length; row++)
    if (wanted[row] === shown) counts[stepOf(row)] = (counts[stepOf(row)] ?? 0) + 1;
  let least = steps;
  for (let found = 0; found < limit && least > 0;) found += counts[--least] ?? 0;
  const rows: number[] = [];
  for (let row = 0; row < wanted.length; row++)
    if (wanted[row] === shown && stepOf(row) >= least) rows.push(row);
  return rows.sort((a, b) => (likeness[b] ?? 0) - (likeness[a] ?? 0) || a - b).slice(0, limit);
}

/** A buffer from SQLite may begin anywhere. */
const numbersOf = (bytes: Buffer): Float16Array => new Float16Array(Uint8Array.from(bytes).buffer);
