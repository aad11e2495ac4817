import sharp from 'sharp';
import type { Pixels } from './network-input.ts';

/** Longer side of a thumbnail, and of the pixels the network's input is made of. */
export const thumbEdge = 512;

/** Larger pictures are refused: 500 megapixels need 1.5 GB as plain RGB where a format cannot shrink on load. */
const pixelLimit = 500_000_000;

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
 * @throws Error of libvips when the file cannot be read
 */
export async function decode(file: string): Promise<Decoded> {
  const image = sharp(file, { limitInputPixels: pixelLimit, failOn: 'none', sequentialRead: true });
  const metadata = await image.metadata();
  const turned = (metadata.orientation ?? 1) >= 5;
  const { data, info } = await image
    .autoOrient()
    .resize(thumbEdge, thumbEdge, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: { r: 119, g: 119, b: 119 } })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return {
    pixels: { data, width: info.width, height: info.height },
    width: turned ? metadata.height : metadata.width,
    height: turned ? metadata.width : metadata.height,
  };
}
