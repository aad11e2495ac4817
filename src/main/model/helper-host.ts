import { EventEmitter } from 'node:events';
import type { Full } from '../imaging/full.ts';
import type { Identity } from '../imaging/identify.ts';
import { type EngineId, engineName, standardEngine } from '../../shared/engines.ts';
import type { HelperExit, HelperPort } from './helper-port.ts';
import {
  HelperUnavailable,
  PhotoError,
  type FromHelper,
  type HelperReady,
  type HelperRequest,
  type HelperResults,
  type HelperSetup,
  type Scored,
  type TaskMap,
  type ToHelper,
} from './helper-protocol.ts';
import { JobQueue, type Priority } from './job-queue.ts';
import type { Trial } from './trial.ts';

export interface RequestOptions {
  /** `rest` where nothing is said. */
  priority?: Priority;
  /** Drops the request if it still waits; rejects with the signal's reason at once in any case. */
  signal?: AbortSignal;
}

export interface HelperHostOptions {
  /** Starts a helper process: `forkHelper`, or Electron's way. */
  startHelper: () => HelperPort;
  setup: HelperSetup;
  /** Whether the standard engine takes over for good where the one of the set-up fails; not if nothing is said. */
  mayFallBack?: boolean;
  /** Milliseconds; for tests that cannot wait. */
  limits?: Partial<HelperLimits>;
}

export interface HelperLimits {
  /** Until a started helper has loaded the model. */
  setup: number;
  /** From handing a request over to its answer. */
  answer: number;
  /** From asking the helper to end, or ending it, until it is gone. */
  exit: number;
  /** Before the first restart; doubled for each crash that no answer came between. */
  backoff: number;
}

const standardLimits: HelperLimits = { setup: 60_000, answer: 120_000, exit: 5_000, backoff: 100 };
const longestBackoff = 5_000;
/** Crashes that no photo is to blame for, until what waits is told so. */
const mostStarts = 3;
/** A photo that ends the helper this often while alone there is set aside. */
const mostCrashes = 2;

interface HelperEvents {
  /** It is ready for work, for the first time or again. */
  ready: [HelperReady];
  /** It ended by itself, or hung and was ended. `inFlight` requests will be tried again alone. */
  crash: [{ exit: HelperExit; hung: boolean; inFlight: number }];
  /** The standard engine has taken over: a sentence for people. */
  fallback: [string];
  /** It ended because it was asked to. */
  exit: [HelperExit];
}

interface Job {
  id: number;
  request: HelperRequest;
  priority: Priority;
  /** How often the helper crashed while this was alone in it. */
  crashes: number;
  settled: boolean;
  resolve: (value: HelperResults[HelperRequest['kind']]) => void;
  reject: (reason: unknown) => void;
}

interface Run {
  port: HelperPort;
  ready: boolean;
  hung: boolean;
  inFlight: Map<number, { job: Job; timer: NodeJS.Timeout }>;
  timer: NodeJS.Timeout;
}

/**
 * The helper as the main process sees it: starts it when it is first needed, hands requests over by priority, starts
 * it again after a crash and finds out which photo did it.
 *
 * Requests reject with `PhotoError` for what is wrong with a photo, with `HelperUnavailable` where the helper cannot
 * work at all (nothing is known of the photo then), and with the signal's reason where they were cancelled.
 */
export class HelperHost extends EventEmitter<HelperEvents> {
  #options: HelperHostOptions;
  #limits: HelperLimits;
  #engine: EngineId;
  #queue = new JobQueue<Job>();
  /** In flight when the helper crashed: one of them may have done it, so each goes alone. */
  #suspects: Job[] = [];
  #run: Run | null = null;
  #restart: NodeJS.Timeout | null = null;
  #crashesInRow = 0;
  #startsInVain = 0;
  #lastId = 0;
  #ready: PromiseWithResolvers<HelperReady> | null = null;
  #closing: PromiseWithResolvers<void> | null = null;

  constructor(options: HelperHostOptions) {
    super();
    this.#options = options;
    this.#limits = { ...standardLimits, ...options.limits };
    this.#engine = options.setup.engine;
  }

  /** What a file is: `identify` of the imaging room, in the helper. */
  identify(file: string, options?: RequestOptions): Promise<Identity> {
    return this.#ask({ kind: 'identify', file }, options);
  }

  /** One decode: writes the thumbnail to `thumbFile` and scores. */
  score(file: string, thumbFile: string, options?: RequestOptions): Promise<Scored> {
    return this.#ask({ kind: 'score', file, thumbFile }, options);
  }

  /** Writes the preview to `outFile`. */
  async preview(file: string, outFile: string, options?: RequestOptions): Promise<void> {
    await this.#ask({ kind: 'preview', file, outFile }, options);
  }

  /** The picture in all its pixels: the file itself where that shows it, else written to `outFile`. */
  full(file: string, outFile: string, options?: RequestOptions): Promise<Full> {
    return this.#ask({ kind: 'full', file, outFile }, options);
  }

  /** @param task its place in the manifest */
  map(file: string, task: number, options?: RequestOptions): Promise<TaskMap> {
    return this.#ask({ kind: 'map', file, task }, options);
  }

  /** Runs the engine on the trial's pictures. */
  trial(timed: boolean, options?: RequestOptions): Promise<Trial> {
    return this.#ask({ kind: 'trial', timed }, options);
  }

  /** From now on this set-up works: another model or engine. What is in flight is done again by it. */
  use(setup: HelperSetup, mayFallBack: boolean): void {
    if (this.#closing) return;
    this.#options = { ...this.#options, setup, mayFallBack };
    this.#engine = setup.engine;
    const run = this.#run;
    if (run === null) return;
    this.#run = null;
    this.#ready = null;
    clearTimeout(run.timer);
    for (const job of jobsOf(run)) if (!job.settled) this.#queue.add(job);
    run.port.kill();
    this.#start();
  }

  /** Starts the helper if it does not run. @throws HelperUnavailable */
  ready(): Promise<HelperReady> {
    if (this.#closing) return Promise.reject(closed());
    this.#ready ??= Promise.withResolvers<HelperReady>();
    this.#ready.promise.catch(() => undefined);
    this.#start();
    return this.#ready.promise;
  }

  /** Process id of the running helper. */
  get pid(): number | undefined {
    return this.#run?.port.pid;
  }

  /** Ends the helper; what waits is rejected. Bounded in time. */
  close(): Promise<void> {
    if (this.#closing) return this.#closing.promise;
    this.#closing = Promise.withResolvers<void>();
    if (this.#restart) clearTimeout(this.#restart);
    const run = this.#run;
    this.#rejectAll(closed());
    if (run === null) {
      this.#closing.resolve();
    } else {
      run.port.send({ type: 'close' } satisfies ToHelper);
      const ending = setTimeout(() => this.#kill(run), this.#limits.exit);
      void this.#closing.promise.then(() => clearTimeout(ending));
    }
    return this.#closing.promise;
  }

  #ask<Kind extends HelperRequest['kind']>(
    request: Extract<HelperRequest, { kind: Kind }>,
    { priority = 'rest', signal }: RequestOptions = {},
  ): Promise<HelperResults[Kind]> {
    return new Promise((resolve, reject) => {
      if (this.#closing) return reject(closed());
      if (signal?.aborted) return reject(signal.reason as Error);
      const cancel = () => {
        this.#queue.remove(job);
        job.reject(signal?.reason);
      };
      const settle = () => {
        job.settled = true;
        signal?.removeEventListener('abort', cancel);
      };
      const job: Job = {
        id: ++this.#lastId,
        request,
        priority,
        crashes: 0,
        settled: false,
        resolve: (value) => {
          settle();
          resolve(value as HelperResults[Kind]);
        },
        reject: (reason) => {
          settle();
          reject(reason as Error);
        },
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#queue.add(job);
      this.#dispatch();
    });
  }

  #dispatch(): void {
    const run = this.#run;
    if (run === null) return this.#start();
    if (!run.ready) return;
    this.#suspects = this.#suspects.filter((job) => !job.settled);
    if (this.#suspects.length > 0) {
      if (run.inFlight.size > 0) return;
      const suspect = this.#suspects.shift();
      if (suspect) this.#hand(run, suspect);
      return;
    }
    // Beside those being decoded: one in the network, one that waits for it.
    const most = this.#options.setup.decodes + 2;
    while (run.inFlight.size < most) {
      const job = this.#queue.take();
      if (job === undefined) return;
      this.#hand(run, job);
    }
  }

  #hand(run: Run, job: Job): void {
    const timer = setTimeout(() => {
      run.hung = true;
      this.#kill(run);
    }, this.#limits.answer);
    run.inFlight.set(job.id, { job, timer });
    run.port.send({ type: 'request', id: job.id, request: job.request } satisfies ToHelper);
  }

  #start(): void {
    if (this.#run || this.#restart || this.#closing) return;
    if (this.#crashesInRow === 0) return this.#startNow();
    const wait = Math.min(longestBackoff, this.#limits.backoff * 2 ** (this.#crashesInRow - 1));
    this.#restart = setTimeout(() => {
      this.#restart = null;
      this.#startNow();
    }, wait);
  }

  #startNow(): void {
    let port: HelperPort;
    try {
      port = this.#options.startHelper();
    } catch (cause) {
      return this.#rejectAll(new HelperUnavailable(cannotStart, { cause }));
    }
    const run: Run = {
      port,
      ready: false,
      hung: false,
      inFlight: new Map(),
      timer: setTimeout(() => {
        run.hung = true;
        this.#kill(run);
      }, this.#limits.setup),
    };
    this.#run = run;
    port.onMessage((message) => {
      if (this.#run === run) this.#receive(run, message as FromHelper);
    });
    port.onExit((exit) => this.#gone(run, exit));
    const setup = { ...this.#options.setup, engine: this.#engine };
    port.send({ type: 'setup', setup } satisfies ToHelper);
  }

  #receive(run: Run, message: FromHelper): void {
    if (message.type === 'ready') return this.#setUp(run, message.result);
    if (message.type === 'engine-failed') return this.#abandon(run, message.error);
    const flight = run.inFlight.get(message.id);
    if (flight === undefined) return;
    clearTimeout(flight.timer);
    run.inFlight.delete(message.id);
    this.#crashesInRow = 0;
    this.#startsInVain = 0;
    const { result } = message;
    if (result.ok) flight.job.resolve(result.value);
    else flight.job.reject(new PhotoError(result.error));
    this.#dispatch();
  }

  #setUp(run: Run, result: Extract<FromHelper, { type: 'ready' }>['result']): void {
    clearTimeout(run.timer);
    if (!result.ok) {
      // It runs but has no model: starting it again would change nothing, until someone asks again.
      return this.#abandon(run, result.error);
    }
    run.ready = true;
    this.#ready ??= Promise.withResolvers<HelperReady>();
    this.#ready.resolve(result.value);
    this.emit('ready', result.value);
    this.#dispatch();
  }

  /** Ends a run whose engine does not work, and goes on with the standard one if it may. */
  #abandon(run: Run, why: string): void {
    this.#run = null;
    clearTimeout(run.timer);
    const jobs = jobsOf(run);
    run.port.kill();
    if (this.#closing) return this.#closing.resolve();
    if (run.ready) this.#ready = null;
    if (!this.#fallBack(why)) return this.#rejectAll(new HelperUnavailable(why), jobs);
    for (const job of jobs) if (!job.settled) this.#queue.add(job);
    if (!this.#queue.isEmpty || this.#suspects.length > 0 || this.#ready) this.#start();
  }

  #fallBack(why: string): boolean {
    if (!this.#options.mayFallBack || this.#engine === standardEngine) return false;
    const [failed, next] = [engineName(this.#engine), engineName(standardEngine)];
    this.#engine = standardEngine;
    this.emit('fallback', `${failed} failed, so ${next} goes on: ${why}`);
    return true;
  }

  /** Ends a run; if the system never tells that it is gone, it counts as gone. */
  #kill(run: Run): void {
    run.port.kill();
    const bound = setTimeout(() => this.#gone(run, { code: null, signal: 'SIGKILL' }), this.#limits.exit);
    bound.unref();
  }

  #gone(run: Run, exit: HelperExit): void {
    if (this.#run !== run) return;
    this.#run = null;
    clearTimeout(run.timer);
    const jobs = jobsOf(run);
    if (this.#closing) {
      this.emit('exit', exit);
      return this.#closing.resolve();
    }
    // Who waits for the first start goes on waiting for the next.
    if (run.ready) this.#ready = null;
    this.#crashesInRow++;
    this.emit('crash', { exit, hung: run.hung, inFlight: jobs.length });
    // The engine may be to blame: what is in flight has its two trials with the standard one.
    const blamed = this.#fallBack(run.hung ? 'it gave no answer.' : 'it crashed.');
    const [only] = blamed ? [] : jobs;
    if (only === undefined) this.#startsInVain++;
    else if (jobs.length === 1) only.crashes++;
    for (const job of jobs) {
      if (job.settled) continue;
      if (job.crashes >= mostCrashes) job.reject(new PhotoError(run.hung ? hangs : crashes, true));
      else this.#suspects.push(job);
    }
    if (this.#startsInVain >= mostStarts) {
      this.#startsInVain = 0;
      return this.#rejectAll(new HelperUnavailable(cannotStart));
    }
    if (this.#suspects.length > 0 || !this.#queue.isEmpty || this.#ready) this.#start();
  }

  #rejectAll(reason: HelperUnavailable, inFlight = this.#run ? jobsOf(this.#run) : []): void {
    this.#ready?.reject(reason);
    this.#ready = null;
    const jobs = [...this.#queue.takeAll(), ...this.#suspects.splice(0), ...inFlight];
    for (const job of jobs) if (!job.settled) job.reject(reason);
  }
}

/** What is in flight, no longer timed. */
const jobsOf = (run: Run): Job[] =>
  [...run.inFlight.values()].map(({ job, timer }) => {
    clearTimeout(timer);
    return job;
  });

const crashes = 'Reading this picture crashed the decoder twice: save it as a plain JPEG to score it.';
const hangs = 'Reading this picture never came to an end: save it as a plain JPEG to score it.';
const cannotStart =
  'The part of Proofsheet that reads photos does not start on this machine: restart the machine or install it again.';
const closed = () => new HelperUnavailable('Proofsheet is closing.');
