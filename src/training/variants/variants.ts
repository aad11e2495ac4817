import { type Photograph, readAvt, readOasis, readSophoappeal } from '../data/sets.ts';
import { aadbExamples } from '../families.ts';
import { networkSize } from '../../main/imaging/network-input.ts';
import { FeatureReader, type Features } from '../features.ts';
import { mean } from '../fit/statistics.ts';
import { standardOf } from '../fit/taps.ts';
import { exportTrunk, graphNames } from '../onnx/export.ts';
import { prepared } from '../train.ts';
import { tapsOf, type Trunk } from '../trunk/trunk.ts';
import { cellTrunk, hiddenTrunk, seeds, units } from './hidden.ts';
import { type Change, choicesTried, compared, judge, type Judged, type Sets } from './judge.ts';
import { gaussian, hiddenKernel, type Kernel, linear, sum } from './kernels.ts';
import { judgeMeasures } from './measures.ts';
import type { Variants } from './results.ts';

interface Trunks {
  lite1: Trunk;
  lite0: Trunk | undefined;
  lite2: Trunk | undefined;
}

/** About 115,000 pixels: 384 x 288 for 4:3. */
const larger = (width: number, height: number) =>
  networkSize(width, height, { smallest: 102_400, largest: 131_072 });
const squareOf = (side: number) => () => ({ width: side, height: side });

/** Side that sophoappeal's crops of 80 pixels are enlarged to, in place of the network's 256. */
const cropSide = 160;

/** @param write is given the results after every variant, so that an interrupted run leaves what it measured */
export async function tryVariants(
  data: string,
  trunks: Trunks,
  progress: (line: string) => void,
  write: (results: Variants) => void,
): Promise<Variants> {
  const { lite1 } = trunks;
  const photographs = [readOasis(data), readSophoappeal(data), readAvt(data)] as const;
  const readAt = async (
    trunk: Trunk,
    size?: (width: number, height: number) => { width: number; height: number },
  ) => {
    const reader = new FeatureReader(exportTrunk(trunk), progress, size && { size });
    return await readAll(reader, photographs);
  };
  const base = await readAt(lite1);
  const taps = tapsOf(lite1);
  const standard = standardOf(base[0], taps);
  const [oasis, sophoappeal, avt] = [0, 1, 2].map((set) =>
    prepared(photographs[set] ?? [], base[set] ?? new Float32Array(), standard, taps),
  ) as [Sets['oasis'], Sets['sophoappeal'], Sets['avt']];
  const sets = { oasis, sophoappeal, avt };
  const results: Variants = {
    command: 'npm run variants',
    choices: choicesTried,
    variants: [],
    measures: [],
    left: (['lite0', 'lite2'] as const).flatMap((name) =>
      trunks[name] ? [] : [`${name}: no trunk was given with --${name}`],
    ),
  };
  const known = new Map<string, Judged>();
  const attempt = (id: string, what: string, change: Change, against = 'stage-one'): void => {
    const figures = judge(sets, change, (line) => {
      progress(`${id}: ${line}`);
    });
    known.set(id, figures);
    results.variants.push({ id, what, against, figures: compared(figures, known.get(against) ?? figures) });
    write(results);
    for (const { task, set, splits } of figures.slice(0, 3)) {
      progress(`${id}: ${task} on ${set} ${mean(splits).toFixed(3)}`);
    }
  };

  const plain = linear(base, taps);
  attempt('stage-one', 'EfficientNet-Lite1, linear heads, about 64,000 pixels', { kernel: plain });
  let lite2Plain: Kernel | undefined;
  for (const name of ['lite0', 'lite2'] as const) {
    const trunk = trunks[name];
    if (!trunk) continue;
    const kernel = linear(await readAt(trunk), tapsOf(trunk));
    attempt(name, `EfficientNet-${name === 'lite0' ? 'Lite0' : 'Lite2'} in place of Lite1`, { kernel });
    if (name === 'lite2') lite2Plain = kernel;
  }
  const pairs = [0.5, 2];
  attempt(
    'pairs',
    'squared errors of the differences of pairs within a theme, counted 0.5 or 2 beside the rows',
    {
      kernel: plain,
      pairs,
      overallOnly: true,
    },
  );

  const cropReader = new FeatureReader(exportTrunk(lite1), progress, { size: squareOf(cropSide) });
  const crops = await cropReader.read(photographs[1]);
  const enlarged = linear([base[0], crops, base[2]], taps);
  for (const weight of [0.2, 0.4, 0.6, 0.8, 1]) {
    attempt(`crops-160-at-${weight}`, `sophoappeal enlarged to 160 pixels, each crop counting ${weight}`, {
      kernel: enlarged,
      weights: [weight],
      overallOnly: true,
    });
  }
  const second = linear(await readAt(lite1, larger), taps);
  attempt('larger', 'about 115,000 pixels in place of 64,000', { kernel: second });
  attempt('two-scales', 'both sizes side by side', { kernel: sum([plain, 0.5], [second, 0.5]) });

  const graph = await hiddenTrunk(lite1, base, standard, photographs[0], progress);
  const hidden = await readAll(
    new FeatureReader(graph, progress, { output: graphNames.hidden }),
    photographs,
  );
  const all = (seeds + 1) * units;
  const one = hiddenKernel(hidden, all, 0, units);
  attempt('hidden', `beside the taps, ${units} rectified units of random weights at each cell`, {
    kernel: sum([plain, 1], [one, 1]),
  });
  attempt('hidden-alone', 'the same units without the taps', { kernel: one });
  attempt('hidden-seeds', `${seeds} seeds of such units, averaged: one wider layer`, {
    kernel: sum([plain, 1], [hiddenKernel(hidden, all, 0, seeds * units), 1]),
  });
  attempt('hidden-fourier', `beside the taps, ${units} random Fourier features of each cell`, {
    kernel: sum([plain, 1], [hiddenKernel(hidden, all, seeds * units, all), 1]),
  });
  attempt('pooled-gaussian', 'not to be shipped, having no map: a Gaussian kernel of the pooled taps', {
    kernel: sum([plain, 1], [gaussian(plain), 1]),
  });
  if (trunks.lite2 && lite2Plain) {
    const both = sum(
      [lite2Plain, 0.5],
      [linear(await readAt(trunks.lite2, larger), tapsOf(trunks.lite2)), 0.5],
    );
    attempt('lite2-two-scales', 'EfficientNet-Lite2, both sizes side by side', { kernel: both }, 'lite2');
  }
  const cellReader = new FeatureReader(cellTrunk(lite1, base, standard), progress, {
    output: graphNames.cells,
  });
  const maps = await cellReader.read(aadbExamples(sophoappeal).photographs);
  results.measures = await judgeMeasures(sophoappeal, maps, known.get('stage-one') ?? [], progress);
  write(results);
  return results;
}

async function readAll(
  reader: FeatureReader,
  sets: readonly (readonly Photograph[])[],
): Promise<[Features, Features, Features]> {
  const all: Features[] = [];
  for (const photographs of sets) all.push(await reader.read(photographs));
  return all as [Features, Features, Features];
}
