import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelManifest } from '../../shared/manifest.ts';
import type { Pixels } from '../imaging/network-input.ts';
import type { Model } from './load-model.ts';
import type { ModelRuntime, RawMaps, RawScores } from './runtime.ts';

/**
 * ONNX Runtime on the CPU. Its `run` computes on the calling thread and blocks its event loop, which is why it lives
 * in a process of its own.
 *
 * @param threads that one inference may use
 */
export class OnnxRuntime implements ModelRuntime {
  readonly name = 'ONNX Runtime, CPU';
  #model: Model;
  #threads: number;
  #session: Promise<InferenceSession> | null = null;

  constructor(model: Model, threads = 1) {
    this.#model = model;
    this.#threads = threads;
  }

  /** The maps are computed as well (their share is 3 %) but not copied out. */
  async score(input: Pixels): Promise<RawScores> {
    const { outputs } = this.#manifest;
    const results = await this.#run(input, [outputs.raw, outputs.embedding]);
    return { raw: floatsOf(results[outputs.raw]), embedding: floatsOf(results[outputs.embedding]) };
  }

  async maps(input: Pixels): Promise<RawMaps> {
    const { outputs } = this.#manifest;
    const results = await this.#run(input, [outputs.raw, outputs.maps]);
    const [, , height = 0, width = 0] = results[outputs.maps]?.dims ?? [];
    return { values: floatsOf(results[outputs.maps]), width, height, raw: floatsOf(results[outputs.raw]) };
  }

  async dispose(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await (await session)?.release();
  }

  get #manifest(): ModelManifest {
    return this.#model.manifest;
  }

  async #run({ data, width, height }: Pixels, fetches: string[]) {
    this.#session ??= createSession(this.#model.weights, this.#threads);
    const session = await this.#session;
    return await session.run(
      { [this.#manifest.input.name]: new Tensor('uint8', data, [1, height, width, 3]) },
      fetches,
    );
  }
}

const createSession = (weights: Uint8Array, threads: number): Promise<InferenceSession> =>
  InferenceSession.create(weights, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // The memory arena stays on: without it an inference over changing sizes took 10 to 13 ms instead of 8.6, and the
    // process was no smaller (measured over all 49 input sizes: 160 MB with, 180 without).
    enableCpuMemArena: true,
    // Errors only: warnings of the optimiser tell a person nothing.
    logSeverityLevel: 3,
  });

function floatsOf(tensor: Tensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array))
    throw new Error('The network gave an output that is not float32.');
  // The memory of an output belongs to the session's arena.
  return tensor.data.slice();
}
