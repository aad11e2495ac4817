import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PlainError } from '../../src/shared/result.ts';
import { forward } from '../../src/training/network.ts';
import { tensorflow } from '../../src/training/tensorflow.ts';
import { readSafetensors } from '../../src/training/trunk/safetensors.ts';
import { readTrunk, trunkParameters } from '../../src/training/trunk/trunk.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { referenceImage } from './made-images.ts';
import { referenceFile, trunkAbsent, trunkFile } from './shared-files.ts';

function safetensors(header: object, data: Uint8Array): string {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(BigUint64Array.of(BigInt(text.length)).buffer);
  const file = join(temporaryFolder(), 'made.safetensors');
  writeFileSync(file, Buffer.concat([length, text, data]));
  return file;
}

describe('the reader of safetensors', () => {
  const halves = new Uint8Array(Float16Array.of(1.5, -2, 0.25).buffer);
  const floats = new Uint8Array(Float32Array.of(3.125).buffer);
  const header = {
    __metadata__: { made: 'here' },
    half: { dtype: 'F16', shape: [3, 1], data_offsets: [0, 6] },
    float: { dtype: 'F32', shape: [1], data_offsets: [6, 10] },
  };

  test('widens float16 and reads float32 at any offset', () => {
    const tensors = readSafetensors(safetensors(header, Buffer.concat([halves, floats])));
    expect([...tensors.keys()]).toEqual(['half', 'float']);
    expect(tensors.get('half')).toEqual({ shape: [3, 1], data: Float32Array.of(1.5, -2, 0.25) });
    expect(tensors.get('float')?.data).toEqual(Float32Array.of(3.125));
  });

  test.each([
    ['data that is cut off', header, halves],
    ['a shape that does not fit', { half: { ...header.half, shape: [4] } }, halves],
    ['a kind of number it does not know', { half: { ...header.half, dtype: 'I8' } }, halves],
  ])('refuses %s, naming the file', (_, made, data) => {
    const file = safetensors(made, data);
    expect(() => readSafetensors(file)).toThrow(PlainError);
    expect(() => readSafetensors(file)).toThrow(file);
  });

  test('refuses a file that is no trunk, naming what is missing', () => {
    const file = safetensors({ half: header.half }, halves);
    expect(() => readTrunk(file)).toThrow(/trunk: it has no/);
  });
});

const figures = z.object({
  shape: z.array(z.number()),
  mean: z.number(),
  first4_channel_means: z.array(z.number()),
});
const referenceSchema = z.object({ reference: z.record(z.string(), z.array(figures)) });

describe.skipIf(trunkAbsent)('the trunk in TensorFlow.js', () => {
  const near = (actual: number, expected: number) => {
    expect(Math.abs(actual - expected), `${actual} for ${expected}`).toBeLessThanOrEqual(
      1e-2 * Math.abs(expected) + 1e-6,
    );
  };

  test.each(['240x240', '288x192'])('reproduces the reference activations at %s', async (size) => {
    const tf = await tensorflow();
    const { reference } = referenceSchema.parse(JSON.parse(readFileSync(referenceFile, 'utf8')));
    const [width = 0, height = 0] = size.split('x').map(Number);
    const photo = tf.tensor4d(Float32Array.from(referenceImage(width, height)), [1, height, width, 3]);
    const read = forward(readTrunk(trunkFile), photo);
    expect(read.length).toBe(8);
    for (const [index, map] of read.entries()) {
      const expected = reference[size]?.[index];
      const [, rows, columns, channels] = map.shape;
      expect([channels, rows, columns]).toEqual(expected?.shape);
      near(tf.mean(map).dataSync()[0] ?? NaN, expected?.mean ?? NaN);
      const means = tf.mean(map, [0, 1, 2]).dataSync();
      expected?.first4_channel_means.forEach((mean, channel) => near(means[channel] ?? NaN, mean));
    }
  });

  test('counts its parameters without the batch norms that are folded away', () => {
    const parameters = trunkParameters(readTrunk(trunkFile));
    expect(parameters).toBeGreaterThan(4_000_000);
    expect(parameters).toBeLessThan(4_189_344);
  });
});
