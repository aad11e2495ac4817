import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { decode, preprocessingVersion } from '../main/imaging/decode.ts';
import { type Pixels, toNetworkInput } from '../main/imaging/network-input.ts';
import { PlainError } from '../shared/result.ts';
import { cacheFolder } from './cache.ts';
import type { Photograph } from './data/photograph.ts';
import { graphNames } from './onnx/export.ts';

/** Pooled taps of some photographs: [photographs, channels], row by row. */
export type Features = Float32Array;

/** What is read of a photograph, and at which size; photographs of one reading share a file in the cache. */
export interface Reading {
  /** The graph's output to read. */
  output?: string;
  /** The network's input for a picture, where it is not the application's. */
  size?: (width: number, height: number) => { width: number; height: number };
}

/** Runs the trunk over photographs, decoded as the application decodes them, and remembers what it saw. */
export class FeatureReader {
  readonly #trunk: Uint8Array;
  readonly #progress: (line: string) => void;
  readonly #output: string;
  readonly #size: Reading['size'];
  #session: InferenceSession | undefined;

  /**
   * @param trunk the trunk's ONNX file
   * @param progress is told how far it is
   */
  constructor(
    trunk: Uint8Array,
    progress: (line: string) => void,
    { output = graphNames.pooled, size }: Reading = {},
  ) {
    this.#trunk = trunk;
    this.#progress = progress;
    this.#output = output;
    this.#size = size;
  }

  /** @throws PlainError naming a photograph that cannot be read */
  async read(photographs: readonly Photograph[]): Promise<Features> {
    const place = join(cacheFolder, `${this.#key(photographs)}.f32`);
    if (existsSync(place)) return new Float32Array(new Uint8Array(readFileSync(place)).buffer);
    const rows: Float32Array[] = [];
    for (const [index, photograph] of photographs.entries()) {
      rows.push(await this.#one(photograph.file));
      if (index % 50 === 49 || index === photographs.length - 1) {
        this.#progress(`reading ${photograph.set}: ${index + 1} of ${photographs.length}`);
      }
    }
    const features = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
    rows.reduce((offset, row) => {
      features.set(row, offset);
      return offset + row.length;
    }, 0);
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(place, features);
    return features;
  }

  async #one(file: string): Promise<Float32Array> {
    const input = await networkInput(file, this.#size);
    this.#session ??= await InferenceSession.create(this.#trunk, { graphOptimizationLevel: 'all' });
    const photos = new Tensor('uint8', input.data, [1, input.height, input.width, 3]);
    const { data } =
      (await this.#session.run({ [graphNames.input]: photos }, [this.#output]))[this.#output] ?? {};
    if (!(data instanceof Float32Array)) throw new Error(`The trunk has no ${this.#output}.`);
    return data;
  }

  /** A size is known by what it makes of a few shapes. */
  #key(photographs: readonly Photograph[]): string {
    const hash = createHash('sha256').update(this.#trunk);
    const sizes =
      this.#size &&
      [
        [80, 80],
        [400, 300],
        [300, 400],
        [200, 200],
      ].map(([w, h]) => this.#size?.(w ?? 0, h ?? 0));
    hash.update(JSON.stringify([preprocessingVersion, sharp.versions, this.#output, sizes]));
    for (const { file, name } of photographs) hash.update(name).update(readFileSync(file));
    return hash.digest('hex').slice(0, 32);
  }
}

/**
 * The network's input, made as the application makes it.
 *
 * @throws PlainError naming a photograph that cannot be read
 */
export async function networkInput(file: string, size?: Reading['size']): Promise<Pixels> {
  try {
    const { pixels } = await decode(file);
    return await toNetworkInput(pixels, size?.(pixels.width, pixels.height));
  } catch (cause) {
    throw new PlainError(`${file} cannot be read as a photograph.`, { cause });
  }
}
