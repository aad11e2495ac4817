import { randomFrom } from './random.ts';

/** Numbers by index. */
export type Values = readonly number[] | Float32Array | Float64Array;

export const mean = (values: Values): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
};

/** Population standard deviation. */
export function deviation(values: Values): number {
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return Math.sqrt(sum / values.length);
}

/** Ranks from 1; equal values share the mean of their ranks. */
export function ranks(values: Values): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, index) => index);
  order.sort((a, b) => (values[a] as number) - (values[b] as number));
  const result = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    for (let i = start; i < end; i++) result[order[i] as number] = (start + end + 1) / 2;
    start = end;
  }
  return result;
}

/** Spearman's rank correlation; 0 where one side does not vary. */
export function spearman(a: Values, b: Values): number {
  const x = ranks(a);
  const y = ranks(b);
  const centre = (x.length + 1) / 2;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] as number) - centre;
    const dy = (y[i] as number) - centre;
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

/** Spearman's rank correlation of a and b with what each shares with c taken out; 0 where nothing is left of one. */
export function partialSpearman(a: Values, b: Values, c: Values): number {
  const ab = spearman(a, b);
  const ac = spearman(a, c);
  const bc = spearman(b, c);
  const left = (1 - ac ** 2) * (1 - bc ** 2);
  return left > 1e-12 ? (ab - ac * bc) / Math.sqrt(left) : 0;
}

/**
 * Area under the ROC curve: how often a score among `above` is higher than one among `below`, a tie counting half;
 * 0.5 where one of them is empty.
 */
export function auc(above: Values, below: Values): number {
  if (above.length === 0 || below.length === 0) return 0.5;
  const all = ranks([...above, ...below]).subarray(0, above.length);
  return (mean(all) - (above.length + 1) / 2) / below.length;
}

export const pick = (values: Values, rows: readonly number[]): Float64Array =>
  Float64Array.from(rows, (row) => values[row] as number);

/**
 * 95 % interval of a figure by the bootstrap that draws whole groups with replacement.
 *
 * @param groups the group of each photograph
 * @param figure of the photographs drawn, given by index; one may come several times
 */
export function groupBootstrap(
  groups: readonly string[],
  figure: (rows: readonly number[]) => number,
  draws: number,
  seed: number,
): { low: number; high: number } {
  const random = randomFrom(seed);
  const members = [...Map.groupBy(groups.keys(), (row) => groups[row] as string).values()];
  const figures = Float64Array.from({ length: draws }, () =>
    figure(members.flatMap(() => members[Math.floor(random() * members.length)] ?? [])),
  ).sort();
  const quantile = (share: number) => figures[Math.round(share * (draws - 1))] as number;
  return { low: quantile(0.025), high: quantile(0.975) };
}
