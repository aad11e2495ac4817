import { crc32 } from 'node:zlib';
import { PlainError } from '../../../shared/result.ts';
import type { Piece } from '../../disk/verified-copy.ts';
import { asciiOf, viewOf, type Bytes } from '../bytes.ts';
import type { EditPacket } from './xmp-inside.ts';

/** Keyword, then: not compressed, no language, no translated keyword. */
const mark = new TextEncoder().encode('XML:com.adobe.xmp\0\0\0\0\0');
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Puts XMP into an iTXt chunk: in the place of the one that is there, else right after the header. */
export async function insidePng(bytes: Bytes, edit: EditPacket): Promise<Piece[]> {
  let place: { start: number; end: number } | null = null;
  let before: Uint8Array | null = null;
  let header = 0;
  for (let at = 8; at < bytes.size;) {
    const head = await bytes.read(at, 8);
    if (head.length < 8) throw new PlainError('Its chunks are damaged.');
    const length = viewOf(head).getUint32(0);
    const end = at + 12 + length;
    const name = asciiOf(head, 4, 4);
    if (name === 'IHDR') header = end;
    if (name === 'IDAT' && header === 0) throw new PlainError('Its chunks are damaged.');
    if (name === 'iTXt' && place === null) {
      const content = await bytes.read(at + 8, Math.min(length, 16 * 1024 * 1024));
      if (asciiOf(content, 0, 18) === asciiOf(mark, 0, 18)) {
        // A compressed one, or one with a language, is replaced by its like of ours alone where it can be read.
        if (!mark.every((byte, index) => content[index] === byte))
          throw new PlainError('Its XMP is compressed.');
        place = { start: at, end };
        before = content.slice(mark.length);
      }
    }
    at = end;
  }
  if (header === 0) throw new PlainError('Its chunks are damaged.');
  const data = Buffer.concat([ascii('iTXt'), mark, edit(before)]);
  const chunk = new Uint8Array(data.length + 8);
  viewOf(chunk).setUint32(0, data.length - 4);
  chunk.set(data, 4);
  viewOf(chunk).setUint32(4 + data.length, crc32(data));
  const { start, end } = place ?? { start: header, end: header };
  return [{ start: 0, end: start }, chunk, { start: end, end: bytes.size }];
}
