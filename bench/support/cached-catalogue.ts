import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { migrations } from '../../src/main/catalogue/migrations/index.ts';
import { thumbEdge } from '../../src/main/imaging/decode.ts';
import { thumbnailEncoding } from '../../src/main/imaging/thumbnail.ts';
import { mapAtOnce } from './at-once.ts';
import { makeCatalogue, storeOptions } from './made-catalogue.ts';

const cache = fileURLToPath(new URL('../../.cache/bench', import.meta.url));
const photographs = fileURLToPath(new URL('../../../shared/data/oasis/images', import.meta.url));
const thumbnails = 240;
/** Raise it when the maker makes something else. */
const edition = 1;

interface Made {
  catalogue: string;
  /** The folder of the photographs. */
  root: string;
}

/**
 * A catalogue of made photos, from the cache where it was made before. It is not to be changed: see `copyOf`.
 *
 * @param files with a small file for each photo, and thumbnails of photographs
 */
export async function cachedCatalogue(photos: number, files: boolean): Promise<Made> {
  const { modelVersion } = await storeOptions('');
  const parts = [photos, files ? 'files' : 'rows', edition, migrations.length, modelVersion];
  const folder = join(cache, parts.join('-'));
  const made = { catalogue: join(folder, 'catalogue'), root: join(folder, 'photos') };
  if (existsSync(join(folder, 'made'))) return made;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await makeCatalogue({
    dir: made.catalogue,
    photos,
    root: made.root,
    files,
    thumbnails: files ? await makeThumbnails(join(folder, 'thumbnails')) : [],
  });
  mkdirSync(join(folder, 'made'));
  return made;
}

/** A copy that may be changed; its thumbnails are those of the cached one. */
export function copyOf({ catalogue }: Made, to: string): string {
  mkdirSync(to, { recursive: true });
  cpSync(join(catalogue, 'catalogue.db'), join(to, 'catalogue.db'), { mode: constants.COPYFILE_FICLONE });
  if (existsSync(join(catalogue, 'thumbs'))) symlinkSync(join(catalogue, 'thumbs'), join(to, 'thumbs'));
  return to;
}

/** Of real photographs, as large as the application makes them. */
async function makeThumbnails(folder: string): Promise<string[]> {
  mkdirSync(folder);
  const names = readdirSync(photographs)
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .slice(0, thumbnails);
  return await mapAtOnce(names, 2, async (name) => {
    const file = join(folder, name.replace('.jpg', '.webp'));
    await sharp(join(photographs, name))
      .resize(thumbEdge, thumbEdge, { fit: 'inside' })
      .webp(thumbnailEncoding)
      .toFile(`${file}.part`);
    renameSync(`${file}.part`, file);
    return file;
  });
}
