import { SvelteMap } from 'svelte/reactivity';
import type { PhotoRow } from '../../shared/photo.ts';

/** More than any screen shows at once, some thousands of rows back and forth besides. */
const defaultCapacity = 6000;
const mostPerRequest = 500;
const mostUnderWay = 2;

type Ask = (ids: number[]) => Promise<PhotoRow[]>;
/** Runs a function once, soon: the next frame on screen. */
type Soon = (run: () => void) => void;

/**
 * The rows the window knows, asked for by id in batches: one request a frame, only for what is wanted now, so that
 * scrolling past a thousand photos does not ask for them all. A row stays readable while it is asked for again.
 */
export class PhotoRows {
  /** null: the photo is gone. */
  readonly #rows = new SvelteMap<number, PhotoRow | null>();
  /** When a row was last asked for by the screen; the oldest are forgotten first. */
  readonly #lastWanted = new Map<number, number>();
  /** Which generation a row is of; an older one is asked for again when wanted. */
  readonly #known = new Map<number, number>();
  readonly #underWay = new Set<number>();
  readonly #ask: Ask;
  readonly #soon: Soon;
  readonly #capacity: number;
  #wanted: readonly number[] = [];
  #turn = 0;
  #generation = 0;
  #requests = 0;
  #scheduled = false;

  constructor(ask: Ask, soon: Soon, capacity = defaultCapacity) {
    this.#ask = ask;
    this.#soon = soon;
    this.#capacity = capacity;
  }

  /** undefined: not known yet. */
  get(id: number): PhotoRow | null | undefined {
    return this.#rows.get(id);
  }

  /** Replaces what was wanted before; the most urgent come first. */
  want(ids: readonly number[]): void {
    this.#wanted = ids;
    this.#turn++;
    for (const id of ids) this.#lastWanted.set(id, this.#turn);
    this.#schedule();
  }

  /** Rows may have changed: what is wanted is asked for again now, the others when they are wanted. */
  refresh(): void {
    this.#generation++;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#soon(() => {
      this.#scheduled = false;
      this.#request();
    });
  }

  #request(): void {
    if (this.#requests >= mostUnderWay) return;
    const ids = this.#wanted
      .filter((id) => this.#known.get(id) !== this.#generation && !this.#underWay.has(id))
      .slice(0, mostPerRequest);
    if (ids.length === 0) return;
    const generation = this.#generation;
    this.#requests++;
    for (const id of ids) this.#underWay.add(id);
    this.#ask(ids)
      .then((rows) => this.#take(ids, rows, generation))
      .catch(() => undefined)
      .finally(() => {
        this.#requests--;
        for (const id of ids) this.#underWay.delete(id);
        this.#schedule();
      });
  }

  #take(ids: readonly number[], rows: readonly PhotoRow[], generation: number): void {
    const found = new Map(rows.map((row) => [row.id, row]));
    for (const id of ids) {
      const row = found.get(id) ?? null;
      this.#known.set(id, generation);
      if (!sameRow(this.#rows.get(id), row)) this.#rows.set(id, row);
    }
    this.#forget();
  }

  #forget(): void {
    const excess = this.#rows.size - this.#capacity;
    if (excess <= 0) return;
    const oldest = [...this.#rows.keys()].sort(
      (a, b) => (this.#lastWanted.get(a) ?? 0) - (this.#lastWanted.get(b) ?? 0),
    );
    // A tenth more than needed, so that this is not done again for every row that follows.
    for (const id of oldest.slice(0, excess + Math.ceil(this.#capacity / 10))) {
      if (this.#lastWanted.get(id) === this.#turn) break;
      this.#rows.delete(id);
      this.#known.delete(id);
      this.#lastWanted.delete(id);
    }
  }
}

/** An unchanged row keeps its identity, so that its tile is not drawn again. */
function sameRow(a: PhotoRow | null | undefined, b: PhotoRow | null): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
