import type { Tap } from '../trunk/trunk.ts';
import type { LinearHead } from './heads.ts';
import { cholesky, scalarProducts, solveCholesky } from './linear-algebra.ts';
import { mean, pick } from '../../shared/statistics/statistics.ts';
import { channelWeights, type Standard, type TapProfile } from './taps.ts';
import type { Features } from '../features.ts';

/** Photographs to fit on. */
export interface Fitting {
  /** Pooled taps, [photographs, channels], standardised. */
  standardised: Features;
  taps: readonly Tap[];
  /** Each photograph's set, which has a mean of its own: of the taps and of the label. */
  sets: readonly string[];
  /** The ones to fit on. */
  rows: readonly number[];
  /** Weight of a photograph by its set; a set that is not named counts 1. */
  weights?: Readonly<Record<string, number>>;
}

/**
 * Heads of one profile, whatever the number of photographs: solved by photographs where they are fewer than the
 * taps' channels, by channels otherwise. The strength is that of `Choice`. The first row's set lends the intercept.
 *
 * @param standard of the features
 * @returns for each strength, a head per target
 */
export function ridgeHeads(
  { standardised, taps: read, sets, rows, weights = {} }: Fitting,
  targets: readonly Float64Array[],
  profile: TapProfile,
  strengths: readonly number[],
  standard: Standard,
): LinearHead[][] {
  const scales = channelWeights(profile, read).map(Math.sqrt);
  const width = standard.means.length;
  const bySet = Map.groupBy(rows.keys(), (i) => sets[rows[i] as number] ?? '');
  const x = new Float32Array(rows.length * width);
  const y = targets.map((target) => pick(target, rows));
  const centres = [...bySet].map(([set, own]) => {
    const factor = Math.sqrt(weights[set] ?? 1);
    const taps = meansOf(
      standardised,
      width,
      own.map((i) => rows[i] as number),
    );
    for (const i of own) {
      const from = (rows[i] as number) * width;
      for (let c = 0; c < width; c++) {
        const centred = (standardised[from + c] as number) - (taps[c] as number);
        x[i * width + c] = factor * (scales[c] as number) * centred;
      }
    }
    const labels = y.map((target) => mean(pick(target, own)));
    y.forEach((target, t) => {
      for (const i of own) target[i] = factor * ((target[i] as number) - (labels[t] as number));
    });
    return { taps, labels };
  });
  const solve = solver(x, width, y);
  return strengths.map((strength) =>
    solve(strength).map((solution, t) => {
      const onTaps = solution.map(
        (value, c) => (value * (scales[c] as number)) / (standard.deviations[c] as number),
      );
      const { taps, labels } = centres[0] ?? { taps: new Float64Array(width), labels: [] };
      const centre = (c: number) =>
        (standard.means[c] as number) + (taps[c] as number) * (standard.deviations[c] as number);
      return {
        weights: onTaps,
        intercept: (labels[t] ?? 0) - onTaps.reduce((sum, weight, c) => sum + weight * centre(c), 0),
      };
    }),
  );
}

function meansOf(features: Features, width: number, rows: readonly number[]): Float64Array {
  const means = new Float64Array(width);
  for (const row of rows) {
    for (let c = 0; c < width; c++) {
      means[c] = (means[c] as number) + (features[row * width + c] as number) / rows.length;
    }
  }
  return means;
}

/** Ridge regression of y on x [count, channels] for any strength, by the smaller of its two systems. */
function solver(x: Float32Array, width: number, y: readonly Float64Array[]) {
  const count = x.length / width;
  const dual = count <= width;
  const columns = transposed(x, width);
  const products = dual ? scalarProducts(x, width) : scalarProducts(columns, count);
  const size = dual ? count : width;
  /** [rows] . vector for each of the matrix' rows. */
  const times = (matrix: Float32Array, vector: Float64Array): Float64Array =>
    Float64Array.from({ length: matrix.length / vector.length }, (_, row) => {
      let sum = 0;
      for (let i = 0; i < vector.length; i++)
        sum += (matrix[row * vector.length + i] as number) * (vector[i] as number);
      return sum;
    });
  const sides = dual ? y : y.map((target) => times(columns, target));
  return (strength: number): Float64Array[] => {
    const matrix = products.slice();
    for (let i = 0; i < size; i++) matrix[i * (size + 1)] = (matrix[i * (size + 1)] as number) + strength;
    const lower = cholesky(matrix, size);
    const solutions = sides.map((side) => solveCholesky(lower, side));
    return dual ? solutions.map((solution) => times(columns, solution)) : solutions;
  };
}

function transposed(x: Float32Array, width: number): Float32Array {
  const count = x.length / width;
  const columns = new Float32Array(x.length);
  for (let row = 0; row < count; row++) {
    for (let c = 0; c < width; c++) columns[c * count + row] = x[row * width + c] as number;
  }
  return columns;
}
