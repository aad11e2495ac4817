import type { Progress } from '../../shared/library.ts';
import { sentenceOf } from '../../shared/result.ts';
import type { FileRecord, Outcome } from '../catalogue/types.ts';
import { JobLine } from './job-line.ts';
import { Meter } from './meter.ts';
import { identifyStep, scoreStep, type StepContext } from './steps.ts';

/** Under way at once. Looking waits for the drive; scoring for the processor, which the helper shares out itself. */
const identifyAtOnce = 8;
const scoreAtOnce = 16;
/** Results are stored together: a transaction for each would cost more than the result. */
const storeAfterMs = 120;
const storeAfterResults = 48;
/** Between two looks whether what is under way has come back. */
const holdEveryMs = 20;
/** Counting what waits takes the catalogue some 15 ms at 100,000 photos. */
const progressEveryMs = 1000;

export interface IngestOptions extends StepContext {
  onProgress(progress: Progress): void;
  /** Results were stored. */
  onStored(): void;
  /** Scoring cannot go on; what waits stays in the queue. */
  onStopped(sentence: string): void;
  /** What is on screen has its scores, or nothing waits at all. */
  onScreenScored?(): void;
}

/**
 * Moves every queued file along its way: a look into it, then its score. The queue itself is in the catalogue, so that
 * what a crash interrupts is simply next again.
 */
export class Ingest {
  readonly #options: IngestOptions;
  readonly #identifies: JobLine;
  readonly #scores: JobLine;
  readonly #meter = new Meter();
  /** Files under way or waiting to be stored. */
  readonly #underWay = new Set<number>();
  #identifying = 0;
  #scoring = 0;
  #results: Outcome[] = [];
  #storeTimer: NodeJS.Timeout | undefined;
  #progressTimer: NodeJS.Timeout | undefined;
  #progressDue = false;
  #storing: Promise<void> = Promise.resolve();
  /** On screen first, then next to it. */
  #front: FileRecord[] = [];
  /** Files of it that have no result yet. */
  #onScreen = new Set<number>();
  #held = 0;
  #scan = { scanning: false, found: 0 };
  #waiting = 0;
  #paused = false;
  #closed = false;
  #stopped: Error | null = null;
  #pumping = false;
  #pumpAgain = false;
  #idleWaiters: { resolve(): void; reject(error: Error): void }[] = [];
  /** Since the program began. */
  readonly totals = { decoded: 0, scored: 0, failed: 0 };

  constructor(options: IngestOptions) {
    this.#options = options;
    this.#identifies = new JobLine(options.catalogue, 'identify');
    this.#scores = new JobLine(options.catalogue, 'score');
  }

  /** Files may wait. */
  wake(): void {
    this.#identifies.wake();
    this.#scores.wake();
    this.#pump();
    this.#scheduleProgress();
  }

  noteScan(scan: { scanning: boolean; found: number }): void {
    this.#scan = scan;
    this.#scheduleProgress();
    if (!scan.scanning) this.#pump();
  }

  pause(): void {
    this.#paused = true;
    this.#meter.stop();
    this.#scheduleProgress();
  }

  resume(): void {
    this.#paused = false;
    this.#stopped = null;
    this.wake();
  }

  /** What is on screen is scored next, then what is near it. */
  async prioritise(visible: number[], near: number[]): Promise<void> {
    this.#front = await this.#options.catalogue.scoreJobsFor([...visible, ...near]);
    this.#onScreen = new Set(this.#front.map(({ id }) => id));
    this.#pump();
  }

  /** Runs `work` while nothing is under way, such as changing what scores; then goes on. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#held++;
    try {
      while (this.#underWay.size > 0) {
        await new Promise((resolve) => setTimeout(resolve, holdEveryMs));
        await this.#storeNow();
      }
      return await work();
    } finally {
      this.#held--;
      this.wake();
    }
  }

  /** Resolves when nothing waits and everything is stored; rejects where scoring cannot go on. */
  idle(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#idleWaiters.push({ resolve, reject });
      this.#pump();
    });
  }

  progress(): Progress {
    return this.#meter.progress(Date.now(), this.#state(), this.#scan.found, this.#waiting);
  }

  /** Hands out nothing more, and stores what is finished. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#progressTimer);
    await this.#storeNow();
  }

  #state(): Progress['state'] {
    if (this.#paused || this.#stopped) return 'paused';
    if (this.#scan.scanning) return 'scanning';
    return this.#waiting > 0 || this.#underWay.size > 0 ? 'working' : 'idle';
  }

  /** Fills the free places; one filling at a time, since it waits for the catalogue in between. */
  #pump(): void {
    this.#pumpAgain = true;
    if (this.#pumping) return;
    this.#pumping = true;
    void this.#fill()
      .catch((error: unknown) => this.#stop(error))
      .finally(() => {
        this.#pumping = false;
        if (this.#pumpAgain) this.#pump();
      });
  }

  async #fill(): Promise<void> {
    this.#pumpAgain = false;
    const isUnderWay = (file: number): boolean => this.#underWay.has(file);
    while (this.#mayStart()) {
      let score = this.#scoring < scoreAtOnce ? this.#nextOnScreen() : undefined;
      const identify =
        this.#identifying < identifyAtOnce ? await this.#identifies.next(isUnderWay) : undefined;
      // Photos appear in the grid once they were looked into, so all others wait for that.
      if (!score && !identify && this.#identifying === 0 && this.#scoring < scoreAtOnce) {
        score = await this.#scores.next(isUnderWay);
      }
      if (!score && !identify) break;
      if (identify) this.#run(identify, 'identify');
      if (score && !isUnderWay(score.id)) this.#run(score, 'score');
    }
    this.#settleIfIdle();
  }

  #mayStart(): boolean {
    return !this.#paused && !this.#closed && !this.#stopped && this.#held === 0;
  }

  #nextOnScreen(): FileRecord | undefined {
    for (let job = this.#front.shift(); job; job = this.#front.shift())
      if (!this.#underWay.has(job.id)) return job;
    return undefined;
  }

  #run(file: FileRecord, stage: 'identify' | 'score'): void {
    this.#underWay.add(file.id);
    this.#meter.start(Date.now());
    if (stage === 'identify') this.#identifying++;
    else this.#scoring++;
    const step = stage === 'identify' ? identifyStep : scoreStep;
    void step(file, this.#options)
      .then((outcome) => {
        if (outcome) this.#take(outcome);
        else this.#release(file.id);
      })
      .catch((error: unknown) => {
        this.#release(file.id);
        this.#stop(error);
      })
      .finally(() => {
        if (stage === 'identify') this.#identifying--;
        else this.#scoring--;
        this.#pump();
      });
  }

  #take(outcome: Outcome): void {
    if (this.#closed) return;
    this.#results.push(outcome);
    if (this.#results.length >= storeAfterResults) void this.#storeNow();
    else this.#storeTimer ??= setTimeout(() => void this.#storeNow(), storeAfterMs);
  }

  #release(file: number): void {
    this.#underWay.delete(file);
    // It was queued again as it is now, or is gone.
    this.#identifies.wake();
    this.#scores.wake();
  }

  #storeNow(): Promise<void> {
    clearTimeout(this.#storeTimer);
    this.#storeTimer = undefined;
    const results = this.#results;
    this.#results = [];
    if (results.length === 0) return this.#storing;
    this.#storing = this.#storing
      .then(async () => {
        const stored = await this.#options.catalogue.store(results);
        results.forEach((result, index) => this.#count(result, stored[index] ?? false));
      })
      .catch((error: unknown) => this.#stop(error))
      .then(() => {
        const done = new Set(results.map(({ file }) => file));
        this.#front = this.#front.filter(({ id }) => !done.has(id));
        for (const file of done) this.#onScreen.delete(file);
        if (this.#onScreen.size === 0) this.#options.onScreenScored?.();
        for (const file of done) {
          this.#identifies.finish(file);
          this.#scores.finish(file);
          this.#release(file);
        }
        this.#options.onStored();
        this.#scheduleProgress();
        this.#pump();
      });
    return this.#storing;
  }

  #count(outcome: Outcome, stored: boolean): void {
    if (outcome.kind === 'scored') this.totals.decoded++;
    if (!stored || (outcome.kind !== 'scored' && outcome.kind !== 'failed')) return;
    if (outcome.kind === 'scored') this.totals.scored++;
    else this.totals.failed++;
    this.#meter.count(Date.now(), outcome.kind === 'failed');
  }

  #stop(error: unknown): void {
    if (this.#stopped || this.#closed) return;
    this.#stopped = error instanceof Error ? error : new Error(String(error));
    this.#meter.stop();
    this.#scheduleProgress();
    this.#options.onStopped(sentenceOf(error));
    // Who waits is told once what is under way has come back.
    this.#pump();
  }

  #settleIfIdle(): void {
    if (this.#pumpAgain || this.#scan.scanning || this.#underWay.size > 0 || this.#results.length > 0) return;
    if (this.#stopped) for (const waiter of this.#idleWaiters.splice(0)) waiter.reject(this.#stopped);
    if (this.#paused || this.#closed || this.#held > 0) return;
    this.#meter.stop();
    this.#scheduleProgress();
    this.#options.onScreenScored?.();
    for (const waiter of this.#idleWaiters.splice(0)) waiter.resolve();
  }

  #scheduleProgress(): void {
    this.#progressDue = true;
    if (this.#closed || this.#progressTimer) return;
    this.#progressTimer = setTimeout(() => void this.#tellProgress(), progressEveryMs);
  }

  async #tellProgress(): Promise<void> {
    this.#progressDue = false;
    try {
      const { identify, score } = await this.#options.catalogue.waiting();
      this.#waiting = identify + score;
      if (!this.#closed) this.#options.onProgress(this.progress());
    } catch (error) {
      this.#stop(error);
    }
    this.#progressTimer = undefined;
    if (this.#progressDue) this.#scheduleProgress();
  }
}
