/** The chosen photo. It stays chosen by its id while the order around it changes. */
export class Selection {
  id = $state<number | null>(null);
  readonly #ids: () => Uint32Array;
  /** Where it stood last, to choose its neighbour when it leaves the view. */
  #lastIndex = 0;

  readonly index: number = $derived.by(() => (this.id === null ? -1 : this.#ids().indexOf(this.id)));

  constructor(ids: () => Uint32Array) {
    this.#ids = ids;
  }

  chooseAt(index: number): void {
    const id = this.#ids()[index];
    if (id === undefined) return;
    this.id = id;
    this.#lastIndex = index;
  }

  /** After a new snapshot: a photo that is no longer in it hands over to the one now in its place. */
  settle(): void {
    if (this.id === null) return;
    const index = this.index;
    if (index >= 0) {
      this.#lastIndex = index;
      return;
    }
    const ids = this.#ids();
    if (ids.length === 0) this.id = null;
    else this.chooseAt(Math.min(this.#lastIndex, ids.length - 1));
  }
}
