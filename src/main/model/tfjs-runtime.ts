import type * as tf from '@tensorflow/tfjs-core';
import type { Pixels } from '../imaging/network-input.ts';
import type { Model } from './load-model.ts';
import type { ModelRuntime, RawMaps, RawScores } from './runtime.ts';
import { planes, TfjsGraph, type Tfjs } from './tfjs-graph.ts';

/** TensorFlow.js on whichever of its backends is set: the same file as ONNX Runtime, hence the same weights. */
export class TfjsRuntime implements ModelRuntime {
  readonly name: string;
  #tf: Tfjs;
  #model: Model;
  #graph: TfjsGraph;

  /** @throws PlainError where the model needs what `TfjsGraph` does not know */
  constructor(name: string, library: Tfjs, model: Model) {
    this.name = name;
    this.#tf = library;
    this.#model = model;
    this.#graph = new TfjsGraph(library, model.weights);
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
    const tensors = this.#tf.tidy(() => {
      const bytes = new Float32Array(inputs.length * height * width * 3);
      inputs.forEach(({ data }, photo) => bytes.set(data, photo * height * width * 3));
      const photos = this.#tf.tensor4d(bytes, [inputs.length, height, width, 3]);
      const outputs = this.#graph.run({ [this.#model.manifest.input.name]: photos }, names);
      return outputs.map((output) => planes(this.#tf, output));
    });
    try {
      return await Promise.all(tensors.map(outputOf));
    } finally {
      for (const tensor of tensors) tensor.dispose();
    }
  }
}

interface Output {
  /** [photos, ...] */
  shape: readonly number[];
  data: Float32Array;
}

const outputOf = async (tensor: tf.Tensor): Promise<Output> => ({
  shape: tensor.shape,
  data: (await tensor.data<'float32'>()).slice(),
});

function rowOf({ shape, data }: Output, photo: number): Float32Array {
  const size = data.length / (shape[0] ?? 1);
  return data.slice(photo * size, (photo + 1) * size);
}
