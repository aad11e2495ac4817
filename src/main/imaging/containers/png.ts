import { asciiOf, viewOf, type Bytes } from '../bytes.ts';
import { emptyContainer, type Container } from './container.ts';

/** Writers cut the picture into chunks as small as 8 KiB: past this many the end is looked for from behind. */
const chunksFromFront = 64;
const mostChunks = 1_000_000;
const tailSize = 256 * 1024;
const longestText = 1 << 20;
const xmpKeyword = 'XML:com.adobe.xmp\0';

/** Walks the chunks of a PNG; the picture is the span of its IDAT chunks, which PNG keeps together. */
export async function readPng(bytes: Bytes): Promise<Container> {
  const found: Container = { ...emptyContainer };
  let first = -1;
  let last = -1;
  let at = 8;
  for (let chunk = 0; chunk < mostChunks; chunk++) {
    if (chunk === chunksFromFront && first >= 0) {
      const tail = await lastChunks(bytes);
      if (tail !== null && tail > at) at = tail;
    }
    const head = await bytes.read(at, 16);
    if (head.length < 8) break;
    const view = viewOf(head);
    const length = view.getUint32(0);
    const name = asciiOf(head, 4, 4);
    if (name === 'IHDR' && head.length === 16) {
      found.width = view.getUint32(8);
      found.height = viewOf(await bytes.read(at + 12, 4)).getUint32(0);
    } else if (name === 'IDAT') {
      if (first < 0) first = at;
      last = at + 12 + length;
    } else if (name === 'eXIf') {
      found.exif = (await bytes.read(at + 8, Math.min(length, 1 << 20))).slice();
    } else if (name === 'iTXt' && found.xmp === null) {
      found.xmp = xmpOf((await bytes.read(at + 8, Math.min(length, longestText))).slice());
    } else if (name === 'IEND') {
      break;
    }
    at += 12 + length;
  }
  if (first >= 0) found.picture = [{ start: first, end: Math.min(last, bytes.size) }];
  return found;
}

/** XMP is an international text under a keyword of its own, not compressed; language and translated keyword are empty. */
function xmpOf(text: Uint8Array): Uint8Array | null {
  const isXmp = asciiOf(text, 0, xmpKeyword.length) === xmpKeyword && text[xmpKeyword.length] === 0;
  return isXmp ? text.subarray(xmpKeyword.length + 4) : null;
}

/**
 * Where a late IDAT chunk starts, or null. A place in the tail that looks like one is believed only if the chunks
 * counted on from there lead exactly to IEND.
 */
async function lastChunks(bytes: Bytes): Promise<number | null> {
  const start = Math.max(8, bytes.size - tailSize);
  const tail = await bytes.read(start, tailSize);
  const view = viewOf(tail);
  for (let at = 0; at + 12 <= tail.length; at++) {
    if (tail[at + 4] === 0x49 && asciiOf(tail, at + 4, 4) === 'IDAT' && leadsToEnd(tail, view, at)) {
      return start + at;
    }
  }
  return null;
}

function leadsToEnd(tail: Uint8Array, view: DataView, from: number): boolean {
  let at = from;
  while (at + 12 <= tail.length) {
    if (asciiOf(tail, at + 4, 4) === 'IEND') return view.getUint32(at) === 0;
    at += 12 + view.getUint32(at);
  }
  return false;
}
