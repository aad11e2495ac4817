import type { PictureSize } from '../../shared/photo.ts';

export interface PictureFile {
  file: string;
  /** MIME type. */
  type: string;
  /** It stands in for the picture asked for, which cannot be had at the moment. */
  provisional?: boolean;
}

/** Where the transports get a photo's pictures from; they stream the file and never write to it. */
export interface PictureSource {
  /**
   * The file that holds the picture, made first where it is made on demand; null where the photo, this version of it or
   * the size does not exist. `signal` says that it is no longer waited for.
   */
  open(id: number, version: string, size: PictureSize, signal?: AbortSignal): Promise<PictureFile | null>;
}
