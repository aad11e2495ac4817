import { asciiOf, viewOf, type Bytes } from '../bytes.ts';
import { emptyContainer, type Container } from './container.ts';

const pictureChunks = new Set(['VP8 ', 'VP8L', 'ALPH', 'ANMF']);
const mostChunks = 65_536;

/** Walks the RIFF chunks of a WebP. */
export async function readWebp(bytes: Bytes): Promise<Container> {
  const found: Container = { ...emptyContainer, picture: [] };
  let at = 12;
  for (let chunk = 0; chunk < mostChunks; chunk++) {
    const head = await bytes.read(at, 18);
    if (head.length < 8) break;
    const name = asciiOf(head, 0, 4);
    const view = viewOf(head);
    const length = view.getUint32(4, true);
    if (pictureChunks.has(name))
      found.picture.push({ start: at, end: Math.min(bytes.size, at + 8 + length) });
    if (name === 'VP8X' && head.length >= 18) {
      found.width = 1 + uint24(view, 12);
      found.height = 1 + uint24(view, 15);
    } else if (name === 'VP8 ' && head.length >= 18 && found.width === null) {
      found.width = view.getUint16(14, true) & 0x3fff;
      found.height = view.getUint16(16, true) & 0x3fff;
    } else if (name === 'VP8L' && head.length >= 13 && found.width === null) {
      const packed = view.getUint32(9, true);
      found.width = 1 + (packed & 0x3fff);
      found.height = 1 + ((packed >> 14) & 0x3fff);
    } else if (name === 'EXIF') {
      // Some writers keep JPEG's mark before the TIFF header.
      const block = await bytes.read(at + 8, Math.min(length, 1 << 20));
      found.exif = (asciiOf(block, 0, 4) === 'Exif' ? block.subarray(6) : block).slice();
    } else if (name === 'XMP ') {
      found.xmp = (await bytes.read(at + 8, Math.min(length, 1 << 20))).slice();
    }
    at += 8 + length + (length & 1);
  }
  return found;
}

const uint24 = (view: DataView, at: number): number =>
  view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16);
