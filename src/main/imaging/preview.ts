import { upright } from './decode.ts';
import { plain } from './sentences.ts';
import { writePicture } from './write-picture.ts';

/** Longer side of a preview in pixels. */
export const previewEdge = 2048;

/** Writes the preview of a photo, WebP, upright, sRGB, never enlarged, all of it or nothing. @throws PlainError */
export async function writePreview(file: string, outFile: string): Promise<void> {
  const { image } = await upright(file);
  try {
    const encoded = await image
      .resize(previewEdge, previewEdge, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 85, effort: 2 })
      .toBuffer();
    await writePicture(outFile, encoded);
  } catch (error) {
    throw plain(error);
  }
}
