import sharp from 'sharp';
import type { Pixels } from './network-input.ts';
import { plain } from './sentences.ts';
import { writePicture } from './write-picture.ts';

/** Writes the thumbnail, WebP, of decoded pixels, all of it or nothing. @throws PlainError */
export async function writeThumbnail(pixels: Pixels, file: string): Promise<void> {
  const { data, width, height } = pixels;
  try {
    const encoded = await sharp(data, { raw: { width, height, channels: 3 } })
      .webp({ quality: 80, effort: 2 })
      .toBuffer();
    await writePicture(file, encoded);
  } catch (error) {
    throw plain(error);
  }
}
