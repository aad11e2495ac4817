/** Square matrices are Float64Array, row by row. */

/** [a_i . b_j] of two rows each over `length` numbers: four sums at once, because memory is slower than arithmetic. */
function dot(a: Float64Array, i: number, j: number, stride: number, from: number, to: number): number {
  const p = i * stride;
  const q = j * stride;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = from;
  for (; k + 3 < to; k += 4) {
    s0 += (a[p + k] as number) * (a[q + k] as number);
    s1 += (a[p + k + 1] as number) * (a[q + k + 1] as number);
    s2 += (a[p + k + 2] as number) * (a[q + k + 2] as number);
    s3 += (a[p + k + 3] as number) * (a[q + k + 3] as number);
  }
  for (; k < to; k++) s0 += (a[p + k] as number) * (a[q + k] as number);
  return s0 + s1 + s2 + s3;
}

/**
 * The lower triangle L of a positive definite matrix = L Lᵀ, in place; what is above the diagonal is left as it was.
 *
 * @throws Error when the matrix is not positive definite
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      matrix[i * n + j] =
        ((matrix[i * n + j] as number) - dot(matrix, i, j, n, 0, j)) / (matrix[j * n + j] as number);
    }
    const rest = (matrix[i * n + i] as number) - dot(matrix, i, i, n, 0, i);
    if (!(rest > 0)) throw new Error('The matrix is not positive definite.');
    matrix[i * n + i] = Math.sqrt(rest);
  }
  return matrix;
}

/** Solves L Lᵀ x = b, given L. */
export function solveCholesky(lower: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    let sum = x[i] as number;
    for (let k = 0; k < i; k++) sum -= (lower[i * n + k] as number) * (x[k] as number);
    x[i] = sum / (lower[i * n + i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    const value = (x[i] as number) / (lower[i * n + i] as number);
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] = (x[k] as number) - (lower[i * n + k] as number) * value;
  }
  return x;
}

/** The inverse of a positive definite matrix, which is overwritten. */
export function invert(matrix: Float64Array, n: number): Float64Array {
  const lower = cholesky(matrix, n);
  // Row j holds column j of the inverse of L, so that every sum below runs along rows.
  const columns = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    columns[j * n + j] = 1 / (lower[j * n + j] as number);
    for (let i = j + 1; i < n; i++) {
      columns[j * n + i] = -across(lower, i * n, columns, j * n, j, i) / (lower[i * n + i] as number);
    }
  }
  const inverse = lower;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = dot(columns, i, j, n, i, n);
      inverse[i * n + j] = value;
      inverse[j * n + i] = value;
    }
  }
  return inverse;
}

function across(a: Float64Array, p: number, b: Float64Array, q: number, from: number, to: number): number {
  let s0 = 0;
  let s1 = 0;
  let k = from;
  for (; k + 1 < to; k += 2) {
    s0 += (a[p + k] as number) * (b[q + k] as number);
    s1 += (a[p + k + 1] as number) * (b[q + k + 1] as number);
  }
  for (; k < to; k++) s0 += (a[p + k] as number) * (b[q + k] as number);
  return s0 + s1;
}

/** Matrix times vector. */
export function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  return Float64Array.from({ length: matrix.length / n }, (_, row) =>
    across(matrix, row * n, vector, 0, 0, n),
  );
}

/**
 * Scalar products of the rows of a matrix with each other: [rows, rows].
 *
 * @param matrix [rows, width], row by row
 */
export function scalarProducts(matrix: Float32Array, width: number): Float64Array {
  const rows = matrix.length / width;
  const products = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    const p = i * width;
    for (let j = 0; j <= i; j++) {
      const q = j * width;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let k = 0;
      for (; k + 3 < width; k += 4) {
        s0 += (matrix[p + k] as number) * (matrix[q + k] as number);
        s1 += (matrix[p + k + 1] as number) * (matrix[q + k + 1] as number);
        s2 += (matrix[p + k + 2] as number) * (matrix[q + k + 2] as number);
        s3 += (matrix[p + k + 3] as number) * (matrix[q + k + 3] as number);
      }
      for (; k < width; k++) s0 += (matrix[p + k] as number) * (matrix[q + k] as number);
      products[i * rows + j] = products[j * rows + i] = s0 + s1 + s2 + s3;
    }
  }
  return products;
}
