/** The last few things that were kept; the oldest go first. */
export class Recent<Value> {
  readonly #capacity: number;
  readonly #kept = new Map<string, Value>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string): Value | null {
    return this.#kept.get(key) ?? null;
  }

  keep(key: string, value: Value): void {
    this.#kept.delete(key);
    this.#kept.set(key, value);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > this.#capacity && oldest !== undefined) this.#kept.delete(oldest);
  }
}
