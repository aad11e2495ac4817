import sharp from 'sharp';

/** Longer side in pixels: 4 cm on paper at 200 dots an inch. */
const side = 320;

/**
 * A thumbnail as contact sheets hold it.
 *
 * @param thumb a thumbnail of ours, upright and in sRGB
 * @returns JPEG
 */
export const sheetPicture = (thumb: string): Promise<Uint8Array> =>
  sharp(thumb)
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 82 })
    .toBuffer();
