export type Comparison = (a: number, b: number) => number;

/**
 * Slots of the columns in the order of one key, kept up by merging: a write only marks its slot, and the next reader
 * sorts the marked ones and merges them in.
 */
export class SortedOrder {
  #sorted: Uint32Array = new Uint32Array(0);
  #marked = new Set<number>();
  readonly #comparison: () => Comparison;
  readonly #isAlive: (slot: number) => boolean;

  /**
   * @param slots to begin with
   * @param comparison gives a total order of slots as the columns are now: no two are equal
   * @param isAlive false for a slot that was removed
   */
  constructor(slots: Iterable<number>, comparison: () => Comparison, isAlive: (slot: number) => boolean) {
    this.#comparison = comparison;
    this.#isAlive = isAlive;
    for (const slot of slots) this.#marked.add(slot);
  }

  /** To be called after a slot's key changed, or the slot was added or removed. */
  mark(slot: number): void {
    this.#marked.add(slot);
  }

  /** Valid until the next write. */
  slots(): Uint32Array {
    if (this.#marked.size === 0) return this.#sorted;
    const compare = this.#comparison();
    const fresh = Uint32Array.from([...this.#marked].filter(this.#isAlive)).sort(compare);
    const kept = this.#sorted.filter((slot) => !this.#marked.has(slot));
    this.#sorted = kept.length === 0 ? fresh : merge(kept, fresh, compare);
    this.#marked.clear();
    return this.#sorted;
  }
}

function merge(a: Uint32Array, b: Uint32Array, compare: Comparison): Uint32Array {
  const merged = new Uint32Array(a.length + b.length);
  let i = 0;
  let j = 0;
  for (let k = 0; k < merged.length; k++) {
    const left = a[i];
    const right = b[j];
    if (right === undefined || (left !== undefined && compare(left, right) < 0)) {
      merged[k] = left ?? 0;
      i++;
    } else {
      merged[k] = right;
      j++;
    }
  }
  return merged;
}
