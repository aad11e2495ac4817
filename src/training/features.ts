import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { decode } from '../main/imaging/decode.ts';
import { toNetworkInput } from '../main/imaging/network-input.ts';
import { PlainError } from '../shared/result.ts';
import type { Photograph } from './data/sets.ts';
import { graphNames } from './onnx/export.ts';
import { tapChannels } from './trunk/trunk.ts';

/** Pooled taps of some photographs: [photographs, tapChannels], row by row. */
export type Features = Float32Array;

const imaging = ['decode.ts', 'network-input.ts'].map((name) =>
  readFileSync(new URL(`../main/imaging/${name}`, import.meta.url)),
);

const cacheFolder = fileURLToPath(new URL('../../.cache/training', import.meta.url));

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

  /**
   * @param side of the square that a square photograph is resized to; undefined: the size the application chooses
   * @throws PlainError naming a photograph that cannot be read
   */
  async read(photographs: readonly Photograph[], side?: number): Promise<Features> {
    const place = join(cacheFolder, `${this.#key(photographs, side)}.f32`);
    if (existsSync(place)) return new Float32Array(new Uint8Array(readFileSync(place)).buffer);
    const features = new Float32Array(photographs.length * tapChannels);
    for (const [index, photograph] of photographs.entries()) {
      features.set(await this.#one(photograph.file, side), index * tapChannels);
      if (index % 50 === 49 || index === photographs.length - 1) {
        const size = side === undefined ? '' : ` at ${side} x ${side}`;
        this.#progress(`reading ${photograph.set}${size}: ${index + 1} of ${photographs.length}`);
      }
    }
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(place, features);
    return features;
  }

  async #one(file: string, side: number | undefined): Promise<Float32Array> {
    const input = await networkInput(file, side).catch(() => {
      throw new PlainError(`${file} cannot be read as a photograph.`);
    });
    this.#session ??= await InferenceSession.create(this.#trunk, { graphOptimizationLevel: 'all' });
    const photos = new Tensor('uint8', input.data, [1, input.height, input.width, 3]);
    const { data } = (await this.#session.run({ [graphNames.input]: photos }))[graphNames.pooled] ?? {};
    if (!(data instanceof Float32Array)) throw new Error('The trunk has no pooled taps.');
    return data;
  }

  #key(photographs: readonly Photograph[], side: number | undefined): string {
    const hash = createHash('sha256').update(this.#trunk);
    for (const source of imaging) hash.update(source);
    hash.update(JSON.stringify([sharp.versions, side ?? null]));
    for (const { file, name } of photographs) hash.update(name).update(readFileSync(file));
    return hash.digest('hex').slice(0, 32);
  }
}

async function networkInput(file: string, side: number | undefined) {
  const { pixels } = await decode(file);
  return toNetworkInput(pixels, side === undefined ? undefined : { width: side, height: side });
}
