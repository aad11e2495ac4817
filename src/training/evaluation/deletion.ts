import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import type { Pixels } from '../../main/imaging/network-input.ts';
import type { Model } from '../../main/model/load-model.ts';
import { externalData } from '../../main/model/onnx-runtime.ts';
import type { Photograph } from '../data/photograph.ts';
import { networkInput } from '../features.ts';
import { randomFrom } from '../../shared/statistics/random.ts';
import { groupBootstrap, mean } from '../../shared/statistics/statistics.ts';

/** What happens to the overall score when a tenth of the photograph is covered. */
export interface Deletion {
  photos: number;
  ways: {
    way: string;
    /** Share of photographs whose score falls by more than it does at random places, on the mean. */
    more: number;
    low: number;
    high: number;
    /** Mean fall, in raw score. */
    fall: number;
  }[];
}

/** Cells of the coarsest tap, in pixels along one side. */
const cell = 32;
const covered = 0.1;
const placements = 20;
const draws = 1000;

/** Shows of each cell how much it matters, [rows, columns] of cells, row by row. */
type Importance = (input: Pixels) => Promise<Float32Array>;

/**
 * Covers the cells that a map calls most important with their blurred surroundings, and compares the fall of the overall
 * score with that of the same shape at random places.
 *
 * @param others further ways of choosing the cells, beside the network's own map and the middle of the photograph
 */
export async function deletionTest(
  model: Model,
  photographs: readonly Photograph[],
  others: ReadonlyMap<string, Importance>,
  progress: (line: string) => void,
): Promise<Deletion> {
  const { manifest, onnx } = model;
  const session = await InferenceSession.create(onnx, {
    ...externalData(model),
    graphOptimizationLevel: 'all',
  });
  const overall = manifest.tasks.findIndex(({ kind }) => kind === 'overall');
  const run = async (input: Pixels, outputs: string[]) => {
    const photo = new Tensor('uint8', input.data, [1, input.height, input.width, 3]);
    return await session.run({ [manifest.input.name]: photo }, outputs);
  };
  const scoreOf = async (input: Pixels): Promise<number> => {
    const { data } = (await run(input, [manifest.outputs.raw]))[manifest.outputs.raw] ?? {};
    return Number(data?.[overall]);
  };
  const ownMap: Importance = async (input) => {
    const map = (await run(input, [manifest.outputs.maps]))[manifest.outputs.maps];
    const [, , rows = 0, columns = 0] = map?.dims ?? [];
    const area = rows * columns;
    return inCells(
      (map?.data as Float32Array).subarray(overall * area, (overall + 1) * area),
      columns,
      columns / (input.width / cell),
    );
  };
  const ways = new Map<string, Importance>([
    ['the map', ownMap],
    ['the middle', (input) => Promise.resolve(nearness(input))],
    ...others,
  ]);
  const random = randomFrom(1);
  const falls = new Map(
    [...ways.keys()].map((way) => [way, { own: [] as number[], chance: [] as number[] }]),
  );
  for (const [index, { file }] of photographs.entries()) {
    const input = await networkInput(file);
    const columns = input.width / cell;
    const cells = columns * (input.height / cell);
    const whole = await scoreOf(input);
    for (const [way, importance] of ways) {
      const chosen = highest(await importance(input), Math.max(1, Math.round(covered * cells)));
      const fall = async (some: readonly number[]) => whole - (await scoreOf(await cover(input, some)));
      const own = await fall(chosen);
      const elsewhere: number[] = [];
      // The middle is compared with the same random places as the map is.
      if (way !== 'the middle') {
        for (let k = 0; k < placements; k++) {
          const by = 1 + Math.floor(random() * (cells - 1));
          elsewhere.push(await fall(moved(chosen, columns, cells / columns, by)));
        }
      }
      const into = falls.get(way);
      into?.own.push(own);
      into?.chance.push(
        elsewhere.length > 0 ? mean(elsewhere) : (falls.get('the map')?.chance.at(-1) ?? NaN),
      );
    }
    if (index % 20 === 19) progress(`covering: ${index + 1} of ${photographs.length}`);
  }
  const groups = photographs.map(({ group }) => group);
  return {
    photos: photographs.length,
    ways: [...falls].map(([way, { own, chance }]) => {
      const share = (rows: readonly number[]) =>
        mean(rows.map((row) => ((own[row] ?? 0) > (chance[row] ?? 0) ? 1 : 0)));
      return {
        way,
        more: share([...own.keys()]),
        ...groupBootstrap(groups, share, draws, 1),
        fall: mean(own),
      };
    }),
  };
}

/** Sums of a finer map over the cells. @param factor values per cell, along one side */
function inCells(map: Float32Array, columns: number, factor: number): Float32Array {
  const across = columns / factor;
  const cells = new Float32Array((map.length / columns / factor) * across);
  map.forEach((value, i) => {
    const at = Math.floor(i / columns / factor) * across + Math.floor((i % columns) / factor);
    cells[at] = (cells[at] ?? 0) + value;
  });
  return cells;
}

function nearness({ width, height }: Pixels): Float32Array {
  const [columns, rows] = [width / cell, height / cell];
  return Float32Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [(i % columns) + 0.5 - columns / 2, Math.floor(i / columns) + 0.5 - rows / 2];
    return -Math.hypot(x, y);
  });
}

const highest = (values: Float32Array, count: number): number[] =>
  [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0)).slice(0, count);

/** The same shape elsewhere; what leaves on one side comes in on the other. */
function moved(cells: readonly number[], columns: number, rows: number, by: number): number[] {
  const [right, down] = [by % columns, Math.floor(by / columns)];
  return cells.map((at) => {
    const [x, y] = [((at % columns) + right) % columns, (Math.floor(at / columns) + down) % rows];
    return y * columns + x;
  });
}

/** Fills cells with what is around them, blurred: a weighted mean of the pixels that stay. */
async function cover({ data, width, height }: Pixels, cells: readonly number[]): Promise<Pixels> {
  const columns = width / cell;
  const hidden = new Set(cells);
  const isHidden = (pixel: number) =>
    hidden.has(Math.floor(Math.floor(pixel / width) / cell) * columns + Math.floor((pixel % width) / cell));
  const kept = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (isHidden(pixel)) continue;
    for (let c = 0; c < 3; c++) kept[pixel * 4 + c] = data[pixel * 3 + c] ?? 0;
    kept[pixel * 4 + 3] = 255;
  }
  // libvips blurs with the alpha taken into account, so what is hidden has no say.
  const blurred = await sharp(kept, { raw: { width, height, channels: 4 } })
    .blur(cell)
    .raw()
    .toBuffer();
  const filled = Uint8Array.from(data);
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (!isHidden(pixel)) continue;
    for (let c = 0; c < 3; c++) filled[pixel * 3 + c] = blurred[pixel * 4 + c] ?? 0;
  }
  return { data: filled, width, height };
}
