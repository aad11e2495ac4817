import { viewOf, type Bytes } from '../bytes.ts';
import { formatByName, isRaw, type Format } from '../format.ts';
import type { Container, Range } from './container.ts';

/** A TIFF field's value as stored. */
interface Field {
  type: number;
  count: number;
  data: Uint8Array;
}

export interface Directory {
  littleEndian: boolean;
  fields: Map<number, Field>;
}

const tag = {
  subfile: 0x00fe,
  width: 0x0100,
  height: 0x0101,
  compression: 0x0103,
  photometric: 0x0106,
  make: 0x010f,
  stripOffsets: 0x0111,
  stripCounts: 0x0117,
  tileOffsets: 0x0144,
  tileCounts: 0x0145,
  subDirectories: 0x014a,
  exifDirectory: 0x8769,
  dngVersion: 0xc612,
} as const;

const bytesPerValue = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
/** Places and lengths of the strips of a very large scan. */
const longestList = 4 * 1024 * 1024;
/** Everything else that is read here is short; profiles and embedded documents are passed over. */
const longestValue = 4096;
const lists = new Set<number>([tag.stripOffsets, tag.stripCounts, tag.tileOffsets, tag.tileCounts]);
const mostDirectories = 32;
const mostFields = 1024;

/**
 * Reads a TIFF's first directories and those they point to. Offsets that lead nowhere or in circles end the walk.
 * RW2 and ORF differ from TIFF in their magic number alone, which is not looked at here.
 */
export async function readDirectories(bytes: Bytes): Promise<Directory[]> {
  const head = await bytes.read(0, 16);
  if (head.length < 8) return [];
  const littleEndian = head[0] === 0x49;
  const big = (littleEndian ? head[2] : head[3]) === 0x2b;
  const first = big
    ? Number(viewOf(head).getBigUint64(8, littleEndian))
    : viewOf(head).getUint32(4, littleEndian);
  const waiting = [first];
  const seen = new Set<number>();
  const directories: Directory[] = [];
  for (let offset = waiting.shift(); offset !== undefined; offset = waiting.shift()) {
    if (offset < 8 || offset >= bytes.size || seen.has(offset) || seen.size >= mostDirectories) continue;
    seen.add(offset);
    const read = await readDirectory(bytes, offset, littleEndian, big);
    directories.push(read.directory);
    waiting.push(...numbersOf(read.directory, tag.subDirectories), read.next);
  }
  return directories;
}

/** One directory of classic TIFF at a known place, such as the EXIF directory. */
export async function readDirectory(
  bytes: Bytes,
  offset: number,
  littleEndian: boolean,
  big = false,
): Promise<{ directory: Directory; next: number }> {
  const fields = new Map<number, Field>();
  const directory = { littleEndian, fields };
  const countSize = big ? 8 : 2;
  const fieldSize = big ? 20 : 12;
  const inline = big ? 8 : 4;
  const countBytes = await bytes.read(offset, countSize);
  if (countBytes.length < countSize) return { directory, next: 0 };
  const stated = big
    ? Number(viewOf(countBytes).getBigUint64(0, littleEndian))
    : viewOf(countBytes).getUint16(0, littleEndian);
  const count = Math.min(stated, mostFields);
  const table = (await bytes.read(offset + countSize, count * fieldSize + inline)).slice();
  const view = viewOf(table);
  for (let i = 0; i < count && (i + 1) * fieldSize <= table.length; i++) {
    const at = i * fieldSize;
    const id = view.getUint16(at, littleEndian);
    const type = view.getUint16(at + 2, littleEndian);
    const values = big
      ? Number(view.getBigUint64(at + 4, littleEndian))
      : view.getUint32(at + 4, littleEndian);
    const length = values * (bytesPerValue[type] ?? 0);
    if (length === 0 || length > (lists.has(id) ? longestList : longestValue)) continue;
    const place = at + (big ? 12 : 8);
    const far = big ? Number(view.getBigUint64(place, littleEndian)) : view.getUint32(place, littleEndian);
    const data =
      length <= inline ? table.subarray(place, place + length) : (await bytes.read(far, length)).slice();
    if (data.length === length) fields.set(id, { type, count: values, data });
  }
  const end = count * fieldSize;
  const next = !big && end + 4 <= table.length ? view.getUint32(end, littleEndian) : 0;
  return { directory, next };
}

/** A field's whole numbers; none where the field is missing or holds something else. */
export function numbersOf(directory: Directory, id: number): number[] {
  const field = directory.fields.get(id);
  if (field === undefined) return [];
  const view = viewOf(field.data);
  const little = directory.littleEndian;
  const read: Record<number, (at: number) => number> = {
    1: (at) => view.getUint8(at),
    3: (at) => view.getUint16(at * 2, little),
    4: (at) => view.getUint32(at * 4, little),
    13: (at) => view.getUint32(at * 4, little),
    16: (at) => Number(view.getBigUint64(at * 8, little)),
    18: (at) => Number(view.getBigUint64(at * 8, little)),
  };
  const one = read[field.type];
  return one === undefined ? [] : Array.from({ length: field.count }, (_, i) => one(i));
}

const numberOf = (directory: Directory, id: number): number | null => numbersOf(directory, id)[0] ?? null;

const textOf = (directory: Directory, id: number): string =>
  String.fromCharCode(...(directory.fields.get(id)?.data.subarray(0, 64) ?? [])).replace(/\0.*$/s, '');

/** How the picture in a directory is stored, where a RAW file stores it in no way that a plain TIFF does. */
const sensorPhotometric = new Set([32803, 34892]);
const makersCompression = new Set([32767, 32769, 32770, 34713, 65000, 65535]);

const formatOfMaker: [RegExp, Format][] = [
  [/nikon/i, 'nef'],
  [/sony/i, 'arw'],
  [/pentax|ricoh/i, 'pef'],
  [/samsung/i, 'srw'],
  [/canon/i, 'cr2'],
  [/olympus|om digital/i, 'orf'],
  [/panasonic|leica/i, 'rw2'],
];

/**
 * Tells a RAW file from a plain TIFF by its directories. Where they leave it open (a camera's name and a small first
 * picture, but nothing of a sensor), the file's ending decides.
 */
export function formatOfDirectories(directories: Directory[], name: string): Format {
  const [first] = directories;
  if (first === undefined) return 'tiff';
  if (directories.some((each) => each.fields.has(tag.dngVersion))) return 'dng';
  const make = textOf(first, tag.make);
  const ofMaker = formatOfMaker.find(([maker]) => maker.test(make))?.[1] ?? 'raw';
  const ofSensor = directories.some(
    (each) =>
      sensorPhotometric.has(numberOf(each, tag.photometric) ?? -1) ||
      makersCompression.has(numberOf(each, tag.compression) ?? -1),
  );
  const promised = formatByName(name);
  if (ofSensor) return promised !== null && isRaw(promised) ? promised : ofMaker;
  const onlyPreview = ((numberOf(first, tag.subfile) ?? 0) & 1) === 1;
  if (make !== '' && promised !== null && isRaw(promised) && (onlyPreview || directories.length > 1))
    return promised;
  return 'tiff';
}

/** Container facts of a TIFF or of a RAW file built like one. */
export async function readTiff(bytes: Bytes, directories: Directory[], format: Format): Promise<Container> {
  const [first] = directories;
  if (first === undefined) return { picture: [], exif: null, width: null, height: null };
  // A TIFF's picture is its first page; a RAW file's is the largest, wherever its maker put it.
  const pictures = directories.map((directory) => ({ directory, ranges: rangesOf(directory, bytes.size) }));
  const main = isRaw(format)
    ? pictures.reduce((a, b) => (lengthOf(b.ranges) > lengthOf(a.ranges) ? b : a))
    : pictures[0];
  const exifAt = numberOf(first, tag.exifDirectory);
  const exif = exifAt === null ? null : (await readDirectory(bytes, exifAt, first.littleEndian)).directory;
  return {
    picture: main?.ranges ?? [],
    exif: exifBlock(first, exif),
    width: main ? numberOf(main.directory, tag.width) : null,
    height: main ? numberOf(main.directory, tag.height) : null,
  };
}

const lengthOf = (ranges: Range[]): number => ranges.reduce((sum, { start, end }) => sum + end - start, 0);

function rangesOf(directory: Directory, size: number): Range[] {
  const tiled = directory.fields.has(tag.tileOffsets);
  const offsets = numbersOf(directory, tiled ? tag.tileOffsets : tag.stripOffsets);
  const counts = numbersOf(directory, tiled ? tag.tileCounts : tag.stripCounts);
  return offsets
    .map((start, i) => ({ start, end: Math.min(size, start + (counts[i] ?? 0)) }))
    .filter(({ start, end }) => end > start);
}

/** Longer values (profiles, maker's notes, embedded XMP) are not what an EXIF block is made for here. */
const longestExifValue = 1024;

/**
 * An EXIF block of its own, made of two directories that may lie anywhere in a large file: header, first directory,
 * EXIF directory, then the values.
 */
export function exifBlock(first: Directory, exif: Directory | null): Uint8Array {
  const little = first.littleEndian;
  const short = (directory: Directory) =>
    [...directory.fields].filter(
      ([id, field]) =>
        field.data.length <= longestExifValue && id !== tag.exifDirectory && id !== tag.subDirectories,
    );
  const one = short(first);
  const two = exif === null ? [] : short(exif);
  const oneAt = 8;
  const twoAt = oneAt + 2 + (one.length + 1) * 12 + 4;
  let valuesAt = twoAt + 2 + two.length * 12 + 4;
  const total = [...one, ...two].reduce((sum, [, field]) => sum + field.data.length + 1, valuesAt);
  const block = new Uint8Array(total);
  const view = viewOf(block);
  block.fill(little ? 0x49 : 0x4d, 0, 2);
  view.setUint16(2, 42, little);
  view.setUint32(4, oneAt, little);
  const pointer: [number, Field] = [tag.exifDirectory, { type: 4, count: 1, data: new Uint8Array(4) }];
  viewOf(pointer[1].data).setUint32(0, twoAt, little);
  const write = (at: number, fields: [number, Field][]) => {
    view.setUint16(at, fields.length, little);
    fields.forEach(([id, field], i) => {
      const entry = at + 2 + i * 12;
      view.setUint16(entry, id, little);
      view.setUint16(entry + 2, field.type, little);
      view.setUint32(entry + 4, field.count, little);
      if (field.data.length <= 4) {
        block.set(field.data, entry + 8);
      } else {
        view.setUint32(entry + 8, valuesAt, little);
        block.set(field.data, valuesAt);
        valuesAt += field.data.length + (field.data.length & 1);
      }
    });
  };
  write(oneAt, [...one, pointer]);
  write(twoAt, two);
  return block;
}
