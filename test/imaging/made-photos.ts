import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** A picture with something in every part of it, the same for the same seed. */
export function madePicture(width: number, height: number, seed = 1): Sharp {
  const data = new Uint8Array(width * height * 3);
  let state = seed;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const pixel = Math.floor(i / 3);
    const ramp = i % 3 === 0 ? (pixel % width) / width : Math.floor(pixel / width) / height;
    data[i] = Math.round(ramp * 220) + (state >>> 28);
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export const solid = (r: number, g: number, b: number): Sharp =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: { r, g, b } } });

/** A JPEG with one more segment behind its start, as a program that writes metadata leaves it. */
export function withSegment(jpeg: Buffer, marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)]);
}

interface Chunk {
  name: string;
  data: Buffer;
}

export function pngChunks(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      name: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += 12 + length;
  }
  return chunks;
}

export function pngOf(chunks: Chunk[]): Buffer {
  const parts = chunks.flatMap(({ name, data }) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(body));
    return [length, body, check];
  });
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

/** The IDAT data cut anew into chunks of `size` bytes. */
export function withSmallChunks(png: Buffer, size: number): Chunk[] {
  const chunks = pngChunks(png);
  const data = Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map((chunk) => chunk.data));
  const cut: Chunk[] = [];
  for (let at = 0; at < data.length; at += size) {
    cut.push({ name: 'IDAT', data: data.subarray(at, at + size) });
  }
  const first = chunks.findIndex(({ name }) => name === 'IDAT');
  return [...chunks.slice(0, first), ...cut, { name: 'IEND', data: Buffer.alloc(0) }];
}

/** A little-endian TIFF whose directory was copied to its end, one entry longer: an ImageDescription. */
export function withDescription(tiff: Buffer): Buffer {
  const at = tiff.readUInt32LE(4);
  const count = tiff.readUInt16LE(at);
  const entries = Array.from({ length: count }, (_, i) => tiff.subarray(at + 2 + i * 12, at + 14 + i * 12));
  const start = tiff.length + (tiff.length & 1);
  const text = Buffer.from('written later\0');
  const entry = Buffer.alloc(12);
  entry.writeUInt16LE(0x010e, 0);
  entry.writeUInt16LE(2, 2);
  entry.writeUInt32LE(text.length, 4);
  entry.writeUInt32LE(start + 2 + (count + 1) * 12 + 4, 8);
  const directory = [...entries, entry].sort((a, b) => a.readUInt16LE(0) - b.readUInt16LE(0));
  const number = Buffer.alloc(2);
  number.writeUInt16LE(count + 1);
  const head = Buffer.from(tiff);
  head.writeUInt32LE(start, 4);
  const padding = Buffer.alloc(start - tiff.length);
  return Buffer.concat([head, padding, number, ...directory, Buffer.alloc(4), text]);
}
