import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { aadbColumns } from '../data/photograph.ts';
import { numberFrom, readTable } from '../data/table.ts';
import { cholesky, solveCholesky } from '../fit/linear-algebra.ts';
import { groupedFolds } from '../../shared/statistics/splits.ts';
import { mean, spearman } from '../../shared/statistics/statistics.ts';

/** How people's attributes go with people's overall score, over AADB's tables. */
export interface TableRegression {
  rows: number;
  /** Share of the score's variance that the attributes explain on rows left out. */
  explained: number;
  parts: {
    task: string;
    /** In deviations. */ coefficient: number;
    /** SRCC of the attribute alone. */ alone: number;
  }[];
}

const attribute = numberFrom(-1, 1);
const columns = Object.entries(aadbColumns);
const rowSchema = z.object({
  ...Object.fromEntries(columns.map(([, column]) => [column, attribute])),
  score: numberFrom(0, 1),
});

const tables = ['labels_train.csv', 'labels_validation.csv', 'labels_testnew.csv'];
const folds = 10;

/** @returns undefined where the tables are not at hand */
export function regressTables(data: string): TableRegression | undefined {
  const files = tables.map((name) => join(data, 'aadb', name)).filter((file) => existsSync(file));
  if (files.length === 0) return undefined;
  const rows = files.flatMap((file) =>
    readTable(file, rowSchema).map(({ row }) => row as Record<string, number>),
  );
  const y = standardised(rows.map((row) => row['score'] ?? NaN));
  const x = columns.map(([, column]) => standardised(rows.map((row) => row[column] ?? NaN)));
  const foldOf = groupedFolds(
    rows.map((_, row) => String(row)),
    folds,
    1,
  );
  let left = 0;
  for (let fold = 0; fold < folds; fold++) {
    const weights = leastSquares(x, y, (row) => foldOf[row] !== fold);
    y.forEach((truth, row) => {
      if (foldOf[row] !== fold) return;
      const guess = x.reduce((sum, values, c) => sum + (weights[c] ?? 0) * (values[row] ?? 0), 0);
      left += (truth - guess) ** 2;
    });
  }
  const weights = leastSquares(x, y, () => true);
  return {
    rows: rows.length,
    explained: 1 - left / y.reduce((sum, value) => sum + value ** 2, 0),
    parts: columns.map(([task], c) => ({
      task,
      coefficient: weights[c] ?? NaN,
      alone: spearman(x[c] ?? [], y),
    })),
  };
}

function standardised(values: number[]): number[] {
  const centre = mean(values);
  const spread = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
  return values.map((value) => (value - centre) / spread);
}

/** @param x columns */
function leastSquares(
  x: readonly number[][],
  y: readonly number[],
  uses: (row: number) => boolean,
): Float64Array {
  const n = x.length;
  const matrix = new Float64Array(n * n);
  const side = new Float64Array(n);
  for (let row = 0; row < y.length; row++) {
    if (!uses(row)) continue;
    for (let i = 0; i < n; i++) {
      const value = x[i]?.[row] ?? 0;
      side[i] = (side[i] ?? 0) + value * (y[row] ?? 0);
      for (let j = 0; j < n; j++) matrix[i * n + j] = (matrix[i * n + j] ?? 0) + value * (x[j]?.[row] ?? 0);
    }
  }
  return solveCholesky(cholesky(matrix, n), side);
}
