/** TIFF structures written by code, as cameras and scanners write them. */

/** Data that lies behind all directories and is pointed to. */
export interface Blob {
  data: Buffer;
}
export type Directory = Map<number, Value>;
export type Value =
  | { type: 'short' | 'long' | 'bytes'; values: number[] | Buffer }
  | { type: 'ascii'; text: string }
  | { type: 'places'; blobs: Blob[] }
  | { type: 'directories'; directories: Directory[] };

export const short = (...values: number[]): Value => ({ type: 'short', values });
export const long = (...values: number[]): Value => ({ type: 'long', values });
export const bytes = (values: Buffer): Value => ({ type: 'bytes', values });
export const ascii = (text: string): Value => ({ type: 'ascii', text });
export const placeOf = (...blobs: Blob[]): Value => ({ type: 'places', blobs });
export const directories = (...inside: Directory[]): Value => ({ type: 'directories', directories: inside });

const codes = { bytes: 7, ascii: 2, short: 3, long: 4, places: 4, directories: 4 };

/**
 * @param header what comes before the first directory, and from whose start places are counted
 * @param chain directories that follow each other
 * @param gap bytes left empty before the data pointed to, as a sensor's data would fill them
 */
export function tiffOf(
  chain: Directory[],
  { header = standardHeader(true), little = true, gap = 0 } = {},
): Buffer {
  const all: Directory[] = [];
  const collect = (directory: Directory): void => {
    all.push(directory);
    for (const value of directory.values())
      if (value.type === 'directories') value.directories.forEach(collect);
  };
  chain.forEach(collect);
  const dataOf = (value: Value): Buffer => encoded(value, little, () => 0);
  const places = new Map<Directory | Blob | Value, number>();
  let at = header.length;
  for (const directory of all) {
    places.set(directory, at);
    at += 2 + directory.size * 12 + 4;
    for (const value of directory.values()) {
      const { length } = dataOf(value);
      if (length <= 4) continue;
      places.set(value, at);
      at += length + (length & 1);
    }
  }
  at += gap;
  const blobs = all.flatMap((directory) =>
    [...directory.values()].flatMap((value) => (value.type === 'places' ? value.blobs : [])),
  );
  for (const blob of new Set(blobs)) {
    places.set(blob, at);
    at += blob.data.length;
  }
  const file = Buffer.alloc(at);
  header.copy(file);
  const put = (size: 2 | 4, value: number, place: number) =>
    little ? file.writeUIntLE(value, place, size) : file.writeUIntBE(value, place, size);
  const place = (thing: Directory | Blob | Value): number => places.get(thing) ?? 0;
  for (const directory of all) {
    let entry = place(directory);
    put(2, directory.size, entry);
    entry += 2;
    for (const [tag, value] of [...directory].sort(([a], [b]) => a - b)) {
      const data = encoded(value, little, place);
      const size = codes[value.type] === 3 ? 2 : codes[value.type] === 4 ? 4 : 1;
      put(2, tag, entry);
      put(2, codes[value.type], entry + 2);
      put(4, data.length / size, entry + 4);
      if (data.length > 4) put(4, place(value), entry + 8);
      data.copy(file, data.length > 4 ? place(value) : entry + 8);
      entry += 12;
    }
    const next = chain[chain.indexOf(directory) + 1];
    put(4, chain.includes(directory) && next ? place(next) : 0, entry);
  }
  for (const blob of new Set(blobs)) blob.data.copy(file, place(blob));
  return file;
}

function encoded(value: Value, little: boolean, place: (thing: Directory | Blob) => number): Buffer {
  if (value.type === 'ascii') return Buffer.from(`${value.text}\0`, 'latin1');
  if (value.type === 'bytes') return Buffer.from(value.values);
  const numbers =
    value.type === 'places'
      ? value.blobs.map(place)
      : value.type === 'directories'
        ? value.directories.map(place)
        : [...value.values];
  const size = value.type === 'short' ? 2 : 4;
  const data = Buffer.alloc(numbers.length * size);
  numbers.forEach((number, i) =>
    little ? data.writeUIntLE(number, i * size, size) : data.writeUIntBE(number, i * size, size),
  );
  return data;
}

/** With the first directory right behind it. */
export function standardHeader(little: boolean, magic = little ? 'II*\0' : 'MM\0*'): Buffer {
  const header = Buffer.from(`${magic}\0\0\0\0`, 'latin1');
  if (little) header.writeUInt32LE(8, 4);
  else header.writeUInt32BE(8, 4);
  return header;
}
