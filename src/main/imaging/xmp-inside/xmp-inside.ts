import type { Piece } from '../../disk/verified-copy.ts';
import type { Bytes } from '../bytes.ts';
import { insideJpeg } from './jpeg.ts';
import { insidePng } from './png.ts';
import { insideTiff } from './tiff.ts';
import { insideWebp } from './webp.ts';

/** A new packet for the one that is there; null makes one. */
export type EditPacket = (before: Uint8Array | null) => Uint8Array;

/** Formats whose copies can have XMP inside: `photo.format`. */
const writers: Record<string, (bytes: Bytes, edit: EditPacket) => Promise<Piece[]>> = {
  jpeg: insideJpeg,
  png: insidePng,
  webp: insideWebp,
  tiff: insideTiff,
  dng: insideTiff,
};

export const takesXmpInside = (format: string | null): boolean =>
  format !== null && Object.hasOwn(writers, format);

/**
 * What a copy of a file is made of so that its XMP says something else: every other byte is the source's.
 *
 * @returns null where the format takes none
 * @throws PlainError where this file does not
 */
export async function withXmpInside(
  bytes: Bytes,
  format: string | null,
  edit: EditPacket,
): Promise<Piece[] | null> {
  return format !== null && Object.hasOwn(writers, format)
    ? ((await writers[format]?.(bytes, edit)) ?? null)
    : null;
}
