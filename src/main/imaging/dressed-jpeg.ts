import { asciiOf, viewOf } from './bytes.ts';
import { exifOf } from './containers/exif-block.ts';

const longestSegment = 65_533;
const iccMark = 'ICC_PROFILE\0';
const exifMark = 'Exif\0\0';

/**
 * The same JPEG, its compressed picture untouched, told how it is turned and what its colours mean. Its own EXIF is
 * left out, so that a turn is made once.
 *
 * @param orientation by EXIF's numbers, 1 to 8
 * @param profile an ICC profile of less than 64 KiB for a picture that has none; null leaves the colours as they are
 */
export function dressedJpeg(jpeg: Uint8Array, orientation: number, profile: Uint8Array | null): Uint8Array {
  const parts = [
    jpeg.subarray(0, 2),
    segment(0xe1, exifMark, exifOf({ orientation })),
    ...(profile === null ? [] : [segment(0xe2, `${iccMark}\x01\x01`, profile)]),
  ];
  let from = 2;
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const marker = jpeg[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const hasLength = marker !== 0x01 && (marker < 0xd0 || marker > 0xd8);
    const end = at + 2 + (hasLength ? viewOf(jpeg).getUint16(at + 2) : 0);
    if (marker === 0xe1 && asciiOf(jpeg, at + 4, 4) === 'Exif') {
      parts.push(jpeg.subarray(from, at));
      from = end;
    }
    at = end;
  }
  return Buffer.concat([...parts, jpeg.subarray(from)]);
}

function segment(marker: number, mark: string, content: Uint8Array): Uint8Array {
  const head = Buffer.from(`\xff${String.fromCharCode(marker)}\0\0${mark}`, 'latin1');
  const length = head.length - 2 + content.length;
  if (length > longestSegment + 2) throw new RangeError('A segment of a JPEG holds less than 64 KiB.');
  head.writeUInt16BE(length, 2);
  return Buffer.concat([head, content]);
}

/** Whether a JPEG carries a profile of its own. */
export function hasProfile(jpeg: Uint8Array): boolean {
  const head = Buffer.from(jpeg.buffer, jpeg.byteOffset, Math.min(jpeg.length, 1 << 18));
  return head.includes(iccMark, 0, 'latin1');
}
