import type { Progress } from '../../shared/library.ts';

/** Over how much of the past the rate is taken: long enough to be calm, short enough to follow a change of pictures. */
const windowMs = 15_000;

/** Counts finished photos and tells how fast they come. */
export class Meter {
  #times: number[] = [];
  #startedAt: number | null = null;
  done = 0;
  failed = 0;

  /** A new stretch of work begins. */
  start(now: number): void {
    if (this.#startedAt !== null) return;
    this.#startedAt = now;
    this.#times = [];
    this.done = 0;
    this.failed = 0;
  }

  stop(): void {
    this.#startedAt = null;
  }

  count(now: number, failed: boolean): void {
    this.done++;
    if (failed) this.failed++;
    this.#times.push(now);
  }

  /** Photos a second over the last seconds; null while there is too little to tell. */
  rate(now: number): number | null {
    if (this.#startedAt === null) return null;
    const from = Math.max(this.#startedAt, now - windowMs);
    while ((this.#times[0] ?? now) < from) this.#times.shift();
    const seconds = (now - from) / 1000;
    return this.#times.length < 2 || seconds < 0.5 ? null : this.#times.length / seconds;
  }

  progress(now: number, state: Progress['state'], found: number, waiting: number): Progress {
    const photosPerSecond = state === 'working' || state === 'scanning' ? this.rate(now) : null;
    return {
      state,
      found,
      waiting,
      done: this.done,
      failed: this.failed,
      photosPerSecond,
      secondsLeft: photosPerSecond ? waiting / photosPerSecond : null,
    };
  }
}
