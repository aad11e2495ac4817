import { cholesky, invert, multiply, solveCholesky } from './linear-algebra.ts';

/**
 * Ridge regression in its dual form: with a kernel K of the features and a penalty p for each row (the strength over
 * the row's weight), coefficients are (K + diag p)⁻¹ y and predictions K times those.
 */
export interface DualRidge {
  /** (K + diag p)⁻¹, row by row */
  inverse: Float64Array;
  size: number;
}

/** @param kernel is left as it is */
export function dualRidge(kernel: Float64Array, penalties: Float64Array): DualRidge {
  const size = penalties.length;
  const matrix = kernel.slice();
  penalties.forEach((penalty, row) => {
    matrix[row * (size + 1)] = (matrix[row * (size + 1)] as number) + penalty;
  });
  return { inverse: invert(matrix, size), size };
}

/** Dual coefficients of one target. */
export const coefficients = (ridge: DualRidge, target: Float64Array): Float64Array =>
  multiply(ridge.inverse, target);

/**
 * What a fit without the given rows predicts for those rows, in closed form: the residual of the rows B left out is
 * (G_BB)⁻¹ (G y)_B with G the whole fit's inverse, so that one factorisation serves every split and every target.
 *
 * @param targets with their dual coefficients
 * @returns per target, the predictions in the order of `rows`
 */
export function leaveOut(
  { inverse, size }: DualRidge,
  targets: readonly { target: Float64Array; coefficients: Float64Array }[],
  rows: readonly number[],
): Float64Array[] {
  const n = rows.length;
  const block = new Float64Array(n * n);
  rows.forEach((row, i) => {
    rows.forEach((column, j) => {
      block[i * n + j] = inverse[row * size + column] as number;
    });
  });
  const lower = cholesky(block, n);
  return targets.map((one) => {
    const residuals = solveCholesky(
      lower,
      Float64Array.from(rows, (row) => one.coefficients[row] as number),
    );
    return residuals.map((residual, i) => (one.target[rows[i] as number] as number) - residual);
  });
}
