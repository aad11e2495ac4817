import { SvelteMap } from 'svelte/reactivity';
import type { PhotoRow } from '../../shared/photo.ts';
import { RowDemand } from './row-demand.ts';

/** More than any screen shows at once, some thousands of rows back and forth besides. */
const defaultCapacity = 6000;
const mostUnderWay = 2;

type Ask = (ids: number[]) => Promise<PhotoRow[]>;
/** Runs a function once, soon: the next frame on screen. */
type Soon = (run: () => void) => void;

/** The rows the window knows, asked for by id in batches, one request a frame. A row stays readable while it is renewed. */
export class PhotoRows {
  /** null: the photo is gone. */
  readonly #rows = new SvelteMap<number, PhotoRow | null>();
  readonly #demand = new RowDemand();
  readonly #ask: Ask;
  readonly #soon: Soon;
  readonly #capacity: number;
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
    this.#demand.want(ids);
    this.#schedule();
  }

  /** Rows may have changed: what is wanted is asked for again now, the others when they are wanted. */
  refresh(): void {
    this.#demand.refresh();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#soon(() => {
      this.#scheduled = false;
      void this.#request();
    });
  }

  async #request(): Promise<void> {
    if (this.#requests >= mostUnderWay) return;
    const { ids, generation } = this.#demand.next();
    if (ids.length === 0) return;
    this.#requests++;
    try {
      this.#take(ids, await this.#ask(ids));
      this.#demand.answered(ids, generation);
      this.#schedule();
    } catch {
      // Asked again when the screen moves or something changes, not in a loop.
      this.#demand.failed(ids);
    } finally {
      this.#requests--;
    }
    this.#forget();
  }

  #take(ids: readonly number[], rows: readonly PhotoRow[]): void {
    // Both are in the order asked; a row that is gone is left out.
    let at = 0;
    for (const id of ids) {
      const row = rows[at]?.id === id ? rows[at++] : undefined;
      if (!sameRow(this.#rows.get(id), row ?? null)) this.#rows.set(id, row ?? null);
    }
  }

  #forget(): void {
    const excess = this.#rows.size - this.#capacity;
    if (excess <= 0) return;
    // A tenth more than needed, so that this is not done again for every row that follows.
    for (const id of this.#demand.forget(excess + Math.ceil(this.#capacity / 10))) this.#rows.delete(id);
  }
}

/** An unchanged row keeps its identity, so that its tile is not drawn again. */
function sameRow(a: PhotoRow | null | undefined, b: PhotoRow | null): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
