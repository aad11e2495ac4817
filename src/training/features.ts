import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { decode, preprocessingVersion } from '../main/imaging/decode.ts';
import { type Pixels, toNetworkInput } from '../main/imaging/network-input.ts';
import { PlainError } from '../shared/result.ts';
import { cacheFolder } from './cache.ts';
import type { Photograph } from './data/sets.ts';
import { graphNames } from './onnx/export.ts';
import { tapChannels } from './trunk/trunk.ts';

/** Pooled taps of some photographs: [photographs, tapChannels], row by row. */
export type Features = Float32Array;

/** Runs the trunk over photographs, decoded as the application decodes them, and remembers what it saw. */
export class FeatureReader {
  readonly #trunk: Uint8Array;
  readonly #progress: (line: string) => void;
  #session: InferenceSession | undefined;

  /**
   * @param trunk the trunk's ONNX file
   * @param progress is told how far it is
   */
  constructor(trunk: Uint8Array, progress: (line: string) => void) {
    this.#trunk = trunk;
    this.#progress = progress;
  }

  /** @throws PlainError naming a photograph that cannot be read */
  async read(photographs: readonly Photograph[]): Promise<Features> {
    const place = join(cacheFolder, `${this.#key(photographs)}.f32`);
    if (existsSync(place)) return new Float32Array(new Uint8Array(readFileSync(place)).buffer);
    const features = new Float32Array(photographs.length * tapChannels);
    for (const [index, photograph] of photographs.entries()) {
      features.set(await this.#one(photograph.file), index * tapChannels);
      if (index % 50 === 49 || index === photographs.length - 1) {
        this.#progress(`reading ${photograph.set}: ${index + 1} of ${photographs.length}`);
      }
    }
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(place, features);
    return features;
  }

  async #one(file: string): Promise<Float32Array> {
    const input = await networkInput(file).catch(() => {
      throw new PlainError(`${file} cannot be read as a photograph.`);
    });
    this.#session ??= await InferenceSession.create(this.#trunk, { graphOptimizationLevel: 'all' });
    const photos = new Tensor('uint8', input.data, [1, input.height, input.width, 3]);
    const { data } = (await this.#session.run({ [graphNames.input]: photos }))[graphNames.pooled] ?? {};
    if (!(data instanceof Float32Array)) throw new Error('The trunk has no pooled taps.');
    return data;
  }

  #key(photographs: readonly Photograph[]): string {
    const hash = createHash('sha256').update(this.#trunk);
    hash.update(JSON.stringify([preprocessingVersion, sharp.versions]));
    for (const { file, name } of photographs) hash.update(name).update(readFileSync(file));
    return hash.digest('hex').slice(0, 32);
  }
}

async function networkInput(file: string): Promise<Pixels> {
  const { pixels } = await decode(file);
  return toNetworkInput(pixels);
}
