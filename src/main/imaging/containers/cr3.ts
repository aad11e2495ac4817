import { bytesOf, viewOf, type Bytes } from '../bytes.ts';
import { boxesIn, type Box } from './boxes.ts';
import type { Container, Range } from './container.ts';
import { exifBlock } from './exif-block.ts';
import { readDirectories, numberOf } from './tiff.ts';
import { tag, type Directory } from './tiff-fields.ts';

/** Bytes. */
const longestPacket = 1 << 20;
const metadataUuid = '85c0b687820f11e08111f4ce462b6a48';
const xmpUuid = 'be7acfcb97a942e89c71999491e3afac';
const previewUuid = 'eaf42b5e1c984b88b9fbb7dc406e4d16';

/** Canon's CR3 (ISO base media): EXIF as TIFF blocks, a thumbnail, a preview, and a full-size JPEG as a track. */
export async function readCr3(bytes: Bytes): Promise<Container> {
  const top = await boxesIn(bytes, 0, bytes.size);
  const moov = top.find((box) => box.name === 'moov');
  const movie = moov === undefined ? [] : await boxesIn(bytes, moov.start, moov.end);
  const metadata = await uuidBox(bytes, movie, metadataUuid);
  const preview = await uuidBox(bytes, top, previewUuid, 8);
  const first = await directoryIn(bytes, metadata, 'CMT1');
  const exif = await directoryIn(bytes, metadata, 'CMT2');
  const tracks = movie.filter((box) => box.name === 'trak');
  return {
    picture: top.filter((box) => box.name === 'mdat').map(({ start, end }) => ({ start, end })),
    exif: first === null ? null : exifBlock(first, exif, await directoryIn(bytes, metadata, 'CMT4')),
    xmp: await xmpOf(bytes, top),
    width: first && numberOf(first, tag.width),
    height: first && numberOf(first, tag.height),
    raw: {
      previews: [
        ...(await Promise.all(tracks.map((track) => firstSample(bytes, track)))).flat(),
        ...(await jpegIn(bytes, preview, 'PRVW', 12)),
        ...(await jpegIn(bytes, metadata, 'THMB', 8)),
      ],
      orientation: null,
      adobeRgb: false,
    },
  };
}

/** The boxes inside a box that is named by a UUID; `skip` bytes come before the first. */
async function uuidBox(bytes: Bytes, boxes: Box[], uuid: string, skip = 0): Promise<Box[]> {
  const box = await findUuid(bytes, boxes, uuid);
  return box ? await boxesIn(bytes, box.start + 16 + skip, box.end) : [];
}

async function findUuid(bytes: Bytes, boxes: Box[], uuid: string): Promise<Box | undefined> {
  for (const box of boxes.filter((each) => each.name === 'uuid')) {
    if (Buffer.from(await bytes.read(box.start, 16)).toString('hex') === uuid) return box;
  }
  return undefined;
}

async function xmpOf(bytes: Bytes, boxes: Box[]): Promise<Uint8Array | null> {
  const box = await findUuid(bytes, boxes, xmpUuid);
  return box
    ? (await bytes.read(box.start + 16, Math.min(box.end - box.start - 16, longestPacket))).slice()
    : null;
}

async function directoryIn(bytes: Bytes, boxes: Box[], name: string): Promise<Directory | null> {
  const box = boxes.find((each) => each.name === name);
  if (box === undefined) return null;
  const block = (await bytes.read(box.start, box.end - box.start)).slice();
  return (await readDirectories(bytesOf(block)))[0] ?? null;
}

const jpegStart = 16;

/** @param lengthAt where in the box the JPEG's length stands */
async function jpegIn(bytes: Bytes, boxes: Box[], name: string, lengthAt: number): Promise<Range[]> {
  const box = boxes.find((each) => each.name === name);
  if (box === undefined) return [];
  const length = viewOf(await bytes.read(box.start + lengthAt, 4)).getUint32(0);
  const start = box.start + jpegStart;
  return [{ start, end: Math.min(box.end, start + length) }];
}

/** Where a track's only sample lies: a JPEG in the first track, the sensor's data in others. */
async function firstSample(bytes: Bytes, track: Box): Promise<Range[]> {
  let box: Box | undefined = track;
  for (const name of ['mdia', 'minf', 'stbl']) {
    const inside: Box[] = box === undefined ? [] : await boxesIn(bytes, box.start, box.end);
    box = inside.find((each) => each.name === name);
  }
  if (box === undefined) return [];
  const tables = await boxesIn(bytes, box.start, box.end);
  const table = async (name: string): Promise<DataView | null> => {
    const found = tables.find((each) => each.name === name);
    return found === undefined ? null : viewOf((await bytes.read(found.start, 24)).slice());
  };
  const sizes = await table('stsz');
  const places = await table('co64');
  if (sizes === null || places === null) return [];
  const start = Number(places.getBigUint64(8));
  const length = sizes.getUint32(4) || sizes.getUint32(12);
  return [{ start, end: start + length }];
}
