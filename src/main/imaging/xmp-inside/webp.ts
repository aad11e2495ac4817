import { PlainError } from '../../../shared/result.ts';
import type { Piece } from '../../disk/verified-copy.ts';
import { asciiOf, viewOf, type Bytes } from '../bytes.ts';
import type { EditPacket } from './xmp-inside.ts';

const xmpFlag = 0x04;
const alphaFlag = 0x10;

interface Chunk {
  name: string;
  start: number;
  /** Without the byte that makes its length even. */
  size: number;
  end: number;
}

/** Puts XMP into the last chunk, and says so in the extended header, which is made where there is none. */
export async function insideWebp(bytes: Bytes, edit: EditPacket): Promise<Piece[]> {
  const chunks: Chunk[] = [];
  for (let at = 12; at + 8 <= bytes.size;) {
    const head = await bytes.read(at, 8);
    const size = viewOf(head).getUint32(4, true);
    const end = at + 8 + size + (size % 2);
    chunks.push({ name: asciiOf(head, 0, 4), start: at, size, end });
    at = end;
  }
  const [first] = chunks;
  if (!first) throw new PlainError('Its chunks are damaged.');
  const old = chunks.find(({ name }) => name === 'XMP ');
  const packet = edit(old ? (await bytes.read(old.start + 8, old.size)).slice() : null);
  const xmp = new Uint8Array(8 + packet.length + (packet.length % 2));
  xmp.set(new TextEncoder().encode('XMP '));
  viewOf(xmp).setUint32(4, packet.length, true);
  xmp.set(packet, 8);

  const extended = await extendedHeader(bytes, first);
  const kept = chunks.filter(({ name }) => name !== 'VP8X' && name !== 'XMP ');
  const body = kept.map(({ start, end }) => ({ start, end: Math.min(end, bytes.size) }));
  const size = 4 + extended.length + xmp.length + body.reduce((sum, { start, end }) => sum + end - start, 0);
  const header = (await bytes.read(0, 12)).slice();
  viewOf(header).setUint32(4, size, true);
  return [header, extended, ...body, xmp];
}

async function extendedHeader(bytes: Bytes, first: Chunk): Promise<Uint8Array> {
  const content = await bytes.read(first.start, 18);
  if (first.name === 'VP8X') {
    const header = content.slice();
    header[8] = (header[8] ?? 0) | xmpFlag;
    return header;
  }
  const { width, height, alpha } = sizeIn(first.name, content);
  const header = new Uint8Array(18);
  header.set(new TextEncoder().encode('VP8X'));
  const view = viewOf(header);
  view.setUint32(4, 10, true);
  view.setUint32(8, xmpFlag | (alpha ? alphaFlag : 0), true);
  view.setUint16(12, (width - 1) & 0xffff, true);
  view.setUint8(14, (width - 1) >> 16);
  view.setUint16(15, (height - 1) & 0xffff, true);
  view.setUint8(17, (height - 1) >> 16);
  return header;
}

function sizeIn(name: string, chunk: Uint8Array): { width: number; height: number; alpha: boolean } {
  const view = viewOf(chunk);
  if (name === 'VP8 ' && chunk.length >= 18) {
    return {
      width: view.getUint16(14, true) & 0x3fff,
      height: view.getUint16(16, true) & 0x3fff,
      alpha: false,
    };
  }
  if (name === 'VP8L' && chunk.length >= 13) {
    const bits = view.getUint32(9, true);
    return {
      width: (bits & 0x3fff) + 1,
      height: ((bits >>> 14) & 0x3fff) + 1,
      alpha: ((bits >>> 28) & 1) === 1,
    };
  }
  throw new PlainError('Its chunks are damaged.');
}
