import { asciiOf } from './bytes.ts';
import type { Format } from './format.ts';

const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);

/**
 * What a file is by its first bytes, whatever its name says; null for no photo. 256 bytes are enough: all magic numbers
 * and the brands of an ISO file.
 *
 * `tiff` is only a beginning: most RAW files are TIFF too, and only their directories tell (see `formatOf`).
 */
export function sniff(head: Uint8Array): Format | null {
  const at = (start: number, text: string) => asciiOf(head, start, text.length) === text;
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg';
  if (at(0, '\x89PNG\r\n\x1a\n')) return 'png';
  if (at(0, 'RIFF') && at(8, 'WEBP')) return 'webp';
  if (at(4, 'ftyp')) return sniffBrands(head);
  if (at(0, 'FUJIFILMCCD-RAW')) return 'raf';
  if (at(0, 'FOVb')) return 'x3f';
  if (at(6, 'HEAPCCDR')) return 'crw';
  if (at(0, 'II*\0') || at(0, 'MM\0*')) return at(8, 'CR\x02') ? 'cr2' : 'tiff';
  // BigTIFF: 64-bit offsets.
  if (at(0, 'II+\0') || at(0, 'MM\0+')) return 'tiff';
  if (at(0, 'IIU\0')) return 'rw2';
  if (at(0, 'IIRO') || at(0, 'IIRS') || at(0, 'MMOR')) return 'orf';
  if (at(0, '\xff\x0a') || at(0, '\0\0\0\x0cJXL \r\n\x87\n')) return 'jxl';
  return null;
}

/** ISO base media files name their kind as a brand; a film (mp4, mov) has none of these. */
function sniffBrands(head: Uint8Array): Format | null {
  const end = Math.min(head.length, ((head[2] ?? 0) << 8) | (head[3] ?? 0));
  const brands = [asciiOf(head, 8, 4)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(asciiOf(head, at, 4));
  if (brands[0] === 'crx ') return 'cr3';
  if (brands.includes('avif') || brands.includes('avis')) return 'avif';
  if (brands.some((brand) => heicBrands.has(brand))) return 'heic';
  return brands[0] === 'mif1' || brands[0] === 'msf1' ? 'heic' : null;
}

/** The companion that macOS leaves on foreign drives (`._x.jpg`): named like a photo, holds only attributes. */
export const isAppleDouble = (head: Uint8Array): boolean =>
  head[0] === 0 && head[1] === 5 && head[2] === 0x16 && (head[3] === 7 || head[3] === 0);
