import type { PictureSize } from '../../shared/photo.ts';

/** Where the transports get a photo's pictures from; they stream the file and never write to it. */
export interface PictureSource {
  /**
   * The file that holds the picture and its MIME type, made first where it is made on demand; null where the photo,
   * this version of it or the size does not exist.
   */
  open(id: number, version: string, size: PictureSize): Promise<{ file: string; type: string } | null>;
}
