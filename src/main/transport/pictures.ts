import { open, type FileHandle } from 'node:fs/promises';
import type { PictureSize } from '../../shared/photo.ts';
import type { PictureSource } from '../handlers/pictures.ts';

export interface PictureRequest {
  id: number;
  version: string;
  size: PictureSize;
}

const pattern = /^photo\/([1-9]\d{0,14})\/([\w-]{1,128})\/(thumb|preview)$/;

/** Reads what `picturePath` writes; null for anything else. A version is letters, digits, "_" and "-". */
export function parsePicturePath(path: string): PictureRequest | null {
  const [, id, version, size] = pattern.exec(path) ?? [];
  if (id === undefined || version === undefined || size === undefined) return null;
  return { id: Number(id), version, size: size as PictureSize };
}

/** An id and a version name the same bytes for ever; "private" keeps them out of shared caches. */
export const pictureCaching = 'private, max-age=31536000, immutable';

/** The picture at a path such as `photo/7/1a2b/thumb`, open for reading; null where there is none. */
export async function openPicture(
  pictures: PictureSource,
  path: string,
): Promise<{ file: FileHandle; type: string; bytes: number } | null> {
  const wanted = parsePicturePath(path);
  if (!wanted) return null;
  const picture = await pictures.open(wanted.id, wanted.version, wanted.size);
  if (!picture) return null;
  const file = await open(picture.file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!file) return null;
  try {
    return { file, type: picture.type, bytes: (await file.stat()).size };
  } catch (error) {
    await file.close();
    throw error;
  }
}
