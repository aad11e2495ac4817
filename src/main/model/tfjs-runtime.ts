import type * as core from '@tensorflow/tfjs-core';
import type * as converter from '@tensorflow/tfjs-converter';
import { z } from 'zod';
import { PlainError } from '../../shared/result.ts';
import type { Pixels } from '../imaging/network-input.ts';
import type { Model } from './load-model.ts';
import type { ModelRuntime, RawMaps, RawScores } from './runtime.ts';

/** What TensorFlow.js has for this, by whichever of its packages. */
export type Tfjs = Pick<typeof core, 'tensor4d'> & Pick<typeof converter, 'loadGraphModel'>;

/** TensorFlow.js on whichever of its backends is set: the same numbers as ONNX Runtime, out of the same file. */
export class TfjsRuntime implements ModelRuntime {
  readonly name: string;
  #tf: Tfjs;
  #model: Model;
  #graph: converter.GraphModel;

  private constructor(name: string, library: Tfjs, model: Model, graph: converter.GraphModel) {
    this.name = name;
    this.#tf = library;
    this.#model = model;
    this.#graph = graph;
  }

  /** @throws PlainError where the model was not written for TensorFlow.js */
  static async create(name: string, library: Tfjs, model: Model): Promise<TfjsRuntime> {
    const { graphModel, weights } = model;
    if (!graphModel || !weights) throw new PlainError('This model was not written for TensorFlow.js.');
    const { modelTopology, weightsManifest } = graphModelSchema.parse(
      JSON.parse(new TextDecoder().decode(graphModel)),
    );
    const weightSpecs = weightsManifest.flatMap((group) => group.weights);
    const weightData = new Uint8Array(weights).buffer;
    const load = () => Promise.resolve({ modelTopology, weightSpecs, weightData });
    return new TfjsRuntime(name, library, model, await library.loadGraphModel({ load }));
  }

  async score(input: Pixels): Promise<RawScores> {
    const [scores] = await this.scoreBatch([input]);
    return scores as RawScores;
  }

  async scoreBatch(inputs: readonly Pixels[]): Promise<RawScores[]> {
    const { outputs } = this.#model.manifest;
    const [raw, embedding] = (await this.#run(inputs, [outputs.raw, outputs.embedding])) as [Output, Output];
    return inputs.map((_, photo) => ({ raw: rowOf(raw, photo), embedding: rowOf(embedding, photo) }));
  }

  async maps(input: Pixels): Promise<RawMaps> {
    const { outputs } = this.#model.manifest;
    const [raw, maps] = (await this.#run([input], [outputs.raw, outputs.maps])) as [Output, Output];
    const [, , height = 0, width = 0] = maps.shape;
    return { values: maps.data, width, height, raw: raw.data };
  }

  dispose(): Promise<void> {
    this.#graph.dispose();
    return Promise.resolve();
  }

  async #run(inputs: readonly Pixels[], names: string[]): Promise<Output[]> {
    const { width = 0, height = 0 } = inputs[0] ?? {};
    const bytes = new Int32Array(inputs.length * height * width * 3);
    inputs.forEach(({ data }, photo) => bytes.set(data, photo * height * width * 3));
    const photos = this.#tf.tensor4d(bytes, [inputs.length, height, width, 3], 'int32');
    let tensors: core.Tensor[] = [];
    try {
      tensors = this.#graph.execute({ [this.#model.manifest.input.name]: photos }, names) as core.Tensor[];
      return await Promise.all(tensors.map(outputOf));
    } finally {
      for (const tensor of [photos, ...tensors]) tensor.dispose();
    }
  }
}

/** Of a graph model's file, what it is loaded by. */
const graphModelSchema = z.object({
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(z.object({ weights: z.array(z.custom<core.io.WeightsManifestEntry>()) })),
});

interface Output {
  /** [photos, ...] */
  shape: readonly number[];
  data: Float32Array;
}

const outputOf = async (tensor: core.Tensor): Promise<Output> => ({
  shape: tensor.shape,
  data: (await tensor.data<'float32'>()).slice(),
});

function rowOf({ shape, data }: Output, photo: number): Float32Array {
  const size = data.length / (shape[0] ?? 1);
  return data.slice(photo * size, (photo + 1) * size);
}
