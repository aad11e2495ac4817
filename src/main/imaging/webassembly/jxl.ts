import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import decodeJxl, { init } from '@jsquash/jxl/decode.js';
import { layOutTiff } from './plain-tiff.ts';

const packages = createRequire(import.meta.url);
let loaded: Promise<unknown> | null = null;

/** In node the library cannot fetch its own code. */
async function load(): Promise<void> {
  const code = await readFile(packages.resolve('@jsquash/jxl/codec/dec/jxl_dec.wasm'));
  await init({ wasmBinary: new Uint8Array(code).buffer });
}

/**
 * A JPEG XL picture (the first of an animation), upright, converted to sRGB and 8 bits.
 *
 * @returns an uncompressed TIFF
 * @throws Error
 */
export async function unpackJxl(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  await (loaded ??= load());
  const whole = data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
  const picture = await decodeJxl(whole);
  const { tiff, pixels } = layOutTiff(picture.width, picture.height, 4, null);
  pixels.set(picture.data);
  return tiff;
}
