import sharp, { type Sharp } from 'sharp';
import { PlainError } from '../../shared/result.ts';
import { scorableFormat } from './identify.ts';
import type { Pixels } from './network-input.ts';
import { plain, tooLarge } from './sentences.ts';

/** Longer side of a thumbnail, and of the pixels the network's input is made of. */
export const thumbEdge = 512;

/**
 * Raise it with every change that gives other pixels from the same file, here or in `toNetworkInput`: scores of
 * before and after cannot be compared.
 */
export const preprocessingVersion = 1;

/** Larger pictures are refused: 500 megapixels need 1.5 GB as plain RGB where a format cannot shrink on load. */
const megapixelLimit = 500;
/** A picture made to be slow must not hold up the rest. */
const secondsLimit = 60;

export interface Decoded {
  /** At most `thumbEdge` on the longer side; smaller pictures are not enlarged. */
  pixels: Pixels;
  /** Upright size of the original. */
  width: number;
  height: number;
}

/**
 * The one decode of a photo: shrunk while loading where the format can, turned upright by its EXIF orientation,
 * converted to sRGB by its embedded profile, transparency laid on neutral grey.
 *
 * @throws PlainError when the file cannot be read or its picture is not whole
 */
export async function decode(file: string): Promise<Decoded> {
  const { image, width, height } = await upright(file);
  const { data, info } = await image
    .resize(thumbEdge, thumbEdge, { fit: 'inside', withoutEnlargement: true })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw plain(error);
    });
  return { pixels: { data, width: info.width, height: info.height }, width, height };
}

/**
 * Opens a photo for decoding: format and size are checked, and the pipeline up to sRGB is laid, nothing decoded yet.
 *
 * @throws PlainError when the file cannot be read or should not be
 */
export async function upright(file: string): Promise<{ image: Sharp; width: number; height: number }> {
  try {
    await scorableFormat(file);
    const image = sharp(file, {
      // The limit is checked below, for a sentence with the picture's size in it.
      limitInputPixels: false,
      // A picture that is cut off would be scored for the grey below the cut; warnings (stray bytes between segments,
      // unknown tags) still give a whole picture.
      failOn: 'error',
      sequentialRead: true,
    }).timeout({ seconds: secondsLimit });
    const { width, height, orientation } = await image.metadata();
    const megapixels = Math.ceil((width * height) / 1e6);
    if (megapixels > megapixelLimit) throw new PlainError(tooLarge(megapixels, megapixelLimit));
    const quarter = (orientation ?? 1) >= 5;
    return {
      image: image
        .autoOrient()
        .flatten({ background: { r: 119, g: 119, b: 119 } })
        .toColourspace('srgb'),
      width: quarter ? height : width,
      height: quarter ? width : height,
    };
  } catch (error) {
    throw plain(error);
  }
}
