import { SvelteMap } from 'svelte/reactivity';
import { plainMap } from './plain-map.ts';

/** Of a picture as it is drawn: decoded, in memory. */
export interface Picture {
  width: number;
  height: number;
  close(): void;
}

export type Load<P extends Picture> = (address: string, signal: AbortSignal) => Promise<P>;

/**
 * Decoded pictures hold at most this much: seven previews (11 MB each), the thumbnails around them, and the pixels of
 * two photos of 45 megapixels (180 MB each). What is on screen is held in any case.
 */
export const mostPreparedBytes = 512 * 2 ** 20;
const atOnce = 2;

/**
 * Pictures made ready before they are looked at. What is wanted is said as a whole, the most urgent first: what is not
 * among it is no longer waited for, and goes first when memory is short. Nothing is ever made ready that was passed over.
 */
export class PreparedPictures<P extends Picture> {
  readonly #ready = new SvelteMap<string, P>();
  readonly #failed = new SvelteMap<string, true>();
  readonly #loading = plainMap<string, AbortController>();
  readonly #load: Load<P>;
  readonly #mostBytes: number;
  /** The turn in which a picture was last wanted; those of the oldest turns go first. */
  readonly #lastWanted = plainMap<string, number>();
  #turn = 0;
  #wanted: readonly string[] = [];
  #urgent = 0;
  #bytes = 0;

  constructor(load: Load<P>, mostBytes = mostPreparedBytes) {
    this.#load = load;
    this.#mostBytes = mostBytes;
  }

  /** null until it is ready. */
  get(address: string | null): P | null {
    return (address === null ? null : this.#ready.get(address)) ?? null;
  }

  hasFailed(address: string | null): boolean {
    return address !== null && this.#failed.has(address);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Replaces what was wanted before. The first `urgent` do not wait for anything else. */
  want(addresses: readonly string[], urgent: number): void {
    this.#wanted = addresses.filter((address, place) => addresses.indexOf(address) === place);
    this.#urgent = urgent;
    for (const [address, loading] of this.#loading) {
      if (this.#wanted.includes(address)) continue;
      loading.abort();
      this.#loading.delete(address);
    }
    // What could not be had is tried again when it is looked at again.
    for (const address of this.#failed.keys())
      if (!this.#wanted.includes(address)) this.#failed.delete(address);
    this.#turn++;
    for (const address of this.#wanted) this.#lastWanted.set(address, this.#turn);
    this.#next();
  }

  clear(): void {
    this.want([], 0);
    for (const address of [...this.#ready.keys()]) this.#drop(address);
  }

  #next(): void {
    const bytes = this.#wanted.reduce((sum, address) => sum + bytesOf(this.#ready.get(address)), 0);
    for (const [index, address] of this.#wanted.entries()) {
      const waits = this.#loading.size >= atOnce || bytes >= this.#mostBytes;
      if (waits && index >= this.#urgent) return;
      if (this.#ready.has(address) || this.#loading.has(address) || this.#failed.has(address)) continue;
      void this.#fetch(address);
    }
  }

  async #fetch(address: string): Promise<void> {
    const controller = new AbortController();
    this.#loading.set(address, controller);
    try {
      const picture = await this.#load(address, controller.signal);
      if (controller.signal.aborted) picture.close();
      else this.#take(address, picture);
    } catch {
      if (!controller.signal.aborted) this.#failed.set(address, true);
    }
    if (this.#loading.get(address) === controller) this.#loading.delete(address);
    this.#next();
  }

  #take(address: string, picture: P): void {
    this.#ready.set(address, picture);
    this.#bytes += bytesOf(picture);
    const unwanted = [...this.#ready.keys()]
      .filter((other) => this.#lastWanted.get(other) !== this.#turn)
      .sort((a, b) => (this.#lastWanted.get(a) ?? 0) - (this.#lastWanted.get(b) ?? 0));
    for (const other of unwanted) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#drop(other);
    }
  }

  #drop(address: string): void {
    const picture = this.#ready.get(address);
    if (!picture) return;
    this.#ready.delete(address);
    this.#lastWanted.delete(address);
    this.#bytes -= bytesOf(picture);
    picture.close();
  }
}

const bytesOf = (picture: Picture | undefined): number =>
  picture === undefined ? 0 : picture.width * picture.height * 4;

/** Fetches a picture and decodes it beside the window's own work. */
export async function loadBitmap(address: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`There is no picture at ${address}`);
  return await createImageBitmap(await response.blob());
}
