import type { Features } from '../features.ts';
import { deviation, mean } from '../../shared/statistics/statistics.ts';
import { channelWeights, kernelOf, standardise, standardOf, type TapProfile } from '../fit/taps.ts';
import type { Tap } from '../trunk/trunk.ts';

/** Scalar products of every photograph of every set with every other, set after set: [all, all]. */
export type Kernel = (profile: TapProfile) => Float64Array;

/** The kernel that stage one fits with. @param sets pooled taps, OASIS first: it gives means and deviations */
export function linear(sets: readonly Features[], taps: readonly Tap[]): Kernel {
  const standard = standardOf(sets[0] ?? new Float32Array(), taps);
  const all = standardise(joined(sets), standard);
  return remembered((profile) => kernelOf(all, channelWeights(profile, taps)));
}

/** Of a hidden layer's means, centred on OASIS and of unit length there in the mean. */
export function hiddenKernel(sets: readonly Features[], units: number, from: number, to: number): Kernel {
  const own = sets.map((features) => columns(features, units, from, to));
  const width = to - from;
  const [oasis = new Float32Array()] = own;
  const means = Float64Array.from({ length: width }, (_, c) => mean(column(oasis, width, c)));
  const spread = Math.sqrt(means.reduce((sum, _, c) => sum + deviation(column(oasis, width, c)) ** 2, 0));
  const all = joined(own).map((value, i) => (value - (means[i % width] as number)) / spread);
  const kernel = kernelOf(all, new Float64Array(width).fill(1));
  return () => kernel;
}

/** Gaussian of the distances within another kernel: what a hidden layer on pooled taps, not on cells, could reach. */
export const gaussian = (kernel: Kernel): Kernel =>
  remembered((profile) => {
    const values = kernel(profile);
    const size = Math.sqrt(values.length);
    const norm = (row: number) => values[row * (size + 1)] as number;
    return values.map((value, i) => Math.exp(2 * value - norm(Math.floor(i / size)) - norm(i % size)));
  });

/** Weighted sum: the features of all side by side. */
export const sum = (...parts: readonly [Kernel, number][]): Kernel =>
  remembered((profile) => {
    const kernels = parts.map(([kernel, weight]) => ({ values: kernel(profile), weight }));
    const result = new Float64Array(kernels[0]?.values.length ?? 0);
    for (const { values, weight } of kernels) {
      values.forEach((value, i) => (result[i] = (result[i] as number) + weight * value));
    }
    return result;
  });

/** The part of a kernel between some rows. */
export function between(kernel: Float64Array, rows: readonly number[], others = rows): Float64Array {
  const size = Math.sqrt(kernel.length);
  return Float64Array.from(
    { length: rows.length * others.length },
    (_, i) =>
      kernel[
        (rows[Math.floor(i / others.length)] as number) * size + (others[i % others.length] as number)
      ] as number,
  );
}

function remembered(kernel: Kernel): Kernel {
  const known = new Map<TapProfile, Float64Array>();
  return (profile) => {
    const values = known.get(profile) ?? kernel(profile);
    known.set(profile, values);
    return values;
  };
}

function joined(sets: readonly Features[]): Features {
  const all = new Float32Array(sets.reduce((sum, { length }) => sum + length, 0));
  sets.reduce((offset, features) => {
    all.set(features, offset);
    return offset + features.length;
  }, 0);
  return all;
}

const column = (rows: Features, width: number, c: number): Float32Array =>
  Float32Array.from({ length: rows.length / width }, (_, row) => rows[row * width + c] as number);

const columns = (rows: Features, width: number, from: number, to: number): Features =>
  Float32Array.from(
    { length: (rows.length / width) * (to - from) },
    (_, i) => rows[Math.floor(i / (to - from)) * width + from + (i % (to - from))] as number,
  );
