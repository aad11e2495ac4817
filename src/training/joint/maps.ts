import type { Tensor4D, Tensor2D } from '@tensorflow/tfjs-core';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { Tfjs } from '../../main/model/tfjs-library.ts';
import { preprocessingVersion } from '../../main/imaging/decode.ts';
import type { Pixels } from '../../main/imaging/network-input.ts';
import { cacheFolder } from '../cache.ts';
import type { Photograph } from '../data/photograph.ts';
import { networkInput } from '../features.ts';
import { exportTrunk } from '../onnx/export.ts';
import type { Trunk } from '../trunk/trunk.ts';
import { type Cut, cutAt, makePrefix } from './tail.ts';

/** What the frozen part of the network sees in a photograph, as it is and mirrored. */
export interface View {
  /** Of the map at the cut. */
  rows: number;
  columns: number;
  /** [rows, columns, channels] */
  map: Float16Array;
  /** [channels of the taps before] */
  before: Float32Array;
}

/** Per photograph: as it is, mirrored. */
export type Views = readonly (readonly [View, View])[];

/** Photos through the network at once: more use no core better. */
const batchSize = 16;

/**
 * Runs photographs of one set through the network up to a cut, and remembers what came out.
 *
 * @throws PlainError naming a photograph that cannot be read
 */
export async function readViews(
  tf: Tfjs,
  trunk: Trunk,
  stage: number,
  photographs: readonly Photograph[],
  progress: (line: string) => void,
): Promise<Views> {
  const cut = cutAt(trunk, stage);
  const place = join(cacheFolder, `views-${keyOf(trunk, stage, photographs)}`);
  if (existsSync(`${place}.json`)) return stored(place, cut);
  const sizes = await sizesOf(photographs, cut.reduction);
  const cells = sizes.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const floats = {
    maps: new Float16Array(2 * cells * cut.channels),
    before: new Float32Array(2 * photographs.length * cut.before),
  };
  const views = split(floats, sizes, cut);
  const prefix = makePrefix(tf, trunk, stage);
  let done = 0;
  // Photographs of one shape share a batch.
  for (const rows of Map.groupBy(sizes.keys(), (row) => JSON.stringify(sizes[row])).values()) {
    for (let start = 0; start < rows.length; start += batchSize) {
      const batch = rows.slice(start, start + batchSize);
      const inputs = await Promise.all(
        batch.map((row) => networkInput((photographs[row] as Photograph).file)),
      );
      for (const side of [0, 1] as const) {
        const seen = tf.tidy(() => {
          const photos = stacked(tf, inputs);
          const shown = side === 0 ? photos : tf.reverse(photos, 2);
          const [map, before] = prefix.predict(shown) as [Tensor4D, Tensor2D];
          return { map: map.dataSync(), before: before.dataSync() };
        });
        batch.forEach((row, i) => {
          const view = views[row]?.[side];
          view?.map.set(seen.map.subarray(i * view.map.length, (i + 1) * view.map.length));
          view?.before.set(seen.before.subarray(i * cut.before, (i + 1) * cut.before));
        });
      }
      done += batch.length;
      progress(`reading ${photographs[0]?.set ?? ''}, both ways round: ${done} of ${photographs.length}`);
    }
  }
  prefix.dispose();
  mkdirSync(cacheFolder, { recursive: true });
  await writeFileAtomic(`${place}.f16`, Buffer.from(floats.maps.buffer));
  await writeFileAtomic(`${place}.f32`, Buffer.from(floats.before.buffer));
  // There only once the others are whole.
  await writeFileAtomic(`${place}.json`, JSON.stringify(sizes));
  return views;
}

interface Floats {
  maps: Float16Array;
  before: Float32Array;
}

interface Size {
  rows: number;
  columns: number;
}

const sizesSchema = z.array(z.object({ rows: z.int().positive(), columns: z.int().positive() }));

function stored(place: string, cut: Cut): Views {
  const bytes = (ending: string) => new Uint8Array(readFileSync(`${place}.${ending}`)).buffer;
  const sizes = sizesSchema.parse(JSON.parse(readFileSync(`${place}.json`, 'utf8')));
  return split({ maps: new Float16Array(bytes('f16')), before: new Float32Array(bytes('f32')) }, sizes, cut);
}

function split({ maps, before }: Floats, sizes: readonly Size[], cut: Cut): Views {
  let from = 0;
  return sizes.map(({ rows, columns }, row) => {
    const length = rows * columns * cut.channels;
    const views = [0, 1].map((side): View => {
      const first = (2 * row + side) * cut.before;
      from += length;
      return {
        rows,
        columns,
        map: maps.subarray(from - length, from),
        before: before.subarray(first, first + cut.before),
      };
    });
    return views as [View, View];
  });
}

async function sizesOf(photographs: readonly Photograph[], reduction: number): Promise<Size[]> {
  const sizes: Size[] = [];
  for (const { file } of photographs) {
    const { width, height } = await networkInput(file);
    sizes.push({ rows: height / reduction, columns: width / reduction });
  }
  return sizes;
}

function stacked(tf: Tfjs, inputs: readonly Pixels[]): Tensor4D {
  const { width = 0, height = 0 } = inputs[0] ?? {};
  const bytes = new Float32Array(inputs.length * height * width * 3);
  inputs.forEach(({ data }, i) => bytes.set(data, i * height * width * 3));
  return tf.tensor4d(bytes, [inputs.length, height, width, 3]);
}

function keyOf(trunk: Trunk, stage: number, photographs: readonly Photograph[]): string {
  const hash = createHash('sha256').update(exportTrunk(trunk));
  hash.update(JSON.stringify([stage, preprocessingVersion]));
  for (const { file, name } of photographs) hash.update(name).update(readFileSync(file));
  return hash.digest('hex').slice(0, 32);
}
