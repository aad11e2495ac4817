import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import type { BigIntStats, Dirent } from 'node:fs';
import { sep } from 'node:path';
import type { SeenFile } from '../catalogue/types.ts';
import { partSuffix } from '../disk/verified-copy.ts';

/**
 * Folders that systems and programs keep for themselves; their pictures are copies, previews or waste. In `_Moved` lie
 * photos that were moved to another drive, in `_Rejected` those that were moved out of the way.
 */
const privateFolder =
  /^(\..*|_Moved|_Rejected|\$RECYCLE\.BIN|System Volume Information|@eaDir|#recycle|lost\+found|.*\.lrdata)$/i;

export const isPrivateFolder = (name: string): boolean => privateFolder.test(name);

const batchSize = 500;
/** Calls to the file system under way at once: enough to hide a network drive's latency. */
const parallelStats = 32;

export interface WalkOptions {
  /** Absolute path of the root. */
  root: string;
  /** Folder inside it to begin with, '' for all of it. */
  folder: string;
  /** Absolute folders to pass over, such as the catalogue's own. */
  exclude: readonly string[];
  /** A folder, by its absolute path, is about to be listed. */
  onFolder?(path: string): void;
  onFiles(files: SeenFile[]): Promise<void>;
  signal?: AbortSignal;
}

interface Place {
  path: string;
  relative: string;
}

/**
 * Finds every regular file below a folder. A link to a folder is followed once all real folders were read, and only to
 * folders not met yet, so that loops end and nothing is found twice.
 *
 * @returns relative paths of folders that could not be read
 */
export async function walk(options: WalkOptions): Promise<string[]> {
  const walker = new Walker(options);
  await walker.run();
  return walker.unreadable;
}

class Walker {
  readonly unreadable: string[] = [];
  readonly #options: WalkOptions;
  readonly #visited = new Set<string>();
  readonly #links: Place[] = [];
  #batch: SeenFile[] = [];

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { root, folder } = this.#options;
    const start = folder === '' ? root : joinPath(root, folder.split('/').join(sep));
    await this.#readTree({ path: start, relative: folder });
    for (let link = this.#links.shift(); link; link = this.#links.shift()) {
      if (!(await this.#leadsElsewhereInRoot(link, start))) await this.#readTree(link);
    }
    await this.#flush();
  }

  /** What a link shows of the root beside the folder to be walked has its own place there. */
  async #leadsElsewhereInRoot(link: Place, start: string): Promise<boolean> {
    const { root } = this.#options;
    const target = await realpath(link.path).catch(() => link.path);
    const isIn = (folder: string): boolean => target === folder || target.startsWith(joinPath(folder, ''));
    return start !== root && isIn(root) && !isIn(start);
  }

  async #readTree(start: Place): Promise<void> {
    const folders = [start];
    for (let folder = folders.pop(); folder; folder = folders.pop()) {
      this.#options.signal?.throwIfAborted();
      if (this.#options.exclude.includes(folder.path)) continue;
      const entries = await this.#list(folder);
      if (!entries) continue;
      const files: Place[] = [];
      const below: Place[] = [];
      for (const entry of entries) {
        const place: Place = {
          path: joinPath(folder.path, entry.name),
          relative: folder.relative === '' ? entry.name : `${folder.relative}/${entry.name}`,
        };
        if (entry.isDirectory() && !isPrivateFolder(entry.name)) below.push(place);
        else if (entry.isFile() || entry.isSymbolicLink()) files.push(place);
      }
      for (let i = 0; i < files.length; i += parallelStats) {
        const seen = await Promise.all(files.slice(i, i + parallelStats).map((file) => this.#look(file)));
        this.#batch.push(...seen.filter((file) => file !== null));
        if (this.#batch.length >= batchSize) await this.#flush();
      }
      folders.push(...below.reverse());
    }
  }

  /** The entries of a folder by name, null where it cannot be read or was met before. */
  async #list(folder: Place): Promise<Dirent[] | null> {
    try {
      const { dev, ino } = await stat(folder.path, { bigint: true });
      const identity = `${dev}:${ino}`;
      if (this.#visited.has(identity)) return null;
      this.#visited.add(identity);
      this.#options.onFolder?.(folder.path);
      const entries = await readdir(folder.path, { withFileTypes: true });
      return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      if (!(await this.#hasGone(folder, error))) this.unreadable.push(folder.relative);
      return null;
    }
  }

  /** Whether a folder was taken away since the one above it was listed; one that went with its drive was not. */
  async #hasGone(folder: Place, error: unknown): Promise<boolean> {
    const { code } = error as NodeJS.ErrnoException;
    if (folder.relative === '' || (code !== 'ENOENT' && code !== 'ENOTDIR')) return false;
    return (await lookAt(this.#options.root, '')) === 'folder';
  }

  async #look(place: Place): Promise<SeenFile | null> {
    const seen = await lookAt(place.path, place.relative);
    if (seen !== 'folder') return seen;
    if (!isPrivateFolder(place.relative.slice(place.relative.lastIndexOf('/') + 1))) this.#links.push(place);
    return null;
  }

  async #flush(): Promise<void> {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    await this.#options.onFiles(batch);
  }
}

/**
 * A file as it is now, links followed.
 *
 * @returns null where nothing is there, 'folder' for a folder or a link to one
 */
export async function lookAt(path: string, relative: string): Promise<SeenFile | 'folder' | null> {
  // A copy of ours on its way; it is seen once it has its name.
  if (relative.endsWith(partSuffix)) return null;
  let found: BigIntStats;
  try {
    found = await lstat(path, { bigint: true });
    if (found.isSymbolicLink()) found = await stat(path, { bigint: true });
  } catch {
    // A name that is not valid UTF-8 comes with U+FFFD and cannot be opened by it: its row says so.
    return relative.includes('\ufffd') ? { path: relative, size: 0, mtime: 0, device: '', inode: '' } : null;
  }
  if (found.isDirectory()) return 'folder';
  if (!found.isFile()) return null;
  return {
    path: relative,
    size: Number(found.size),
    mtime: Number(found.mtimeNs) / 1e6,
    device: String(found.dev),
    inode: String(found.ino),
  };
}

/** `path.join` would also tidy the name itself, which must stay as the file system spells it. */
const joinPath = (folder: string, name: string): string =>
  folder.endsWith(sep) ? folder + name : folder + sep + name;
