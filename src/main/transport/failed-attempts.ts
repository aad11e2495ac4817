/** So many wrong addresses a minute are a bookmark of yesterday's start; more are somebody guessing. */
const free = 10;
const forgetMs = 60_000;
const firstMs = 50;
const longestMs = 2000;
/** Answers held back at once; further ones are not answered at all. */
const mostWaiting = 50;

/**
 * Slows down whoever guesses the token: every further wrong one waits twice as long, and of many at once most get no
 * answer. The right token never waits.
 */
export class FailedAttempts {
  #failures: number[] = [];
  #waiting = 0;

  /** @returns how many milliseconds this failure's answer has to wait; null where it gets none */
  next(now: number): number | null {
    this.#failures = this.#failures.filter((at) => now - at < forgetMs);
    this.#failures.push(now);
    const more = this.#failures.length - free;
    if (more <= 0) return 0;
    if (this.#waiting >= mostWaiting) return null;
    return Math.min(longestMs, firstMs * 2 ** Math.min(more - 1, 20));
  }

  /** Holds an answer back. @returns whether it is to be given at all */
  async hold(): Promise<boolean> {
    const wait = this.next(Date.now());
    if (wait === null) return false;
    if (wait === 0) return true;
    this.#waiting++;
    // Nobody waits for this when the program ends.
    await new Promise<void>((resolve) => setTimeout(resolve, wait).unref());
    this.#waiting--;
    return true;
  }
}
