import type { Gear, ViewQuery } from '../../shared/view.ts';

/** What a file says of its photo, as far as views are filtered by it. */
export interface FileFacts {
  camera: string | null;
  lens: string | null;
  /** Of another program: -1 for rejected, 0 to 5 stars. */
  rating: number | null;
}

export const noFileFacts: FileFacts = { camera: null, lens: null, rating: null };

type FactFilter = Pick<ViewQuery, 'cameras' | 'lenses' | 'fileRatings'>;

/** Stands for a rating that no file says. */
const unrated = -2;

/** Names as numbers from 1 on; 0 where nothing is said. */
class Names {
  readonly list: (string | null)[] = [null];
  readonly #numbers = new Map<string, number>();

  numberOf(name: string | null): number {
    if (name === null) return 0;
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.list.push(name) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }

  /** By number, 1 for the names given; null where all pass. */
  marked(names: readonly string[] | undefined): Uint8Array | null {
    if (names === undefined) return null;
    const wanted = new Set<string | null>(names);
    return Uint8Array.from(this.list, (name) => Number(wanted.has(name)));
  }
}

/** Camera, lens and rating by slot. */
export class FactColumns {
  readonly #cameraNames = new Names();
  readonly #lensNames = new Names();
  #cameras: Uint32Array;
  #lenses: Uint32Array;
  #ratings: Int8Array;

  constructor(capacity: number) {
    this.#cameras = new Uint32Array(capacity);
    this.#lenses = new Uint32Array(capacity);
    this.#ratings = new Int8Array(capacity).fill(unrated);
  }

  grow(capacity: number): void {
    const [cameras, lenses] = [new Uint32Array(capacity), new Uint32Array(capacity)];
    const ratings = new Int8Array(capacity).fill(unrated);
    cameras.set(this.#cameras);
    lenses.set(this.#lenses);
    ratings.set(this.#ratings);
    [this.#cameras, this.#lenses, this.#ratings] = [cameras, lenses, ratings];
  }

  /** @returns whether something is different now */
  put(slot: number, facts: FileFacts): boolean {
    const camera = this.#cameraNames.numberOf(facts.camera);
    const lens = this.#lensNames.numberOf(facts.lens);
    const rating = facts.rating ?? unrated;
    const isSame =
      this.#cameras[slot] === camera && this.#lenses[slot] === lens && this.#ratings[slot] === rating;
    this.#cameras[slot] = camera;
    this.#lenses[slot] = lens;
    this.#ratings[slot] = rating;
    return !isSame;
  }

  /** Takes the slots that do not pass the filter out of those wanted: 1 for such, by slot. */
  keep(wanted: Uint8Array, { cameras, lenses, fileRatings }: FactFilter): void {
    this.#keepNamed(wanted, this.#cameras, this.#cameraNames.marked(cameras));
    this.#keepNamed(wanted, this.#lenses, this.#lensNames.marked(lenses));
    if (!fileRatings) return;
    const ratings = new Set(fileRatings);
    for (let slot = 0; slot < wanted.length; slot++)
      if (!ratings.has(this.#ratings[slot] ?? unrated)) wanted[slot] = 0;
  }

  #keepNamed(wanted: Uint8Array, column: Uint32Array, marked: Uint8Array | null): void {
    if (marked === null) return;
    for (let slot = 0; slot < wanted.length; slot++) if (marked[column[slot] ?? 0] !== 1) wanted[slot] = 0;
  }

  /** Cameras and lenses of the slots marked with 1, the most used first. */
  gear(marked: Uint8Array): Gear {
    const cameras = new Uint32Array(this.#cameraNames.list.length);
    const lenses = new Uint32Array(this.#lensNames.list.length);
    marked.forEach((mark, slot) => {
      if (mark === 0) return;
      const [camera, lens] = [this.#cameras[slot] ?? 0, this.#lenses[slot] ?? 0];
      cameras[camera] = (cameras[camera] ?? 0) + 1;
      lenses[lens] = (lenses[lens] ?? 0) + 1;
    });
    return { cameras: counted(this.#cameraNames, cameras), lenses: counted(this.#lensNames, lenses) };
  }
}

const counted = ({ list }: Names, counts: Uint32Array): Gear['cameras'] =>
  list
    .flatMap((name, number) => {
      const photos = counts[number] ?? 0;
      return name === null || photos === 0 ? [] : [{ name, photos }];
    })
    .toSorted((a, b) => b.photos - a.photos || a.name.localeCompare(b.name, 'en'));
