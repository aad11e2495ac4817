import { decode } from '../../main/imaging/decode.ts';
import type { Pixels } from '../../main/imaging/network-input.ts';
import { aadbColumns } from '../data/photograph.ts';
import { aadbExamples, type Examples, labelsOf } from '../families.ts';
import { foldCount, splitCount } from '../fit/select.ts';
import { randomFrom, shuffled } from '../../shared/statistics/random.ts';
import { groupedFolds } from '../../shared/statistics/splits.ts';
import { deviation, mean, pick, spearman } from '../../shared/statistics/statistics.ts';
import { colourfulnessName } from '../stand-ins.ts';
import type { Judged } from './judge.ts';
import type { MeasureFigure } from './results.ts';

/** Squares of the feature map of a square crop: [channels, side, side], centred on the average photograph. */
interface FeatureMap {
  values: Float32Array;
  side: number;
}

/** What a measure says of each photograph. */
interface Measure {
  name: string;
  /** [photographs] */
  values: Float64Array;
}

const permutations = 200;

/**
 * Measures in place of heads, on the crops that have attributes. Which measure, and which way round, is chosen by SRCC
 * inside the training folds.
 *
 * @param maps of the crops out of AADB, one after the other
 * @param heads the learned heads' SRCC on the same splits
 */
export async function judgeMeasures(
  sophoappeal: Examples,
  maps: Float32Array,
  heads: Judged,
  progress: (line: string) => void,
): Promise<MeasureFigure[]> {
  const { photographs } = aadbExamples(sophoappeal);
  const size = maps.length / photographs.length;
  const channels = 256;
  const side = Math.sqrt(size / channels);
  const measures = ofMaps(
    photographs.map((_, p) => ({ values: maps.subarray(p * size, (p + 1) * size), side })),
  );
  const pixels: Pixels[] = [];
  for (const { file } of photographs) pixels.push((await decode(file)).pixels);
  measures.push(...ofPixels(pixels));
  const groups = photographs.map(({ set, group }) => `${set}/${group}`);
  const folds = Array.from({ length: splitCount }, (_, seed) => groupedFolds(groups, foldCount, seed));
  return Object.keys(aadbColumns).map((task): MeasureFigure => {
    const labels = labelsOf(photographs, task);
    const own = folds.map((fold) => outOfFold(measures, labels, fold));
    const head = heads.find((one) => one.task === task)?.splits ?? [];
    const wins = own.filter(({ srcc }, split) => srcc > (head[split] ?? NaN)).length;
    const measured = mean(own.map(({ srcc }) => srcc));
    const random = randomFrom(1);
    const reached = Array.from({ length: permutations }, () => {
      const mixed = Float64Array.from(shuffled([...labels], random));
      return outOfFold(measures, mixed, folds[0] ?? []).srcc;
    }).filter((srcc) => srcc >= measured).length;
    const names = own.flatMap(({ chosen }) => chosen);
    const [chosen = ''] = [...new Set(names)].sort((a, b) => times(names, b) - times(names, a));
    progress(`measures: ${task} ${measured.toFixed(3)} (${chosen})`);
    return {
      task,
      measure: measured,
      head: mean(head),
      wins,
      chosen,
      permutation: (reached + 1) / (permutations + 1),
    };
  });
}

const times = (names: readonly string[], name: string): number => names.filter((one) => one === name).length;

/** Ranks of the chosen measure, turned the way it goes in training, so that folds of different measures compare. */
function outOfFold(measures: readonly Measure[], labels: Float64Array, fold: readonly number[]) {
  const scores = new Float64Array(labels.length);
  const chosen: string[] = [];
  for (let f = 0; f < foldCount; f++) {
    const training = [...fold.keys()].filter((row) => fold[row] !== f);
    const truth = pick(labels, training);
    const tried = measures.map((measure) => ({
      measure,
      srcc: spearman(pick(measure.values, training), truth),
    }));
    const best = tried.reduce((a, b) => (Math.abs(b.srcc) > Math.abs(a.srcc) ? b : a));
    const values = pick(best.measure.values, training);
    const [centre, spread] = [mean(values), deviation(values)];
    chosen.push(best.measure.name);
    fold.forEach((one, row) => {
      if (one === f) {
        scores[row] = (Math.sign(best.srcc) * ((best.measure.values[row] as number) - centre)) / spread;
      }
    });
  }
  return { srcc: spearman(scores, labels), chosen };
}

/** Likeness to the mirror image and to shifted copies; where the mass lies, mass being how far a cell is from the average photograph. */
export function ofMaps(maps: readonly FeatureMap[]): Measure[] {
  const measure = (name: string, value: (map: FeatureMap) => number): Measure => ({
    name,
    values: Float64Array.from(maps, value),
  });
  const shifts = [1, 2, 3].flatMap((by) => [
    measure(`likeness to itself ${by} cells to the side`, (map) => likeness(map, (x, y) => [x + by, y])),
    measure(`likeness to itself ${by} cells down`, (map) => likeness(map, (x, y) => [x, y + by])),
  ]);
  const third = (value: number) => Math.min(Math.abs(value - 1 / 3), Math.abs(value - 2 / 3));
  return [
    measure('likeness to its mirror image, left and right', (map) =>
      likeness(map, (x, y) => [map.side - 1 - x, y]),
    ),
    measure('likeness to its mirror image, top and bottom', (map) =>
      likeness(map, (x, y) => [x, map.side - 1 - y]),
    ),
    ...shifts,
    measure('centre of mass, distance from the middle', (map) => {
      const { x, y } = centreOfMass(map, 1);
      return Math.hypot(x - 0.5, y - 0.5);
    }),
    measure('centre of mass, distance from the upright in the middle', (map) =>
      Math.abs(centreOfMass(map, 1).x - 0.5),
    ),
    measure('strongest cells, distance from the middle', (map) => {
      const { x, y } = centreOfMass(map, 4);
      return Math.hypot(x - 0.5, y - 0.5);
    }),
    measure('strongest cells, distance from the nearest crossing of thirds', (map) => {
      const { x, y } = centreOfMass(map, 4);
      return Math.hypot(third(x), third(y));
    }),
    measure('spread of the mass', (map) => centreOfMass(map, 2).spread),
  ];
}

/** Cosine over all cells that have a partner. */
function likeness({ values, side }: FeatureMap, partner: (x: number, y: number) => [number, number]): number {
  const area = side * side;
  let [ab, aa, bb] = [0, 0, 0];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [u, v] = partner(x, y);
      if (u >= side || v >= side) continue;
      for (let c = 0; c < values.length; c += area) {
        const a = values[c + y * side + x] as number;
        const b = values[c + v * side + u] as number;
        ab += a * b;
        aa += a * a;
        bb += b * b;
      }
    }
  }
  return ab / Math.sqrt(aa * bb);
}

/** In shares of the sides. @param power the higher, the more the strongest cells count */
function centreOfMass({ values, side }: FeatureMap, power: number): { x: number; y: number; spread: number } {
  const area = side * side;
  const mass = Float64Array.from({ length: area }, (_, cell) => {
    let squares = 0;
    for (let c = cell; c < values.length; c += area) squares += (values[c] as number) ** 2;
    return squares ** (power / 2);
  });
  const total = mass.reduce((sum, value) => sum + value, 0);
  const moment = (of: (cell: number) => number) =>
    mass.reduce((sum, value, cell) => sum + value * of(cell), 0) / total;
  const across = (cell: number) => ((cell % side) + 0.5) / side;
  const down = (cell: number) => (Math.floor(cell / side) + 0.5) / side;
  const [x, y] = [moment(across), moment(down)];
  return { x, y, spread: Math.sqrt(moment((cell) => (across(cell) - x) ** 2 + (down(cell) - y) ** 2)) };
}

/** Colour, and how sharpness varies over the crop. */
function ofPixels(pixels: readonly Pixels[]): Measure[] {
  const measure = (name: string, value: (one: Pixels) => number): Measure => ({
    name,
    values: Float64Array.from(pixels, value),
  });
  return [
    measure(colourfulnessName, colourfulness),
    measure('mean saturation', (one) => mean(saturations(one))),
    measure('contrast of lightness', (one) => deviation(lightness(one))),
    measure('sharpness', (one) => mean(localSharpness(one))),
    measure('contrast of local sharpness', (one) => deviation(localSharpness(one))),
    measure('sharpest tenth against the middle', (one) => {
      const sorted = localSharpness(one).sort();
      const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] as number;
      return at(0.9) - at(0.5);
    }),
  ];
}

const channelOf = ({ data }: Pixels, channel: number): Float64Array =>
  Float64Array.from({ length: data.length / 3 }, (_, i) => data[3 * i + channel] as number);

function colourfulness(pixels: Pixels): number {
  const [red, green, blue] = [0, 1, 2].map((c) => channelOf(pixels, c)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const rg = red.map((value, i) => value - (green[i] as number));
  const yb = red.map((value, i) => (value + (green[i] as number)) / 2 - (blue[i] as number));
  return Math.hypot(deviation(rg), deviation(yb)) + 0.3 * Math.hypot(mean(rg), mean(yb));
}

function saturations({ data }: Pixels): Float64Array {
  return Float64Array.from({ length: data.length / 3 }, (_, i) => {
    const three = data.subarray(3 * i, 3 * i + 3);
    const high = Math.max(...three);
    return high === 0 ? 0 : (high - Math.min(...three)) / high;
  });
}

function lightness(pixels: Pixels): Float64Array {
  const [red, green, blue] = [0, 1, 2].map((c) => channelOf(pixels, c)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return red.map((value, i) => 0.299 * value + 0.587 * (green[i] as number) + 0.114 * (blue[i] as number));
}

const block = 8;

/** Logarithm of the mean square of the Laplacian in each block of pixels. */
function localSharpness(pixels: Pixels): Float64Array {
  const { width, height } = pixels;
  const light = lightness(pixels);
  const at = (x: number, y: number) => light[y * width + x] as number;
  const blocks: number[] = [];
  for (let top = 1; top + block < height; top += block) {
    for (let left = 1; left + block < width; left += block) {
      let squares = 0;
      for (let y = top; y < top + block; y++) {
        for (let x = left; x < left + block; x++) {
          squares += (at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y)) ** 2;
        }
      }
      blocks.push(Math.log(1 + squares / block ** 2));
    }
  }
  return Float64Array.from(blocks);
}
