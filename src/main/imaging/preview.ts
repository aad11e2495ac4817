import { upright, use } from './decode.ts';
import { plain } from './sentences.ts';
import { writePicture } from '../disk/write-picture.ts';

/** Longer side of a preview in pixels. */
export const previewEdge = 2048;

/** A person waits for it: effort 0 encodes as fast as JPEG does, and the files are still smaller than its. */
const previewEncoding = { quality: 85, effort: 0 } as const;

/** Writes the preview of a photo, WebP, upright, in its own colours, never enlarged, all of it or nothing. @throws PlainError */
export async function writePreview(file: string, outFile: string): Promise<void> {
  const encoded = await use(await upright(file, 'own'), (image) =>
    image
      .resize(previewEdge, previewEdge, { fit: 'inside', withoutEnlargement: true })
      .webp(previewEncoding)
      .toBuffer(),
  );
  try {
    await writePicture(outFile, encoded);
  } catch (error) {
    throw plain(error);
  }
}
