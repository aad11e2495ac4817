import { asciiOf, bytesOf, viewOf, type Bytes } from '../bytes.ts';
import type { Container, Range } from './container.ts';
import { exifBlock, readDirectories } from './tiff.ts';

interface Box {
  name: string;
  /** Of the content, behind the box's own header. */
  start: number;
  end: number;
}

const mostBoxes = 4096;
const largestMeta = 16 * 1024 * 1024;
/** Items of a HEIF file that are metadata, which other programs rewrite in the midst of the pictures. */
const metadataItems = new Set(['Exif', 'mime', 'uri ']);

/** Container facts of AVIF, HEIF (ISO 23008-12) and Canon's CR3, which all are boxes in boxes. */
export async function readIso(bytes: Bytes): Promise<Container> {
  const top = await boxesIn(bytes, 0, bytes.size);
  const media = top.filter((box) => box.name === 'mdat').map(({ start, end }) => ({ start, end }));
  const meta = top.find((box) => box.name === 'meta');
  const moov = top.find((box) => box.name === 'moov');
  if (meta !== undefined) return await readMeta(bytes, meta, media);
  const exif = moov === undefined ? null : await canonExif(bytes, moov);
  return { picture: media, exif, width: null, height: null };
}

async function boxesIn(bytes: Bytes, from: number, to: number): Promise<Box[]> {
  const boxes: Box[] = [];
  let at = from;
  while (at + 8 <= to && boxes.length < mostBoxes) {
    const head = await bytes.read(at, 16);
    if (head.length < 8) break;
    const view = viewOf(head);
    const short = view.getUint32(0);
    const long = short === 1 && head.length === 16;
    const size = long ? Number(view.getBigUint64(8)) : short === 0 ? to - at : short;
    const header = long ? 16 : 8;
    if (size < header) break;
    boxes.push({ name: asciiOf(head, 4, 4), start: at + header, end: Math.min(to, at + size) });
    at += size;
  }
  return boxes;
}

async function readMeta(file: Bytes, meta: Box, media: Range[]): Promise<Container> {
  if (meta.end - meta.start > largestMeta) return { picture: media, exif: null, width: null, height: null };
  const bytes = bytesOf((await file.read(meta.start, meta.end - meta.start)).slice());
  const boxes = await boxesIn(bytes, 4, bytes.size);
  const content = async (name: string): Promise<Uint8Array> => {
    const box = boxes.find((each) => each.name === name);
    return box === undefined ? new Uint8Array() : await bytes.read(box.start, box.end - box.start);
  };
  const kinds = itemKinds(await content('iinf'));
  const places = itemPlaces(await content('iloc'));
  const picture = [...places]
    .filter(([id]) => !metadataItems.has(kinds.get(id) ?? ''))
    .flatMap(([, ranges]) => ranges)
    .filter(({ start, end }) => end > start && end <= file.size);
  const exifItem = [...kinds].find(([, kind]) => kind === 'Exif')?.[0];
  const exifPlace = exifItem === undefined ? undefined : places.get(exifItem)?.[0];
  const iprp = boxes.find((box) => box.name === 'iprp');
  const size = iprp === undefined ? null : await largestSize(bytes, iprp);
  return {
    picture: picture.length > 0 ? picture : media,
    exif: exifPlace === undefined ? null : await exifOfItem(file, exifPlace),
    width: size?.width ?? null,
    height: size?.height ?? null,
    turned: { quarter: size?.quarter ?? false },
  };
}

/** An Exif item begins with the distance to its TIFF header. */
async function exifOfItem(file: Bytes, place: Range): Promise<Uint8Array | null> {
  const data = await file.read(place.start, Math.min(place.end - place.start, 1 << 20));
  if (data.length < 8) return null;
  return data.slice(4 + viewOf(data).getUint32(0));
}

/** Types of the items by id, from an `iinf` box. */
function itemKinds(data: Uint8Array): Map<number, string> {
  const kinds = new Map<number, string>();
  if (data.length < 6) return kinds;
  const view = viewOf(data);
  let at = data[0] === 0 ? 6 : 8;
  while (at + 16 <= data.length) {
    const size = view.getUint32(at);
    const version = data[at + 8] ?? 0;
    if (size < 16) break;
    if (version === 2) kinds.set(view.getUint16(at + 12), asciiOf(data, at + 16, 4));
    if (version === 3 && at + 22 <= data.length)
      kinds.set(view.getUint32(at + 12), asciiOf(data, at + 18, 4));
    at += size;
  }
  return kinds;
}

/** Where the items lie, from an `iloc` box; items inside other boxes are left out. */
function itemPlaces(data: Uint8Array): Map<number, Range[]> {
  const places = new Map<number, Range[]>();
  if (data.length < 8) return places;
  const view = viewOf(data);
  const version = data[0] ?? 0;
  const sizes = view.getUint16(4);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version > 0 ? sizes & 15 : 0;
  let at = 6;
  const take = (size: number): number => {
    if (at + size > data.length) throw new RangeError('iloc ends early');
    const value =
      size === 8
        ? Number(view.getBigUint64(at))
        : size === 4
          ? view.getUint32(at)
          : size === 2
            ? view.getUint16(at)
            : 0;
    at += size;
    return value;
  };
  try {
    const items = take(version < 2 ? 2 : 4);
    for (let i = 0; i < items; i++) {
      const id = take(version < 2 ? 2 : 4);
      const inFile = version === 0 || (take(2) & 15) === 0;
      take(2);
      const base = take(baseSize);
      const extents = take(2);
      const ranges: Range[] = [];
      for (let extent = 0; extent < extents; extent++) {
        take(indexSize);
        const start = base + take(offsetSize);
        ranges.push({ start, end: start + take(lengthSize) });
      }
      if (inFile) places.set(id, ranges);
    }
  } catch (error) {
    // A box that ends early still told of the items before.
    if (!(error instanceof RangeError)) throw error;
  }
  return places;
}

/**
 * The largest size among the item properties: the picture's, since tiles and thumbnails are smaller. A rotation
 * property belongs to the picture as well; thumbnails share it.
 */
async function largestSize(
  bytes: Bytes,
  iprp: Box,
): Promise<{ width: number; height: number; quarter: boolean } | null> {
  const ipco = (await boxesIn(bytes, iprp.start, iprp.end)).find((box) => box.name === 'ipco');
  if (ipco === undefined) return null;
  let largest: { width: number; height: number } | null = null;
  let quarter = false;
  for (const box of await boxesIn(bytes, ipco.start, ipco.end)) {
    const data = await bytes.read(box.start, 12);
    if (box.name === 'ispe' && data.length === 12) {
      const width = viewOf(data).getUint32(4);
      const height = viewOf(data).getUint32(8);
      if (largest === null || width * height > largest.width * largest.height) largest = { width, height };
    }
    if (box.name === 'irot') quarter = ((data[0] ?? 0) & 1) === 1;
  }
  return largest && { ...largest, quarter };
}

const canonUuid = '85c0b687820f11e08111f4ce462b6a48';

/** CR3 keeps the first directory and the EXIF directory as two TIFF blocks, CMT1 and CMT2. */
async function canonExif(bytes: Bytes, moov: Box): Promise<Uint8Array | null> {
  for (const box of await boxesIn(bytes, moov.start, moov.end)) {
    if (box.name !== 'uuid') continue;
    const id = Buffer.from(await bytes.read(box.start, 16)).toString('hex');
    if (id !== canonUuid) continue;
    const inside = await boxesIn(bytes, box.start + 16, box.end);
    const directory = async (name: string) => {
      const block = inside.find((each) => each.name === name);
      if (block === undefined) return undefined;
      return (
        await readDirectories(bytesOf((await bytes.read(block.start, block.end - block.start)).slice()))
      )[0];
    };
    const first = await directory('CMT1');
    if (first !== undefined) return exifBlock(first, (await directory('CMT2')) ?? null);
  }
  return null;
}
