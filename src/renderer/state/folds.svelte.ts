import { plainSet } from './plain-set.ts';

/** Which groups are folded into one tile: all or none, and the ones that are unlike the rest. */
export class Folds {
  /** Only in the grid: wherever photos are looked at large, each of them can be reached. */
  inForce = $state(true);
  #all = $state(false);
  #unlike = $state.raw<ReadonlySet<number>>(plainSet());

  has(group: number): boolean {
    return this.inForce && this.#all !== this.#unlike.has(group);
  }

  get areAll(): boolean {
    return this.#all;
  }

  toggleAll(): void {
    this.#all = !this.#all;
    this.#unlike = plainSet();
  }

  toggle(group: number): void {
    const unlike = plainSet(this.#unlike);
    if (!unlike.delete(group)) unlike.add(group);
    this.#unlike = unlike;
  }
}
