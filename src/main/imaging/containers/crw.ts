import { asciiOf, partOf, viewOf, type Bytes } from '../bytes.ts';
import { emptyContainer, type Range, type Container } from './container.ts';
import { exifOf } from './exif-block.ts';

const record = { camera: 0x080a, captured: 0x180e, image: 0x1810, jpeg: 0x2007, thumbnail: 0x2008 } as const;
const mostRecords = 512;
const mostHeaps = 64;
/** EXIF's orientation by the degrees that the camera was turned. */
const orientationOfDegrees: Record<number, number> = { 90: 6, 180: 3, 270: 8 };

/** Canon's first RAW (CIFF): heaps in heaps, each with its directory at its end. */
export async function readCrw(bytes: Bytes): Promise<Container> {
  const start = viewOf(await bytes.read(2, 4)).getUint32(0, true);
  const records = new Map<number, Range>();
  await readHeap(bytes, { start, end: bytes.size }, records, new Set());
  const read = async (id: number): Promise<Uint8Array> => {
    const place = records.get(id);
    return place
      ? (await bytes.read(place.start, Math.min(256, place.end - place.start))).slice()
      : new Uint8Array();
  };
  const image = viewOf(await read(record.image));
  const captured = viewOf(await read(record.captured));
  const camera = await read(record.camera);
  const [make = '', model = ''] = asciiOf(camera).split('\0');
  const degrees = image.byteLength >= 16 ? (image.getInt32(12, true) + 3600) % 360 : 0;
  const seconds = captured.byteLength >= 4 ? captured.getUint32(0, true) : 0;
  return {
    ...emptyContainer,
    exif: exifOf({
      make,
      model,
      orientation: orientationOfDegrees[degrees] ?? 1,
      ...(seconds > 0 && { captured: exifDate(seconds) }),
    }),
    width: image.byteLength >= 8 ? image.getUint32(0, true) : null,
    height: image.byteLength >= 8 ? image.getUint32(4, true) : null,
    raw: {
      previews: [record.jpeg, record.thumbnail].flatMap((id) => records.get(id) ?? []),
      orientation: null,
      adobeRgb: false,
    },
  };
}

/** Collects the records of a heap and of those in it; a record that fits into its directory entry lies there. */
async function readHeap(
  bytes: Bytes,
  heap: Range,
  records: Map<number, Range>,
  seen: Set<number>,
): Promise<void> {
  if (seen.has(heap.start) || seen.size >= mostHeaps) return;
  seen.add(heap.start);
  const inside = partOf(bytes, heap.start, heap.end - heap.start);
  const at = viewOf(await inside.read(inside.size - 4, 4)).getUint32(0, true);
  const count = Math.min(mostRecords, viewOf(await inside.read(at, 2)).getUint16(0, true));
  const entries = (await inside.read(at + 2, count * 10)).slice();
  const view = viewOf(entries);
  for (let entry = 0; entry + 10 <= entries.length; entry += 10) {
    const kind = view.getUint16(entry, true);
    const inEntry = (kind & 0xc000) === 0x4000;
    const start = inEntry ? heap.start + at + 2 + entry + 2 : heap.start + view.getUint32(entry + 6, true);
    const place = { start, end: start + (inEntry ? 8 : view.getUint32(entry + 2, true)) };
    const isHeap = (kind & 0x3800) === 0x2800 || (kind & 0x3800) === 0x3000;
    if (!isHeap) records.set(kind & 0x3fff, place);
    else await readHeap(bytes, place, records, seen);
  }
}

/** The camera's clock counts local seconds since 1970. */
const exifDate = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' ');
