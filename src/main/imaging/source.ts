import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { PlainError } from '../../shared/result.ts';
import { FileBytes } from './bytes.ts';
import { colourProfile, profileOfPrimaries } from './colour-profile.ts';
import { uprightSize, type Container } from './containers/container.ts';
import { readStorage } from './containers/raw-tiff.ts';
import { dressedJpeg, hasProfile } from './dressed-jpeg.ts';
import { isRaw, type Format } from './format.ts';
import { findPreview } from './raw-preview.ts';
import { formatOf, readContainer } from './read-container.ts';
import { broken, emptyFile, notAPhoto } from './sentences.ts';
import { unpack } from './webassembly/unpack.ts';

/** Where the pixels of a photo come from. */
export type Source =
  /** libvips opens the file itself. */
  | { kind: 'file'; format: Format }
  /** The preview inside a RAW file, dressed for libvips. */
  | { kind: 'preview'; jpeg: Uint8Array; picture: Size; photo: Size; refusal: string | null }
  /** A decoder of our own unpacks it, into a TIFF for libvips. */
  | { kind: 'unpacked'; photo: Size; tiff: () => Promise<Uint8Array> };

export interface Size {
  width: number;
  height: number;
}

/**
 * Finds out what there is to decode; nothing is decoded yet.
 *
 * @throws PlainError where the file is no photo, or a RAW file without a preview
 */
export async function sourceOf(file: string): Promise<Source> {
  await using bytes = await FileBytes.open(file);
  const format = await formatOf(bytes, basename(file));
  if (format === null) throw new PlainError(bytes.size === 0 ? emptyFile : notAPhoto);
  if (isRaw(format)) return await previewSource(bytes, format);
  if (format !== 'heic' && format !== 'jxl') return { kind: 'file', format };
  const container = await readContainer(bytes, format);
  // HEIF with another coding than HEVC is libvips' own.
  if (format === 'heic' && container.heif?.hevc === false) return { kind: 'file', format };
  const { width, height } = uprightSize(container, container.turned?.quarter ?? false);
  if (!width || !height) throw new PlainError(broken);
  return { kind: 'unpacked', photo: { width, height }, tiff: () => unpackPhoto(file, format, container) };
}

async function previewSource(bytes: FileBytes, format: Format): Promise<Source> {
  const { preview, refusal } = await findPreview(bytes, format, await readContainer(bytes, format));
  if (preview === null) throw new PlainError(refusal ?? notAPhoto);
  const { place, orientation, adobeRgb, picture, photo } = preview;
  const jpeg = await bytes.read(place.start, place.end - place.start);
  const profile = adobeRgb && !hasProfile(jpeg) ? colourProfile('adobeRgb') : null;
  return { kind: 'preview', jpeg: dressedJpeg(jpeg, orientation, profile), picture, photo, refusal };
}

async function unpackPhoto(file: string, format: 'heic' | 'jxl', container: Container): Promise<Uint8Array> {
  const { profile = null, primaries = null } = container.heif ?? {};
  const saysAdobeRgb = container.exif !== null && (await readStorage(container.exif)).adobeRgb;
  return await unpack({
    format,
    file,
    profile: profile ?? profileOfPrimaries(primaries) ?? (saysAdobeRgb ? colourProfile('adobeRgb') : null),
  });
}

const exifMark = 'Exif\0\0';

/**
 * A camera's JPEG in Adobe RGB has no profile, only a mark in its EXIF.
 *
 * @param exif as libvips hands it over: behind JPEG's mark
 * @param orientation by EXIF's numbers
 * @returns the file's bytes with a profile; null where it needs none
 */
export async function adobeRgbJpeg(
  file: string,
  exif: Uint8Array,
  orientation: number,
): Promise<Uint8Array | null> {
  const { adobeRgb } = await readStorage(exif.subarray(exifMark.length));
  if (!adobeRgb) return null;
  return dressedJpeg(await readFile(file), orientation, colourProfile('adobeRgb'));
}
