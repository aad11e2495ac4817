import { PlainError } from '../../../shared/result.ts';
import type { Piece } from '../../disk/verified-copy.ts';
import { asciiOf, viewOf, type Bytes } from '../bytes.ts';
import type { EditPacket } from './xmp-inside.ts';

const mark = new TextEncoder().encode('http://ns.adobe.com/xap/1.0/\0');
/** A segment's length has two bytes, and counts itself. */
const largest = 0xffff - 2 - mark.length;

/**
 * Puts XMP into a segment of its own: in the place of the one that is there, else after Exif, which has to be first.
 * What lies behind only moves along, as offsets in other segments count from themselves.
 */
export async function insideJpeg(bytes: Bytes, edit: EditPacket): Promise<Piece[]> {
  let insertAt = 2;
  let old: { start: number; end: number } | null = null;
  let before: Uint8Array | null = null;
  for (let at = 2; ;) {
    const head = await bytes.read(at, 4 + mark.length);
    if (head.length < 4 || head[0] !== 0xff) throw new PlainError('Its segments are damaged.');
    const marker = head[1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const end = at + 2 + viewOf(head).getUint16(2);
    const isExif = marker === 0xe1 && asciiOf(head, 4, 4) === 'Exif';
    // JFIF and Exif come first.
    if ((marker === 0xe0 || isExif) && at === insertAt) insertAt = end;
    if (marker === 0xe1 && old === null && mark.every((byte, index) => head[4 + index] === byte)) {
      old = { start: at, end };
      before = (await bytes.read(at + 4 + mark.length, end - at - 4 - mark.length)).slice();
    }
    at = end;
  }
  const packet = edit(before);
  if (packet.length > largest) throw new PlainError('Its XMP would be larger than a JPEG can hold.');
  const segment = new Uint8Array(4 + mark.length + packet.length);
  viewOf(segment).setUint32(0, 0xffe1_0000 + 2 + mark.length + packet.length);
  segment.set(mark, 4);
  segment.set(packet, 4 + mark.length);
  const { start, end } = old ?? { start: insertAt, end: insertAt };
  return [{ start: 0, end: start }, segment, { start: end, end: bytes.size }];
}
