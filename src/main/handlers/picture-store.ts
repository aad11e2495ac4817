import { createHash } from 'node:crypto';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureSize } from '../../shared/photo.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FileRecord } from '../catalogue/types.ts';
import type { HelperHost, RequestOptions } from '../model/helper-host.ts';
import { BoundedFolder } from '../disk/bounded-folder.ts';
import type { PictureFile, PictureSource } from './pictures.ts';
import { SharedWork } from './shared-work.ts';

/** Full pictures kept at most, of those that are not the photo's own file: about a thousand. */
const fullBytes = 5e9;

/** Thumbnails, previews and full pictures: files in the catalogue's folder, which can all be made again. */
export class PictureStore implements PictureSource {
  readonly #catalogue: Catalogue;
  readonly #helper: HelperHost;
  readonly #thumbs: string;
  #previews: BoundedFolder;
  readonly #fulls: BoundedFolder;
  /** Pictures being made, by their file, so that two who ask wait for one. */
  readonly #making = new Map<string, SharedWork<PictureFile>>();

  constructor(catalogue: Catalogue, helper: HelperHost, dir: string, previews: BoundedFolder) {
    this.#catalogue = catalogue;
    this.#helper = helper;
    this.#thumbs = join(dir, 'thumbs');
    this.#previews = previews;
    this.#fulls = new BoundedFolder(join(dir, 'fulls'), fullBytes);
  }

  thumbFile(uid: string, picture: string): string {
    // Folders of about 400 files at 100,000 photos.
    return join(this.#thumbs, uid.slice(0, 2), `${pictureName(uid, picture)}.webp`);
  }

  /** From now on previews are kept elsewhere, or more or fewer of them. */
  keepPreviews(folder: BoundedFolder): void {
    this.#previews = folder;
  }

  /** Makes a preview that will be asked for soon, unless it is there. */
  async prepare(id: number, signal: AbortSignal): Promise<void> {
    const photo = await this.#catalogue.pictureFile(id);
    if (photo?.uid && photo.picture)
      await this.#preview(photo, pictureName(photo.uid, photo.picture), { priority: 'near', signal });
  }

  async open(
    id: number,
    version: string,
    size: PictureSize,
    signal?: AbortSignal,
  ): Promise<PictureFile | null> {
    const photo = await this.#catalogue.pictureFile(id);
    if (!photo?.uid || !photo.picture || photo.picture !== version) return null;
    const thumb = this.thumbFile(photo.uid, photo.picture);
    const hasThumb = await exists(thumb);
    if (size === 'thumb' && hasThumb) return webp(thumb);
    const name = pictureName(photo.uid, photo.picture);
    const options: RequestOptions = { priority: 'screen', ...(signal && { signal }) };
    if (size === 'full') {
      const full = await this.#full(photo, name, options).catch(() => null);
      if (full !== null) return full;
    }
    try {
      const preview = await this.#preview(photo, name, options);
      return size === 'full' ? { ...preview, provisional: true } : preview;
    } catch {
      // The drive is away, or the picture cannot be read: what was seen before is better than nothing.
      return hasThumb ? { ...webp(thumb), provisional: true } : null;
    }
  }

  async #preview(photo: FileRecord, name: string, options: RequestOptions): Promise<PictureFile> {
    const type = 'image/jpeg';
    return await this.#made(this.#previews, `${name}.jpg`, type, options, async (file, asked) => {
      await this.#helper.preview(fileOf(photo), file, asked);
      return { file, type };
    });
  }

  async #full(photo: FileRecord, name: string, options: RequestOptions): Promise<PictureFile> {
    return await this.#made(this.#fulls, `${name}.jpg`, 'image/jpeg', options, async (file, asked) => {
      const { original, type } = await this.#helper.full(fileOf(photo), file, asked);
      if (!original) return { file, type };
      const { size, mtimeMs } = await stat(fileOf(photo));
      if (size !== photo.size || mtimeMs !== photo.mtime) throw new Error('The file is another one by now');
      return { file: fileOf(photo), type };
    });
  }

  /** A picture from one of the folders, made by `make` where it is not there yet. */
  async #made(
    folder: BoundedFolder,
    name: string,
    type: string,
    { priority = 'screen', signal }: RequestOptions,
    make: (file: string, options: RequestOptions) => Promise<PictureFile>,
  ): Promise<PictureFile> {
    const file = folder.path(name);
    if (await folder.touch(name)) return { file, type };
    let making = this.#making.get(file);
    if (!making || making.dropped) {
      const begun = new SharedWork(async (unwanted) => {
        try {
          const picture = await make(file, { priority, signal: unwanted });
          if (picture.file === file) await folder.added(name);
          return picture;
        } finally {
          if (this.#making.get(file) === begun) this.#making.delete(file);
        }
      });
      making = begun;
      this.#making.set(file, making);
    }
    return await making.wait(signal);
  }
}

const fileOf = ({ rootPath, path }: FileRecord): string => join(rootPath, path);

/** The picture's version may hold anything a later format brings, a file name may not. */
const pictureName = (uid: string, picture: string): string =>
  `${uid}-${createHash('sha256').update(picture).digest('hex').slice(0, 16)}`;

const webp = (file: string): PictureFile => ({ file, type: 'image/webp' });

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
