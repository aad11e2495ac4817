import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureSize } from '../../shared/photo.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FileRecord } from '../catalogue/types.ts';
import type { HelperHost } from '../model/helper-host.ts';
import { BoundedFolder } from './bounded-folder.ts';
import type { PictureSource } from './pictures.ts';

/** Previews kept at most; the oldest go first. */
const previewBytes = 10e9;

/** Thumbnails and previews: files in the catalogue's folder, which can all be made again. */
export class PictureStore implements PictureSource {
  readonly #catalogue: Catalogue;
  readonly #helper: HelperHost;
  readonly #thumbs: string;
  readonly #previews: BoundedFolder;
  /** Previews being made, so that two who ask wait for one. */
  readonly #making = new Map<string, Promise<void>>();

  constructor(catalogue: Catalogue, helper: HelperHost, dir: string) {
    this.#catalogue = catalogue;
    this.#helper = helper;
    this.#thumbs = join(dir, 'thumbs');
    this.#previews = new BoundedFolder(join(dir, 'previews'), previewBytes);
  }

  thumbFile(uid: string, picture: string): string {
    // Folders of about 400 files at 100,000 photos.
    return join(this.#thumbs, uid.slice(0, 2), pictureName(uid, picture));
  }

  async open(id: number, version: string, size: PictureSize): Promise<{ file: string; type: string } | null> {
    const photo = await this.#catalogue.pictureFile(id);
    if (!photo?.uid || !photo.picture || photo.picture !== version) return null;
    const thumb = this.thumbFile(photo.uid, photo.picture);
    const hasThumb = await exists(thumb);
    if (size === 'thumb' && hasThumb) return webp(thumb);
    try {
      return webp(await this.#preview(photo, photo.uid, photo.picture));
    } catch {
      // The drive is away, or the picture cannot be read: what was seen before is better than nothing.
      return hasThumb ? webp(thumb) : null;
    }
  }

  async #preview(photo: FileRecord, uid: string, picture: string): Promise<string> {
    const name = pictureName(uid, picture);
    const file = this.#previews.path(name);
    if (await this.#previews.touch(name)) return file;
    let making = this.#making.get(name);
    if (!making) {
      making = this.#helper
        .preview(join(photo.rootPath, photo.path), file, { priority: 'screen' })
        .then(() => this.#previews.added(name))
        .finally(() => this.#making.delete(name));
      this.#making.set(name, making);
    }
    await making;
    return file;
  }
}

/** The picture's version may hold anything a later format brings, a file name may not. */
const pictureName = (uid: string, picture: string): string =>
  `${uid}-${createHash('sha256').update(picture).digest('hex').slice(0, 16)}.webp`;

const webp = (file: string): { file: string; type: string } => ({ file, type: 'image/webp' });

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
