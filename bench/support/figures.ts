/** Arithmetic on what was measured. */

export const round = (value: number, digits: number): number => Number(value.toFixed(digits));

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export interface Times {
  /** Milliseconds that each call took. */
  wall: number[];
  /** Milliseconds of processor time of all threads meanwhile: what it would take, at most, on a machine at rest. */
  processor: number[];
}

export async function timesOf(calls: readonly (() => unknown)[]): Promise<Times> {
  const times: Times = { wall: [], processor: [] };
  for (const call of calls) {
    const used = process.cpuUsage();
    const start = performance.now();
    await call();
    times.wall.push(performance.now() - start);
    const { user, system } = process.cpuUsage(used);
    times.processor.push((user + system) / 1000);
  }
  return times;
}
