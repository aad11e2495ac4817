import { PlainError, sentenceOf } from '../../../shared/result.ts';
import type { WorkProgress, WorkState } from '../../../shared/work.ts';

/** What holds or ends a work, and hears of it. */
export interface Reins {
  signal: AbortSignal;
  /** Resolves at once, or when a pause ends. */
  proceed(): Promise<void>;
  onProgress(progress: WorkProgress): void;
}

/** Progress is told this often at most. */
const tellEvery = 200;

/** A work on many files that may be paused and cancelled, and whose state can be asked for by any window at any time. */
export class Work<Report> {
  state: WorkState<Report> | null = null;
  readonly #onState: (state: WorkState<Report> | null) => void;
  readonly #alreadyRunning: string;
  #abort = new AbortController();
  #gate: PromiseWithResolvers<void> | null = null;
  #running: Promise<void> | null = null;
  #toldAt = 0;
  /** Of the time since the start, what was not paused. */
  #workedMs = 0;
  #since = 0;

  /** @param alreadyRunning what is said to one who starts a second */
  constructor(alreadyRunning: string, onState: (state: WorkState<Report> | null) => void) {
    this.#alreadyRunning = alreadyRunning;
    this.#onState = onState;
  }

  /** @throws PlainError where one is running */
  refuseSecond(): void {
    if (this.#running) throw new PlainError(this.#alreadyRunning);
  }

  /** @throws PlainError where one is running */
  start(run: (reins: Reins) => Promise<Report>): void {
    this.refuseSecond();
    const abort = (this.#abort = new AbortController());
    this.#workedMs = 0;
    this.#since = performance.now();
    this.#tell({ state: 'running', progress: null, secondsLeft: null });
    const reins: Reins = {
      signal: abort.signal,
      proceed: () => this.#gate?.promise ?? Promise.resolve(),
      onProgress: (progress) => this.#progressed(progress),
    };
    this.#running = run(reins)
      .then((report) => this.#tell({ state: 'done', report }))
      .catch((error: unknown) => this.#tell({ state: 'failed', sentence: sentenceOf(error) }))
      .finally(() => (this.#running = null));
  }

  pause(): void {
    if (this.state?.state !== 'running') return;
    this.#gate = Promise.withResolvers();
    this.#workedMs += performance.now() - this.#since;
    this.#tell({ ...this.state, state: 'paused', secondsLeft: null });
  }

  resume(): void {
    if (this.state?.state !== 'paused') return;
    this.#since = performance.now();
    this.#tell({ ...this.state, state: 'running' });
    this.#open();
  }

  cancel(): void {
    this.#abort.abort();
    this.#open();
  }

  /** The report was read. */
  dismiss(): void {
    if (!this.#running) this.#tell(null);
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async close(): Promise<void> {
    this.cancel();
    await this.#running;
  }

  #open(): void {
    this.#gate?.resolve();
    this.#gate = null;
  }

  #progressed(progress: WorkProgress): void {
    const { state } = this;
    if (state?.state !== 'running' && state?.state !== 'paused') return;
    const worked = this.#workedMs + (state.state === 'running' ? performance.now() - this.#since : 0);
    const left = progress.bytes - progress.bytesDone;
    // The first moments tell nothing of the rest.
    const secondsLeft =
      state.state === 'running' && progress.bytesDone > 0 && worked > 1000
        ? ((left / progress.bytesDone) * worked) / 1000
        : null;
    this.state = { ...state, progress, secondsLeft };
    if (performance.now() - this.#toldAt >= tellEvery) this.#tell(this.state);
  }

  #tell(state: WorkState<Report> | null): void {
    this.state = state;
    this.#toldAt = performance.now();
    this.#onState(state);
  }
}
