import { viewOf, type Bytes } from '../bytes.ts';
import { formatByName, isRaw, type Format } from '../format.ts';
import { emptyContainer, type Container, type Range } from './container.ts';
import { exifBlock } from './exif-block.ts';
import { tag, type Directory, type Field } from './tiff-fields.ts';

const bytesPerValue = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
/** Places and lengths of the strips of a very large scan. */
const longestList = 4 * 1024 * 1024;
/** Everything else that is read here is short; profiles and embedded documents are passed over. */
const longestValue = 4096;
const longestPacket = 4 * 1024 * 1024;
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
  const places = new Map<number, Range>();
  const directory = { littleEndian, fields, places };
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
    if (length === 0) continue;
    const place = at + (big ? 12 : 8);
    const far = big ? Number(view.getBigUint64(place, littleEndian)) : view.getUint32(place, littleEndian);
    if (length > inline) places.set(id, { start: far, end: far + length });
    if (length > (lists.has(id) ? longestList : longestValue)) continue;
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

export const numberOf = (directory: Directory, id: number): number | null =>
  numbersOf(directory, id)[0] ?? null;

export const textOf = (directory: Directory, id: number): string =>
  String.fromCharCode(...(directory.fields.get(id)?.data.subarray(0, 64) ?? [])).replace(/\0.*$/s, '');

/** How the picture in a directory is stored, where a RAW file stores it in no way that a plain TIFF does. */
export const sensorPhotometric = new Set([32803, 34892]);
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

/** RAW files that are no TIFF: a name that promises one of them lies. */
const unlikeTiff = new Set<Format>(['raf', 'cr3', 'crw', 'x3f']);

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
  const named = formatByName(name);
  const promised = named !== null && isRaw(named) && !unlikeTiff.has(named) ? named : null;
  if (ofSensor) return promised ?? ofMaker;
  const onlyPreview = ((numberOf(first, tag.subfile) ?? 0) & 1) === 1;
  const isPreview = make !== '' && (onlyPreview || directories.length > 1);
  return isPreview && promised !== null ? promised : 'tiff';
}

/** Container facts of a TIFF, whose picture is its first page. */
export async function readTiff(bytes: Bytes): Promise<Container> {
  const directories = await readDirectories(bytes);
  return await containerOf(bytes, directories, directories[0]);
}

/** @param main the directory whose picture is the photo */
export async function containerOf(
  bytes: Bytes,
  [first]: Directory[],
  main: Directory | undefined,
): Promise<Container> {
  if (first === undefined || main === undefined) return { ...emptyContainer };
  return {
    picture: rangesOf(main, bytes.size),
    exif: exifBlock(first, await exifDirectory(bytes, first), await gpsDirectory(bytes, first)),
    xmp: await xmpIn(bytes, first),
    width: numberOf(main, tag.width),
    height: numberOf(main, tag.height),
  };
}

/** The EXIF directory that the first one points to. */
export async function exifDirectory(bytes: Bytes, first: Directory): Promise<Directory | null> {
  const at = numberOf(first, tag.exifDirectory);
  return at === null ? null : (await readDirectory(bytes, at, first.littleEndian)).directory;
}

async function gpsDirectory(bytes: Bytes, first: Directory): Promise<Directory | null> {
  const at = numberOf(first, tag.gpsDirectory);
  return at === null ? null : (await readDirectory(bytes, at, first.littleEndian)).directory;
}

/** A packet is longer than the values that are read with the directory. */
async function xmpIn(bytes: Bytes, first: Directory): Promise<Uint8Array | null> {
  const place = first.places.get(tag.xmp);
  if (place === undefined || place.end - place.start > longestPacket) return null;
  return (await bytes.read(place.start, place.end - place.start)).slice();
}

/** Where the picture of a directory lies, in strips or tiles. */
export function rangesOf(directory: Directory, size: number): Range[] {
  const tiled = directory.fields.has(tag.tileOffsets);
  const offsets = numbersOf(directory, tiled ? tag.tileOffsets : tag.stripOffsets);
  const counts = numbersOf(directory, tiled ? tag.tileCounts : tag.stripCounts);
  return offsets
    .map((start, i) => ({ start, end: Math.min(size, start + (counts[i] ?? 0)) }))
    .filter(({ start, end }) => end > start);
}
