import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { PlainError } from '../../shared/result.ts';
import type { Pixels } from '../imaging/network-input.ts';
import type { Model } from './load-model.ts';
import type { ModelRuntime, RawMaps, RawScores } from './runtime.ts';

/** ONNX Runtime's own names of the processors it can compute on. */
export type OnnxProvider = 'cpu' | 'webgpu' | 'dml' | 'coreml' | 'cuda' | 'tensorrt';

/**
 * ONNX Runtime. Its `run` computes on the calling thread and blocks its event loop, which is why it lives in a process
 * of its own.
 */
export class OnnxRuntime implements ModelRuntime {
  readonly name: string;
  #model: Model;
  #session: InferenceSession;

  private constructor(name: string, model: Model, session: InferenceSession) {
    this.name = name;
    this.#model = model;
    this.#session = session;
  }

  /**
   * @param threads that one inference may use on the CPU
   * @throws PlainError where this machine has not what the provider needs
   */
  static async create(
    name: string,
    model: Model,
    threads: number,
    provider: OnnxProvider,
  ): Promise<OnnxRuntime> {
    if (!listSupportedBackends().some((backend) => (backend.name as string) === provider)) {
      throw new PlainError('ONNX Runtime has no such part for this system.');
    }
    try {
      return new OnnxRuntime(name, model, await createSession(model, threads, provider));
    } catch (cause) {
      if (provider === 'cpu') throw cause;
      throw new PlainError(missing[provider], { cause });
    }
  }

  async score(input: Pixels): Promise<RawScores> {
    const [scores] = await this.scoreBatch([input]);
    return scores as RawScores;
  }

  /** The maps are computed as well (their share is 3 %) but not copied out. */
  async scoreBatch(inputs: readonly Pixels[]): Promise<RawScores[]> {
    const { outputs } = this.#model.manifest;
    const results = await this.#run(inputs, [outputs.raw, outputs.embedding]);
    return inputs.map((_, photo) => ({
      raw: rowOf(results[outputs.raw], photo),
      embedding: rowOf(results[outputs.embedding], photo),
    }));
  }

  async maps(input: Pixels): Promise<RawMaps> {
    const { outputs } = this.#model.manifest;
    const results = await this.#run([input], [outputs.raw, outputs.maps]);
    const [, , height = 0, width = 0] = results[outputs.maps]?.dims ?? [];
    return { values: rowOf(results[outputs.maps], 0), width, height, raw: rowOf(results[outputs.raw], 0) };
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }

  async #run(inputs: readonly Pixels[], fetches: string[]) {
    const [first] = inputs;
    const { width = 0, height = 0 } = first ?? {};
    const bytes = inputs.length === 1 && first ? first.data : Buffer.concat(inputs.map(({ data }) => data));
    const photos = new Tensor('uint8', bytes, [inputs.length, height, width, 3]);
    return await this.#session.run({ [this.#model.manifest.input.name]: photos }, fetches);
  }
}

const missing: Record<Exclude<OnnxProvider, 'cpu'>, string> = {
  webgpu: 'It finds no graphics processor with a driver for it.',
  dml: 'It finds no graphics processor with DirectX 12.',
  coreml: 'Core ML does not take this model here.',
  cuda: 'The CUDA part of ONNX Runtime is not installed.',
  tensorrt: 'The TensorRT part of ONNX Runtime is not installed.',
};

const createSession = (model: Model, threads: number, provider: OnnxProvider): Promise<InferenceSession> =>
  InferenceSession.create(model.onnx, {
    ...externalData(model),
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // The memory arena stays on: without it an inference over changing sizes took 10 to 13 ms instead of 8.6, and the
    // process was no smaller (measured over all 49 input sizes: 160 MB with, 180 without).
    enableCpuMemArena: true,
    // Errors only: warnings of the optimiser tell a person nothing.
    logSeverityLevel: 3,
  });

/** The part of a session's options that gives it the numbers that are not in the ONNX file. */
export const externalData = ({
  manifest,
  weights,
}: Pick<Model, 'manifest' | 'weights'>): InferenceSession.SessionOptions =>
  manifest.weights && weights ? { externalData: [{ path: manifest.weights.file, data: weights }] } : {};

/** What an output holds for one photo of the batch. */
function rowOf(tensor: Tensor | undefined, photo: number): Float32Array {
  if (!(tensor?.data instanceof Float32Array))
    throw new Error('The network gave an output that is not float32.');
  const size = tensor.data.length / (tensor.dims[0] ?? 1);
  // The memory of an output belongs to the session's arena.
  return tensor.data.slice(photo * size, (photo + 1) * size);
}
