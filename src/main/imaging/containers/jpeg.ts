import { asciiOf, viewOf, type Bytes } from '../bytes.ts';
import { emptyContainer, type Container } from './container.ts';

const exifMark = 'Exif\0\0';
const xmpMark = 'http://ns.adobe.com/xap/1.0/\0';
/** More segments than any camera writes; a file of endless tiny ones must not be read for ever. */
const mostSegments = 4096;

export interface JpegContainer extends Container {
  /** Marker of the frame: 0xC0 to 0xC2 for pictures, 0xC3 for the lossless JPEG that sensors are stored in. */
  frame: number | null;
}

/** Walks a JPEG's segments up to the scan, whose bytes are the picture. */
export async function readJpeg(bytes: Bytes): Promise<JpegContainer> {
  const found: JpegContainer = { ...emptyContainer, frame: null };
  let at = 2;
  for (let segment = 0; segment < mostSegments; segment++) {
    const head = await bytes.read(at, 10);
    if (head.length < 4 || head[0] !== 0xff) return found;
    const marker = head[1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    if (marker === 0xda) {
      found.picture = [{ start: at, end: bytes.size }];
      return found;
    }
    const view = viewOf(head);
    const length = view.getUint16(2);
    if (isFrame(marker) && head.length >= 9) {
      found.frame = marker;
      found.height = view.getUint16(5);
      found.width = view.getUint16(7);
    } else if (marker === 0xe1 && found.exif === null && asciiOf(head, 4, 4) === 'Exif') {
      const start = at + 4 + exifMark.length;
      found.exif = (await bytes.read(start, length - 2 - exifMark.length)).slice();
    } else if (marker === 0xe1 && found.xmp === null) {
      const content = await bytes.read(at + 4, length - 2);
      if (asciiOf(content, 0, xmpMark.length) === xmpMark) found.xmp = content.slice(xmpMark.length);
    }
    at += 2 + length;
  }
  return found;
}

/** Start-of-frame markers, which hold the size: C0 to CF without the tables that share the row. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
