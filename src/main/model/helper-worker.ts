import sharp from 'sharp';
import { PlainError, sentenceOf, type Result } from '../../shared/result.ts';
import { decode } from '../imaging/decode.ts';
import { fullPicture } from '../imaging/full.ts';
import { identify } from '../imaging/identify.ts';
import { lookOf } from '../imaging/look.ts';
import { toNetworkInput } from '../imaging/network-input.ts';
import { writePreview } from '../imaging/preview.ts';
import { Slots } from '../imaging/slots.ts';
import { writeThumbnail } from '../imaging/thumbnail.ts';
import {
  toHelperSchema,
  type FromHelper,
  type HelperReady,
  type HelperRequest,
  type HelperResults,
  type HelperSetup,
  type Scored,
  type TaskMap,
} from './helper-protocol.ts';
import { type EngineId, standardEngine } from '../../shared/engines.ts';
import { openEngine } from './engines.ts';
import { loadModel } from './load-model.ts';
import type { ModelRuntime } from './runtime.ts';
import { trial } from './trial.ts';

/** What the helper process does, apart from how it is spoken to. */
export class HelperWorker {
  #send: (message: FromHelper) => void;
  #exit: () => void;
  #runtime: ModelRuntime | null = null;
  #engine: EngineId = standardEngine;
  #decodes = new Slots(1);

  constructor(send: (message: FromHelper) => void, exit: () => void) {
    this.#send = send;
    this.#exit = exit;
  }

  receive(data: unknown): void {
    const message = toHelperSchema.parse(data);
    if (message.type === 'setup') void this.#setUp(message.setup);
    else if (message.type === 'request') void this.#answer(message.id, message.request);
    else void this.#close();
  }

  async #setUp(setup: HelperSetup): Promise<void> {
    this.#decodes = new Slots(setup.decodes);
    // One thread per photo, several photos at once: libvips' own threads would fight with the inference for the cores.
    sharp.concurrency(1);
    // No photo is asked for twice; the cache would only hold memory and open files.
    sharp.cache(false);
    const result = await resultOf(async (): Promise<HelperReady> => {
      const model = await loadModel(setup.modelFolder);
      this.#engine = setup.engine;
      this.#runtime = await openEngine(setup.engine, model, setup.threads);
      return { engine: this.#runtime.name, version: model.version };
    });
    this.#send({ type: 'ready', result });
  }

  async #answer(id: number, request: HelperRequest): Promise<void> {
    try {
      this.#send({ type: 'answer', id, result: await resultOf(() => this.#work(request)) });
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      this.#send({ type: 'engine-failed', id, error: error.message });
    }
  }

  async #work(request: HelperRequest): Promise<HelperResults[HelperRequest['kind']]> {
    switch (request.kind) {
      case 'identify':
        return await identify(request.file);
      case 'score':
        return await this.#score(request.file, request.thumbFile);
      case 'preview':
        await this.#decodes.use(() => writePreview(request.file, request.outFile));
        return null;
      case 'full':
        return await this.#decodes.use(() => fullPicture(request.file, request.outFile));
      case 'map':
        return await this.#map(request.file, request.task);
      case 'trial':
        return await this.#infer((runtime) => trial(runtime, request.timed));
    }
  }

  async #score(file: string, thumbFile: string): Promise<Scored> {
    const { input, ...facts } = await this.#decodes.use(async () => {
      const decoded = await decode(file);
      const [network] = await Promise.all([
        toNetworkInput(decoded.pixels),
        writeThumbnail(decoded.pixels, thumbFile),
      ]);
      return {
        input: network,
        width: decoded.width,
        height: decoded.height,
        look: lookOf(decoded.pixels),
      };
    });
    return { ...(await this.#infer((runtime) => runtime.score(input))), ...facts };
  }

  async #map(file: string, task: number): Promise<TaskMap> {
    const input = await this.#decodes.use(async () => toNetworkInput((await decode(file)).pixels));
    const { values, width, height, raw } = await this.#infer((runtime) => runtime.maps(input));
    const size = width * height;
    return { values: values.slice(task * size, (task + 1) * size), width, height, raw: raw[task] ?? NaN };
  }

  /** The standard engine fails at a photo; another one fails as an engine, and the photo is tried with the standard one. */
  async #infer<T>(work: (runtime: ModelRuntime) => Promise<T>): Promise<T> {
    if (this.#runtime === null) throw new Error('The helper was asked before it was set up.');
    try {
      return await work(this.#runtime);
    } catch (cause) {
      if (this.#engine === standardEngine) throw cause;
      throw new EngineFailure(sentenceOf(cause), { cause });
    }
  }

  async #close(): Promise<void> {
    await this.#runtime?.dispose();
    this.#exit();
  }
}

/** What was to be inferred is not to blame. */
class EngineFailure extends Error {}

async function resultOf<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof EngineFailure) throw error;
    if (error instanceof PlainError) return { ok: false, error: error.message };
    return { ok: false, error: `Something unforeseen went wrong, try again: ${sentenceOf(error)}` };
  }
}
