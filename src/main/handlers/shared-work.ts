/** A piece of work for all who ask for it at once; it is dropped once nobody waits for it any more. */
export class SharedWork<T> {
  readonly #controller = new AbortController();
  readonly #promise: Promise<T>;
  #waiting = 0;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#promise = work(this.#controller.signal);
    this.#promise.catch(() => undefined);
  }

  get dropped(): boolean {
    return this.#controller.signal.aborted;
  }

  /** @throws what the work throws, the signal's reason where it was dropped */
  async wait(signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    this.#waiting++;
    const leave = (): void => {
      if (--this.#waiting === 0) this.#controller.abort(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await this.#promise;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }
}
