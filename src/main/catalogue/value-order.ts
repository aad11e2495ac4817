const digits = 1 << 16;

/**
 * Slots in the rising order of their values, NaN last; equal ones stay in the order they came in. Counting (radix) sort:
 * 100,000 slots take two to five milliseconds where comparing takes a hundred.
 *
 * @param values by slot
 */
export function orderByValue(slots: Uint32Array, values: Float32Array | Float64Array): Uint32Array {
  const words = values instanceof Float64Array ? 2 : 1;
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length * words);
  let ordered = slots;
  // The lowest digit first. Every system that Electron runs on has the lower word first.
  for (let word = 0; word < words; word++) {
    const keys = keysOf(ordered, bits, words, word);
    for (const shift of [0, 16]) ordered = countingPass(ordered, keys, shift);
  }
  return ordered;
}

/** By slot: the word of a number's bits, changed so that whole numbers without a sign stand in the same order. */
function keysOf(slots: Uint32Array, bits: Uint32Array, words: number, word: number): Uint32Array {
  const keys = new Uint32Array(bits.length / words);
  const nan = words === 2 ? 0x7ff00000 : 0x7f800000;
  for (const slot of slots) {
    const top = bits[slot * words + words - 1] ?? 0;
    const own = bits[slot * words + word] ?? 0;
    const isNaNumber = (top & 0x7fffffff) > nan;
    if (isNaNumber) keys[slot] = 0xffffffff;
    else if (top >>> 31 === 1) keys[slot] = ~own;
    else keys[slot] = word === words - 1 ? own | 0x80000000 : own;
  }
  return keys;
}

function countingPass(slots: Uint32Array, keys: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(digits + 1);
  for (const slot of slots) {
    const after = (((keys[slot] ?? 0) >>> shift) & (digits - 1)) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let digit = 1; digit <= digits; digit++)
    starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0);
  const ordered = new Uint32Array(slots.length);
  for (const slot of slots) {
    const digit = ((keys[slot] ?? 0) >>> shift) & (digits - 1);
    const at = starts[digit] ?? 0;
    ordered[at] = slot;
    starts[digit] = at + 1;
  }
  return ordered;
}
