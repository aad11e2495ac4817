import { plainSet } from './plain-set.ts';

/**
 * The selected photos, as in a file manager, and the active one among them: the one whose explanation is shown, that
 * opens, and that single-photo views act on. Both are kept by id while the order around them changes.
 */
export class Selection {
  /** The active photo; null only where the view is empty or nothing was chosen yet. */
  id = $state<number | null>(null);

  /** Replaced as a whole with each change; one of at most one photo stands for the active one alone. */
  #selected = $state.raw<ReadonlySet<number>>(plainSet());
  readonly #view: () => Uint32Array;
  /** Where a range that Shift draws begins. */
  #anchor: number | null = null;
  /** The view in which the active one stood last, to choose its neighbour when it leaves. */
  #last: Uint32Array = new Uint32Array();

  readonly index: number = $derived.by(() => (this.id === null ? -1 : this.#view().indexOf(this.id)));

  /** The selected photos in the order of the view; the active one is always among them. */
  readonly ids: Uint32Array = $derived.by(() => {
    if (this.#selected.size > 1) return this.#view().filter((id) => this.#selected.has(id));
    return this.id === null ? new Uint32Array() : Uint32Array.of(this.id);
  });

  constructor(view: () => Uint32Array) {
    this.#view = view;
  }

  has(id: number): boolean {
    return this.#selected.size > 1 ? this.#selected.has(id) : id === this.id;
  }

  get size(): number {
    return this.#selected.size > 1 ? this.#selected.size : this.id === null ? 0 : 1;
  }

  /** This one alone. */
  chooseAt(index: number): void {
    const id = this.#view()[index];
    if (id === undefined) return;
    this.#selected = plainSet();
    this.#anchor = id;
    this.#activate(id);
  }

  /** Makes a photo the active one; others stay selected where it is one of them. */
  activateAt(index: number): void {
    const id = this.#view()[index];
    if (id === undefined) return;
    if (this.has(id)) this.#activate(id);
    else this.chooseAt(index);
  }

  /** Adds a photo to the selection or takes it out; the last one stays. */
  toggleAt(index: number): void {
    const id = this.#view()[index];
    if (id === undefined) return;
    const selected = plainSet(this.ids);
    this.#anchor = id;
    if (!selected.delete(id)) {
      this.#selected = selected.add(id);
      this.#activate(id);
      return;
    }
    if (selected.size === 0) return;
    this.#selected = selected;
    if (this.id === id) this.#activateNearest(id, (other) => selected.has(other));
    this.#collapse();
  }

  /** Everything from where the range began to here; `keep` leaves what is selected besides. */
  extendTo(index: number, keep = false): void {
    const view = this.#view();
    const id = view[index];
    if (id === undefined) return;
    const begun = this.#anchor === null ? -1 : view.indexOf(this.#anchor);
    const anchor = begun >= 0 ? begun : Math.max(this.index, 0);
    this.#anchor = view[anchor] ?? null;
    const range = view.subarray(Math.min(anchor, index), Math.max(anchor, index) + 1);
    this.#selected = plainSet(keep ? [...this.#selected, ...range] : range);
    this.#activate(id);
    this.#collapse();
  }

  selectAll(): void {
    const view = this.#view();
    if (view.length === 0) return;
    this.#selected = plainSet(view);
    if (this.index < 0) this.#activate(view[0] ?? null);
    this.#collapse();
  }

  /** These photos, the active one too where it is among them, else the first; no ids: nothing changes. */
  select(ids: Iterable<number>): void {
    const selected = plainSet(ids);
    const [first] = selected;
    if (first === undefined) return;
    this.#selected = selected;
    if (this.id === null || !selected.has(this.id)) {
      this.#anchor = first;
      this.#activate(first);
    }
    this.#collapse();
  }

  /** The active one alone. */
  release(): void {
    this.#selected = plainSet();
    this.#anchor = this.id;
  }

  /** After a new snapshot: what is no longer in it is not selected; the active one hands over to its neighbour. */
  settle(): void {
    if (this.id === null) return;
    const view = this.#view();
    if (this.#selected.size > 1) this.#selected = plainSet(this.ids);
    const index = this.index;
    if (index >= 0) {
      this.#last = view;
    } else {
      const gone = this.id;
      const staying = this.#selected.size > 0 ? this.#selected : plainSet(view);
      if (staying.size === 0) this.id = null;
      else this.#activateNearest(gone, (id) => staying.has(id));
      this.#anchor = this.id;
    }
    this.#collapse();
  }

  #activate(id: number | null): void {
    this.id = id;
    this.#last = this.#view();
  }

  /** The one that followed a photo where it stood last, of those that may be; else the one before it; else any. */
  #activateNearest(gone: number, mayBe: (id: number) => boolean): void {
    const at = this.#last.indexOf(gone);
    const next =
      this.#last.subarray(at + 1).find(mayBe) ?? this.#last.subarray(0, Math.max(at, 0)).findLast(mayBe);
    this.#activate(next ?? this.#view().find(mayBe) ?? null);
  }

  /** A selection of the active one alone is held as none, so that `id` may be set by itself. */
  #collapse(): void {
    if (this.#selected.size <= 1) this.#selected = plainSet();
  }
}
