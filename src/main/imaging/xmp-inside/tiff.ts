import { PlainError } from '../../../shared/result.ts';
import type { Piece } from '../../disk/verified-copy.ts';
import { asciiOf, viewOf, type Bytes } from '../bytes.ts';
import type { EditPacket } from './xmp-inside.ts';

const xmpTag = 700;
const byteType = 1;
const mostEntries = 4096;

/**
 * Puts XMP behind everything, and behind it a new first directory that leads there: nothing that is there moves, as
 * offsets in a TIFF or DNG count from its start.
 */
export async function insideTiff(bytes: Bytes, edit: EditPacket): Promise<Piece[]> {
  const header = (await bytes.read(0, 8)).slice();
  const little = asciiOf(header, 0, 2) === 'II';
  if (header.length < 8 || viewOf(header).getUint16(2, little) !== 42) {
    throw new PlainError('It is a BigTIFF, or no TIFF at all.');
  }
  const directory = viewOf(header).getUint32(4, little);
  const count = viewOf(await bytes.read(directory, 2)).getUint16(0, little);
  if (count === 0 || count > mostEntries) throw new PlainError('Its first directory is damaged.');
  const entries = (await bytes.read(directory + 2, count * 12 + 4)).slice();
  if (entries.length < count * 12 + 4) throw new PlainError('Its first directory is damaged.');
  const view = viewOf(entries);
  const places = Array.from({ length: count }, (_, index) => index * 12);
  const old = places.find((at) => view.getUint16(at, little) === xmpTag);
  const before =
    old === undefined
      ? null
      : (await bytes.read(view.getUint32(old + 8, little), view.getUint32(old + 4, little))).slice();
  const packet = edit(before);

  // Offsets are even.
  const gap = bytes.size % 2;
  const packetAt = bytes.size + gap;
  const directoryAt = packetAt + packet.length + (packet.length % 2);
  if (directoryAt + entries.length > 0xffff_ffff) throw new PlainError('It is too large.');
  const own = new Uint8Array(12);
  viewOf(own).setUint16(0, xmpTag, little);
  viewOf(own).setUint16(2, byteType, little);
  viewOf(own).setUint32(4, packet.length, little);
  viewOf(own).setUint32(8, packetAt, little);
  const others = places.filter((at) => at !== old).map((at) => entries.subarray(at, at + 12));
  const sorted = [...others, own].sort(
    (a, b) => viewOf(a).getUint16(0, little) - viewOf(b).getUint16(0, little),
  );
  const number = new Uint8Array(2);
  viewOf(number).setUint16(0, sorted.length, little);
  viewOf(header).setUint32(4, directoryAt, little);
  const tail = Buffer.concat([
    new Uint8Array(gap),
    packet,
    new Uint8Array(packet.length % 2),
    number,
    ...sorted,
    // Where the next directory is.
    entries.subarray(count * 12),
  ]);
  return [header, { start: 8, end: bytes.size }, tail];
}
