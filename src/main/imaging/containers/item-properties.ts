import { asciiOf, viewOf, type Bytes } from '../bytes.ts';
import { boxesIn, type Box } from './boxes.ts';
import type { HeifFacts } from './container.ts';

/** What the properties of a HEIF file say of its primary picture; `hevc` counts for any in the file. */
export interface ItemProperties extends HeifFacts {
  /** Before any turn. */
  width: number | null;
  height: number | null;
  /** Turned by 90 or 270 degrees. */
  quarter: boolean;
}

/** No camera's profile is longer; one that claims to be is left out. */
const longestProfile = 4 * 1024 * 1024;

/**
 * @param iprp the box of item properties
 * @param primary the item that is the photo; null where the file does not say
 */
export async function readItemProperties(
  bytes: Bytes,
  iprp: Box,
  primary: number | null,
): Promise<ItemProperties | null> {
  const parts = await boxesIn(bytes, iprp.start, iprp.end);
  const ipco = parts.find((box) => box.name === 'ipco');
  if (ipco === undefined) return null;
  const all = await boxesIn(bytes, ipco.start, ipco.end);
  const numbers = new Set<number>();
  for (const ipma of parts.filter((box) => box.name === 'ipma')) {
    const data = await bytes.read(ipma.start, ipma.end - ipma.start);
    for (const number of propertiesOfItem(data, primary)) numbers.add(number);
  }
  // Properties are counted from one. Where nothing is assigned, all of them speak, and the largest size is the picture's.
  const own = numbers.size === 0 ? all : all.filter((_, index) => numbers.has(index + 1));
  const size = await largestSize(bytes, own);
  const colours = await readColours(bytes, own);
  // A grid may leave the profile to its tiles.
  const { profile } = colours.profile ? colours : await readColours(bytes, all);
  return {
    width: size?.width ?? null,
    height: size?.height ?? null,
    quarter: await isQuarterTurned(bytes, own),
    hevc: all.some((box) => box.name === 'hvcC'),
    profile,
    primaries: colours.primaries,
  };
}

async function largestSize(bytes: Bytes, boxes: Box[]): Promise<{ width: number; height: number } | null> {
  let largest: { width: number; height: number } | null = null;
  for (const box of boxes.filter((each) => each.name === 'ispe')) {
    const data = await bytes.read(box.start, 12);
    if (data.length < 12) continue;
    const width = viewOf(data).getUint32(4);
    const height = viewOf(data).getUint32(8);
    if (largest === null || width * height > largest.width * largest.height) largest = { width, height };
  }
  return largest;
}

async function isQuarterTurned(bytes: Bytes, boxes: Box[]): Promise<boolean> {
  const turn = boxes.find((box) => box.name === 'irot');
  return turn !== undefined && (((await bytes.read(turn.start, 1))[0] ?? 0) & 1) === 1;
}

async function readColours(
  bytes: Bytes,
  boxes: Box[],
): Promise<{ profile: Uint8Array | null; primaries: number | null }> {
  let profile: Uint8Array | null = null;
  let primaries: number | null = null;
  for (const box of boxes.filter((each) => each.name === 'colr')) {
    const length = box.end - box.start;
    if (length < 6 || length > longestProfile) continue;
    const data = await bytes.read(box.start, length);
    const kind = asciiOf(data, 0, 4);
    if (kind === 'prof' || kind === 'rICC') profile = data.slice(4);
    else if (kind === 'nclx') primaries = viewOf(data).getUint16(4);
  }
  return { profile, primaries };
}

/** Numbers of the properties that an `ipma` box assigns to an item. */
function propertiesOfItem(data: Uint8Array, item: number | null): number[] {
  if (data.length < 8 || item === null) return [];
  const view = viewOf(data);
  const wideId = (data[0] ?? 0) >= 1;
  const wideNumber = ((data[3] ?? 0) & 1) === 1;
  const entries = view.getUint32(4);
  let at = 8;
  for (let entry = 0; entry < entries && at + 5 <= data.length; entry++) {
    const id = wideId ? view.getUint32(at) : view.getUint16(at);
    at += wideId ? 4 : 2;
    const count = data[at++] ?? 0;
    const step = wideNumber ? 2 : 1;
    if (at + count * step > data.length) return [];
    if (id === item) {
      return Array.from({ length: count }, (_, i) =>
        wideNumber ? view.getUint16(at + i * 2) & 0x7fff : (data[at + i] ?? 0) & 0x7f,
      );
    }
    at += count * step;
  }
  return [];
}
