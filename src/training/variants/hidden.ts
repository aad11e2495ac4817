import type { Photograph } from '../data/photograph.ts';
import { FeatureReader, type Features } from '../features.ts';
import { embeddingProjection, embeddingSize } from '../fit/heads.ts';
import { randomFrom } from '../../shared/statistics/random.ts';
import { type Standard } from '../fit/taps.ts';
import { type CellProjection, exportTrunk, graphNames } from '../onnx/export.ts';
import { tapsOf, type Trunk } from '../trunk/trunk.ts';

/** Units of one seed's layer. */
export const units = 1024;
/** Layers with rectified units, one a seed; the last layer is of random Fourier features. */
export const seeds = 3;

/** The trunk's cells, projected onto the leading directions of the pooled taps. */
const projectionOf = (trunk: Trunk, sets: readonly Features[], standard: Standard): CellProjection => {
  const projection = embeddingProjection(sets, standard, tapsOf(trunk));
  const width = standard.means.length;
  const offset = Float32Array.from({ length: embeddingSize }, (_, d) => {
    let sum = 0;
    standard.means.forEach((value, c) => (sum -= value * (projection[d * width + c] as number)));
    return sum;
  });
  return { weights: Float32Array.from(projection), offset, hidden: [] };
};

/** @param sets pooled taps of each set */
export const cellTrunk = (trunk: Trunk, sets: readonly Features[], standard: Standard): Uint8Array =>
  exportTrunk(trunk, projectionOf(trunk, sets, standard));

/**
 * A trunk whose cells, projected onto the 256 leading directions of the pooled taps, go through hidden layers of random
 * weights: their means over the photo are what a head with one hidden 1x1 layer would be linear in.
 *
 * @param sets pooled taps of each set
 */
export async function hiddenTrunk(
  trunk: Trunk,
  sets: readonly Features[],
  standard: Standard,
  oasis: readonly Photograph[],
  progress: (line: string) => void,
): Promise<Uint8Array> {
  const cells = projectionOf(trunk, sets, standard);
  const reader = new FeatureReader(exportTrunk(trunk, cells), progress, { output: graphNames.cells });
  const values = await reader.read(oasis);
  const squares = values.reduce((sum, value) => sum + value ** 2, 0);
  const scale = 1 / Math.sqrt((squares / values.length) * embeddingSize);
  return exportTrunk(trunk, { ...cells, hidden: layers(scale) });
}

function layers(scale: number): CellProjection['hidden'] {
  return Array.from({ length: seeds + 1 }, (_, seed) => {
    const random = randomFrom(seed + 1);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const fourier = seed === seeds;
    return {
      activation: fourier ? 'Cos' : 'Relu',
      weights: Float32Array.from({ length: units * embeddingSize }, () => scale * normal()),
      bias: Float32Array.from({ length: units }, () => (fourier ? 2 * Math.PI * random() : 0.5 * normal())),
    };
  });
}
