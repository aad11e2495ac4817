import { Zoom } from './zoom.svelte.ts';

/** As many photos as can be told apart side by side. */
export const mostCompared = 4;

interface Chosen {
  readonly id: number | null;
  readonly ids: Uint32Array;
  activateAt(index: number): void;
}

/**
 * A few photos side by side. With a champion, it stays and the others of the view come beside it one after the other.
 * The active photo is the window's: a verdict is about that one and no other.
 */
export class Comparison {
  /** In the order they stand. */
  ids = $state.raw<readonly number[]>([]);
  /** The one that stays; null where all stand side by side. */
  champion = $state<number | null>(null);
  linked = $state(true);
  /** The zoom of all of them while they are linked. */
  readonly zoom: Zoom;

  readonly #view: () => Uint32Array;
  readonly #selection: Chosen;
  #own = $state.raw<readonly Zoom[]>([]);

  constructor(view: () => Uint32Array, selection: Chosen, zoom: Zoom) {
    this.#view = view;
    this.#selection = selection;
    this.zoom = zoom;
  }

  get active(): number {
    const { id } = this.#selection;
    return id === null ? -1 : this.ids.indexOf(id);
  }

  /** The one beside the champion. */
  get challenger(): number | null {
    return this.champion === null ? null : (this.ids.find((id) => id !== this.champion) ?? null);
  }

  /**
   * The selected photos side by side; of more than four, the first of them against the others; of one alone, it against
   * the next. @returns false where there are not two
   */
  open(): boolean {
    const selected = [...this.#selection.ids];
    const view = this.#view();
    this.champion = null;
    if (selected.length >= 2 && selected.length <= mostCompared) this.ids = selected;
    else {
      const champion = this.#selection.id ?? selected[0] ?? view[0];
      if (champion === undefined) return false;
      const challenger = this.#beside(champion, champion, 1) ?? this.#beside(champion, champion, -1);
      if (challenger === undefined) return false;
      this.ids = [champion, challenger];
      this.champion = champion;
      this.#activate(challenger);
    }
    if (this.active < 0) this.#activate(this.ids[0]);
    this.linked = true;
    return true;
  }

  /** The zoom that a frame follows. */
  zoomOf(place: number): Zoom {
    return this.linked ? this.zoom : (this.#own[place] ?? this.zoom);
  }

  get activeZoom(): Zoom {
    return this.zoomOf(Math.max(0, this.active));
  }

  toggleLinked(): void {
    if (this.linked) {
      this.#own = this.ids.map(() => {
        const own = new Zoom();
        own.follow(this.zoom);
        return own;
      });
    } else this.zoom.follow(this.activeZoom);
    this.linked = !this.linked;
  }

  /** The next frame, or with a champion the next challenger. */
  step(steps: 1 | -1): void {
    if (this.champion !== null) {
      this.#challenge(steps);
      return;
    }
    this.activate((this.active + steps + this.ids.length) % this.ids.length);
  }

  /** The other frame, where arrows up and down lead. */
  turn(): void {
    this.activate((this.active + 1) % this.ids.length);
  }

  activate(place: number): void {
    this.#activate(this.ids[place]);
  }

  /** The active photo becomes the champion, or the champion steps down. */
  toggleChampion(): void {
    if (this.champion !== null) {
      this.champion = null;
      return;
    }
    const champion = this.ids[Math.max(0, this.active)];
    if (champion === undefined) return;
    const challenger = this.ids.find((id) => id !== champion);
    if (challenger === undefined) return;
    this.ids = [champion, challenger];
    this.champion = champion;
    this.#activate(challenger);
  }

  /** The challenger takes the champion's place, and the champion stands against the next. */
  swap(): void {
    const { challenger, champion } = this;
    if (challenger === null || champion === null) return;
    this.champion = challenger;
    this.ids = [challenger, champion];
    this.#activate(champion);
  }

  /** Photos that are next in turn, to be made ready. */
  get further(): number[] {
    const { challenger, champion } = this;
    if (challenger === null || champion === null) return [];
    const next = this.#beside(challenger, champion, 1);
    const before = this.#beside(challenger, champion, -1);
    const second = next === undefined ? undefined : this.#beside(next, champion, 1);
    return [next, before, second].filter((id) => id !== undefined);
  }

  /**
   * After a new snapshot, or another photo became the active one elsewhere: what is no longer in the view leaves, a new
   * active photo is the challenger, or one of those side by side. @returns false where fewer than two are left
   */
  follow(): boolean {
    const view = this.#view();
    const { id } = this.#selection;
    const left = this.ids.filter((one) => view.includes(one));
    if (this.champion !== null && !left.includes(this.champion)) this.champion = null;
    const comes = id !== null && view.includes(id) && !left.includes(id);
    const ids = !comes ? left : this.champion === null ? left : [this.champion, id];
    if (ids.join() !== this.ids.join()) this.ids = ids;
    if (ids.length < 2) return false;
    if (this.active < 0) this.#activate(ids[0]);
    return true;
  }

  #challenge(steps: 1 | -1): void {
    const { challenger, champion } = this;
    if (challenger === null || champion === null) return;
    const next = this.#beside(challenger, champion, steps);
    if (next === undefined) return;
    this.ids = [champion, next];
    this.#activate(next);
  }

  /** The next photo of the pool from this one on, the champion left out. */
  #beside(id: number, champion: number, steps: 1 | -1): number | undefined {
    const selected = this.#selection.ids;
    const pool = selected.length > mostCompared ? selected : this.#view();
    let at = pool.indexOf(id) + steps;
    if (pool[at] === champion) at += steps;
    return pool[at];
  }

  #activate(id: number | undefined): void {
    if (id === undefined) return;
    this.#selection.activateAt(this.#view().indexOf(id));
  }
}
