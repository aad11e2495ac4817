import type { FileHandle } from 'node:fs/promises';
import { pictureSizes, type PictureSize } from '../../shared/photo.ts';
import { openToRead } from '../disk/read.ts';
import type { PictureSource } from '../handlers/pictures.ts';

export interface PictureRequest {
  id: number;
  version: string;
  size: PictureSize;
}

const pattern = /^photo\/([1-9]\d{0,14})\/([\w-]{1,128})\/([a-z]{1,16})$/;

/** Reads what `picturePath` writes; null for anything else. A version is letters, digits, "_" and "-". */
export function parsePicturePath(path: string): PictureRequest | null {
  const [, id, version, name] = pattern.exec(path) ?? [];
  const size = pictureSizes.find((one) => one === name);
  if (id === undefined || version === undefined || size === undefined) return null;
  return { id: Number(id), version, size };
}

/** An id and a version name the same bytes for ever; "private" keeps them out of shared caches. */
const lasting = 'private, max-age=31536000, immutable';
/** What stands in for a picture that cannot be had now must be asked for again. */
const provisional = 'no-store';

/** The picture at a path such as `photo/7/1a2b/thumb`, open for reading; null where there is none. */
export async function openPicture(
  pictures: PictureSource,
  path: string,
  signal?: AbortSignal,
): Promise<{ file: FileHandle; type: string; bytes: number; caching: string } | null> {
  const wanted = parsePicturePath(path);
  if (!wanted) return null;
  const picture = await pictures.open(wanted.id, wanted.version, wanted.size, signal);
  if (!picture) return null;
  const file = await openToRead(picture.file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!file) return null;
  try {
    const { size: bytes } = await file.stat();
    return { file, type: picture.type, bytes, caching: picture.provisional ? provisional : lasting };
  } catch (error) {
    await file.close();
    throw error;
  }
}
