/** Names in the order a person expects: IMG_9 before IMG_10, letters without regard to case. */
const collator = new Intl.Collator('en', { numeric: true });

interface Named {
  name(slot: number): string;
  id(slot: number): number;
}

/**
 * Slots in the order of their names, equal ones by id, kept up by merging: a write only marks its slot, and the next
 * reader sorts the marked ones and merges them in. Comparing names is what costs, so it is done as little as can be.
 */
export class NameOrder {
  #sorted: Uint32Array = new Uint32Array(0);
  #marked = new Set<number>();
  readonly #of: Named;

  /** @param of its id is 0 for a slot that was removed */
  constructor(of: Named) {
    this.#of = of;
  }

  /** To be called after a slot's name changed, or the slot was added or removed. */
  mark(slot: number): void {
    this.#marked.add(slot);
  }

  /** Valid until the next write. */
  slots(): Uint32Array {
    if (this.#marked.size === 0) return this.#sorted;
    const fresh = sortByName(
      [...this.#marked].filter((slot) => this.#of.id(slot) !== 0),
      this.#of,
    );
    const kept = this.#sorted.filter((slot) => !this.#marked.has(slot));
    this.#sorted = merge(kept, fresh, compareIn(this.#of));
    this.#marked.clear();
    return this.#sorted;
  }
}

const compareIn =
  ({ name, id }: Named) =>
  (a: number, b: number): number =>
    collator.compare(name(a), name(b)) || id(a) - id(b);

/** What comes before a name's last number, the number, and what follows. Longer numbers are not exact in a double. */
const numbered = /^(.*?)(\d{1,15})(\D*|\D*\.[^.]*)$/s;

/**
 * Cameras number their files: names that are the same but for their last number go by that number, and only series are
 * merged by comparing.
 */
function sortByName(slots: number[], of: Named): Uint32Array {
  const series = new Map<string, { slot: number; number: number }[]>();
  for (const slot of slots) {
    const name = of.name(slot);
    const [, before = '', digits = '', after = ''] = numbered.exec(name) ?? [];
    // Digits of other scripts beside these would be part of the number.
    const isPlain = digits !== '' && !/[^\0-\x7f]$/.test(before) && !/^[^\0-\x7f]/.test(after);
    const key = isPlain ? `${before}\0${after}` : name;
    const found = series.get(key) ?? [];
    found.push({ slot, number: isPlain ? Number(digits) : 0 });
    series.set(key, found);
  }
  const compare = compareIn(of);
  let sorted: Uint32Array[] = [...series.values()].map((found) => {
    found.sort((a, b) => a.number - b.number || of.id(a.slot) - of.id(b.slot));
    return Uint32Array.from(found, ({ slot }) => slot);
  });
  while (sorted.length > 1) {
    sorted = Array.from({ length: Math.ceil(sorted.length / 2) }, (_, pair) =>
      merge(sorted[2 * pair] ?? none, sorted[2 * pair + 1] ?? none, compare),
    );
  }
  return sorted[0] ?? none;
}

const none: Uint32Array = new Uint32Array(0);

/** Both in order, the result too. Stretches of one that lie between two of the other are found by halving. */
function merge(into: Uint32Array, few: Uint32Array, compare: (a: number, b: number) => number): Uint32Array {
  if (few.length > into.length) return merge(few, into, compare);
  if (few.length === 0) return into;
  const merged = new Uint32Array(into.length + few.length);
  let from = 0;
  few.forEach((slot, index) => {
    let step = 1;
    while (from + step <= into.length && compare(into[from + step - 1] ?? 0, slot) < 0) step *= 2;
    let low = from + (step >> 1);
    let high = Math.min(from + step - 1, into.length);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(into[middle] ?? 0, slot) < 0) low = middle + 1;
      else high = middle;
    }
    merged.set(into.subarray(from, low), from + index);
    merged[low + index] = slot;
    from = low;
  });
  merged.set(into.subarray(from), from + few.length);
  return merged;
}
