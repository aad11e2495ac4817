import type { Metadata } from 'sharp';
import { unpackedPhoto, upright, use } from './decode.ts';
import type { Format } from './format.ts';
import { plain } from './sentences.ts';
import { adobeRgbJpeg, sourceOf, type Size, type Source } from './source.ts';
import { unpack } from './webassembly/unpack.ts';
import { writePicture } from '../disk/write-picture.ts';

/** How the picture of a photo in all its pixels is to be had. */
export interface Full {
  /** The photo's own file shows it as it is; else it was written. */
  original: boolean;
  /** MIME type. */
  type: string;
}

/** It is looked at pixel by pixel, so the colours have as many of them as the brightness. */
const encoding = { quality: 92, chromaSubsampling: '4:4:4' } as const;

/**
 * The picture of a photo in all its pixels. What Chromium shows upright and in its colours is left to the file itself,
 * and a camera's full-size preview is taken out of its RAW file as it is; where there is none, the RAW is demosaiced; the rest is written as JPEG, upright, its profile kept.
 *
 * @param outFile where it is written to, all of it or nothing, if it has to be
 * @throws PlainError
 */
export async function fullPicture(file: string, outFile: string): Promise<Full> {
  try {
    const source = await sourceOf(file);
    if (source.kind === 'preview') return await written(outFile, await rawPicture(file, source));
    const opened = await upright(file, 'own');
    if (source.kind === 'file' && opened.file !== null) {
      const dressed = await adobeRgbOf(file, opened.file);
      if (dressed !== null) return await written(outFile, dressed);
      if (isShown(source.format, opened.file)) return { original: true, type: `image/${source.format}` };
    }
    return await written(outFile, await use(opened, (image) => image.jpeg(encoding).toBuffer()));
  } catch (error) {
    throw plain(error);
  }
}

/** A preview may lack a few pixels at the edges. */
const fullShare = 0.95;

/** Of a RAW file whose sensor cannot be read, or is too large, the largest preview is all there is. */
async function rawPicture(
  file: string,
  { jpeg, picture, photo }: Extract<Source, { kind: 'preview' }>,
): Promise<Uint8Array> {
  const longer = ({ width, height }: Size): number => Math.max(width, height);
  if (longer(picture) >= fullShare * longer(photo)) return jpeg;
  try {
    const unpacked = () => unpack({ format: 'raw', file, profile: null });
    return await use(unpackedPhoto(photo, unpacked, 'own'), (image) => image.jpeg(encoding).toBuffer());
  } catch {
    return jpeg;
  }
}

async function written(outFile: string, jpeg: Uint8Array): Promise<Full> {
  await writePicture(outFile, jpeg);
  return { original: false, type: 'image/jpeg' };
}

const shownFormats = new Set<Format>(['jpeg', 'png', 'webp', 'avif']);

/** Whether Chromium shows a file as it is meant: it knows no profile of four inks, and surely turns JPEG alone. */
const isShown = (format: Format, { space, orientation, pages }: Metadata): boolean =>
  shownFormats.has(format) &&
  space !== 'cmyk' &&
  (pages ?? 1) === 1 &&
  (format === 'jpeg' || (orientation ?? 1) === 1);

const adobeRgbOf = async (
  file: string,
  { format, icc, exif, orientation }: Metadata,
): Promise<Uint8Array | null> =>
  format === 'jpeg' && !icc && exif ? await adobeRgbJpeg(file, exif, orientation ?? 1) : null;
