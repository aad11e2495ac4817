/** Numbers of a network that are the same for every photograph, as they lie in a file. */
export interface Constant {
  name: string;
  shape: number[];
  type: 'float32' | 'float16' | 'int32';
  data: Uint8Array;
}

/** The widest first, so that each starts where a number of its kind may. */
const order: readonly Constant['type'][] = ['float32', 'int32', 'float16'];

/** Constants one after the other, in the order in which they lie, and where each of them starts. */
export function packed(constants: readonly Constant[]): {
  constants: Constant[];
  offsets: Map<string, number>;
  bytes: Uint8Array;
} {
  const sorted = order.flatMap((type) => constants.filter((one) => one.type === type));
  const bytes = new Uint8Array(sorted.reduce((sum, { data }) => sum + data.length, 0));
  const offsets = new Map<string, number>();
  let offset = 0;
  for (const { name, data } of sorted) {
    bytes.set(data, offset);
    offsets.set(name, offset);
    offset += data.length;
  }
  return { constants: sorted, offsets, bytes };
}
