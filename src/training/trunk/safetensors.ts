import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PlainError } from '../../shared/result.ts';

export interface Tensor {
  shape: number[];
  data: Float32Array;
}

const headerSchema = z.record(
  z.string(),
  z.object({
    dtype: z.enum(['F16', 'F32']),
    shape: z.array(z.int().nonnegative()),
    data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  }),
);

const elements = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

/**
 * Reads every tensor of a safetensors file (float16 or float32), widened to float32.
 *
 * @throws PlainError naming the file when it cannot be read or is not such a file
 */
export function readSafetensors(file: string): Map<string, Tensor> {
  const bytes = readBytes(file);
  const broken = (why: string) => new PlainError(`${file} is not a readable safetensors file: ${why}.`);
  if (bytes.length < 8) throw broken('it is shorter than its own header');
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const start = 8 + headerLength;
  if (!(start <= bytes.length)) throw broken('its header is cut off');
  const header = parseHeader(new TextDecoder().decode(bytes.subarray(8, start)), broken);
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of Object.entries(header)) {
    const [from, to] = entry.data_offsets;
    const width = entry.dtype === 'F16' ? 2 : 4;
    if (start + to > bytes.length || to - from !== elements(entry.shape) * width) {
      throw broken(`the tensor ${name} does not fit its place`);
    }
    // A copy, because a typed array must begin at a multiple of its element's size.
    const own = bytes.slice(start + from, start + to).buffer;
    const data = entry.dtype === 'F16' ? new Float32Array(new Float16Array(own)) : new Float32Array(own);
    tensors.set(name, { shape: entry.shape, data });
  }
  return tensors;
}

function readBytes(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch {
    throw new PlainError(`${file} cannot be read: give the trunk's file with --trunk.`);
  }
}

function parseHeader(text: string, broken: (why: string) => Error): z.infer<typeof headerSchema> {
  try {
    const entries = Object.entries(z.record(z.string(), z.unknown()).parse(JSON.parse(text)));
    return headerSchema.parse(Object.fromEntries(entries.filter(([name]) => name !== '__metadata__')));
  } catch {
    throw broken('its header is not understood');
  }
}
