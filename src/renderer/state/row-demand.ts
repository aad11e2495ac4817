const mostPerRequest = 500;

/**
 * Which rows the screen wants, which it has, and of which generation. Only what is wanted now is asked for, so that
 * scrolling past a thousand photos does not ask for them all.
 */
export class RowDemand {
  /** The turn in which a row was last wanted; those of the oldest turns are forgotten first. */
  readonly #lastWanted = new Map<number, number>();
  /** The generation in which a row was asked for; one of an older generation is asked for again. */
  readonly #known = new Map<number, number>();
  readonly #underWay = new Set<number>();
  #wanted: readonly number[] = [];
  #turn = 0;
  #generation = 0;

  want(ids: readonly number[]): void {
    this.#wanted = [...new Set(ids)];
    this.#turn++;
    for (const id of ids) this.#lastWanted.set(id, this.#turn);
  }

  /** All that is known may be old by now. */
  refresh(): void {
    this.#generation++;
  }

  /** What to ask for next, and the generation to hand back with the answer. */
  next(): { ids: number[]; generation: number } {
    const ids = this.#wanted
      .filter((id) => this.#known.get(id) !== this.#generation && !this.#underWay.has(id))
      .slice(0, mostPerRequest);
    for (const id of ids) this.#underWay.add(id);
    return { ids, generation: this.#generation };
  }

  answered(ids: readonly number[], generation: number): void {
    for (const id of ids) {
      this.#underWay.delete(id);
      this.#known.set(id, generation);
    }
  }

  failed(ids: readonly number[]): void {
    for (const id of ids) this.#underWay.delete(id);
  }

  /** The `count` ids wanted longest ago, of those not wanted now; they are no longer known after that. */
  forget(count: number): number[] {
    const oldest = [...this.#known.keys()]
      .filter((id) => this.#lastWanted.get(id) !== this.#turn)
      .sort((a, b) => (this.#lastWanted.get(a) ?? 0) - (this.#lastWanted.get(b) ?? 0))
      .slice(0, count);
    for (const id of oldest) {
      this.#known.delete(id);
      this.#lastWanted.delete(id);
    }
    return oldest;
  }
}
