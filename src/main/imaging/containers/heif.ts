import { asciiOf, bytesOf, viewOf, type Bytes } from '../bytes.ts';
import { boxesIn, type Box } from './boxes.ts';
import { emptyContainer, type Container, type Range } from './container.ts';
import { readItemProperties, type ItemProperties } from './item-properties.ts';

const largestMeta = 16 * 1024 * 1024;
const longestPacket = 1 << 20;
/** Items of a HEIF file that are metadata, which other programs rewrite in the midst of the pictures. */
const metadataItems = new Set(['Exif', 'mime', 'uri ']);

/** Container facts of AVIF and HEIF (ISO 23008-12), which are boxes in boxes. */
export async function readHeif(bytes: Bytes): Promise<Container> {
  const top = await boxesIn(bytes, 0, bytes.size);
  const media = top.filter((box) => box.name === 'mdat').map(({ start, end }) => ({ start, end }));
  const meta = top.find((box) => box.name === 'meta');
  if (meta === undefined || meta.end - meta.start > largestMeta) {
    return { ...emptyContainer, picture: media };
  }
  return await readMeta(bytes, meta, media);
}

async function readMeta(file: Bytes, meta: Box, media: Range[]): Promise<Container> {
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
  const primary = primaryItem(await content('pitm'));
  const properties: ItemProperties | null =
    iprp === undefined ? null : await readItemProperties(bytes, iprp, primary);
  return {
    picture: picture.length > 0 ? picture : media,
    exif: exifPlace === undefined ? null : await exifOfItem(file, exifPlace),
    xmp: await xmpAmong(
      file,
      [...kinds].filter(([, kind]) => kind === 'mime').flatMap(([id]) => places.get(id)?.[0] ?? []),
    ),
    width: properties?.width ?? null,
    height: properties?.height ?? null,
    turned: { quarter: properties?.quarter ?? false },
    ...(properties && { heif: properties }),
  };
}

/** The picture that is the photo, among those of a burst, a grid's tiles, thumbnails and masks. */
function primaryItem(data: Uint8Array): number | null {
  if (data.length < 6) return null;
  const view = viewOf(data);
  return data[0] === 0 ? view.getUint16(4) : data.length >= 8 ? view.getUint32(4) : null;
}

/** An Exif item begins with the distance to its TIFF header. */
async function exifOfItem(file: Bytes, place: Range): Promise<Uint8Array | null> {
  const data = await file.read(place.start, Math.min(place.end - place.start, 1 << 20));
  if (data.length < 8) return null;
  return data.slice(4 + viewOf(data).getUint32(0));
}

/** XMP is an item of a media type, like other documents; its root's name tells it from those. */
async function xmpAmong(file: Bytes, items: Range[]): Promise<Uint8Array | null> {
  for (const { start, end } of items) {
    const data = await file.read(start, Math.min(end - start, longestPacket));
    if (Buffer.from(data).includes('x:xmpmeta')) return data.slice();
  }
  return null;
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
