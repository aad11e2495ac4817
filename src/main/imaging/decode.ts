import sharp, { type Sharp } from 'sharp';
import { PlainError } from '../../shared/result.ts';
import { scorableFormat } from './identify.ts';
import type { Pixels } from './network-input.ts';
import { plain, tooLarge } from './sentences.ts';
import { Slots } from './slots.ts';

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
  const { image, width, height, heavy } = await upright(file);
  const shrink = () =>
    image
      .resize(thumbEdge, thumbEdge, { fit: 'inside', withoutEnlargement: true })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
  try {
    const { data, info } = await (heavy ? heavyDecodes.use(shrink) : shrink());
    return { pixels: { data, width: info.width, height: info.height }, width, height };
  } catch (error) {
    throw plain(error);
  }
}

/** What `upright` knows of a photo. */
export interface Opened {
  /** Upright, sRGB, without transparency; to be resized and encoded. */
  image: Sharp;
  /** Upright size in pixels. */
  width: number;
  height: number;
  /** Its decoder unpacks all of it in memory: to be done one at a time, by `heavyDecodes`. */
  heavy: boolean;
}

/** Several large pictures unpacked side by side would take the memory of the whole application. */
export const heavyDecodes = new Slots(1);
const heavyBytes = 64e6;

/**
 * Opens a photo for decoding: format and size are checked, and the pipeline up to sRGB is laid, nothing decoded yet.
 *
 * @throws PlainError when the file cannot be read or should not be
 */
export async function upright(file: string): Promise<Opened> {
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
    const { width, height, orientation, channels, depth, format, isProgressive } = await image.metadata();
    const megapixels = Math.ceil((width * height) / 1e6);
    if (megapixels > megapixelLimit) throw new PlainError(tooLarge(megapixels, megapixelLimit));
    // Plain JPEG, PNG and TIFF are decoded in stripes; these are not.
    const unpacked = format === 'heif' || format === 'webp' || isProgressive === true;
    const bytes = width * height * channels * (depth === 'uchar' ? 1 : 2);
    const quarter = (orientation ?? 1) >= 5;
    return {
      image: image
        .autoOrient()
        .flatten({ background: { r: 119, g: 119, b: 119 } })
        .toColourspace('srgb'),
      width: quarter ? height : width,
      height: quarter ? width : height,
      heavy: unpacked && bytes > heavyBytes,
    };
  } catch (error) {
    throw plain(error);
  }
}
