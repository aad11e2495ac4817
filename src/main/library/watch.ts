import { watch as watchFiles } from 'chokidar';
import { watch, type FSWatcher } from 'node:fs';
import { basename, relative, sep } from 'node:path';
import { pollSeconds } from '../../shared/library.ts';
import { isPrivateFolder } from './walk.ts';

/** After this long without an event the changes are handed on together: a card copy comes in bursts. */
const quietMs = 400;
/** But never later than this, so that a long copy shows as it comes. */
const longestWaitMs = 3000;

/** Linux watches folders one by one; the others watch all that is below the root by themselves. */
const oneByOne = process.platform === 'linux';

const pollMs = pollSeconds * 1000;

export interface WatchOptions {
  root: string;
  /** It lies where the system gives no notice: its files are looked at from time to time. */
  polls: boolean;
  /** Relative paths, forward slashes, where something came, changed or went; which of it shows a look there. */
  onChanges(paths: string[]): void;
  /** Told once: the system gave up on some folders, for want of handles. */
  onError(error: unknown): void;
}

/**
 * Watches a library folder and reports in bursts where something changed. It holds one handle a folder, none a file: a
 * watcher of files cost 400 MB and half a second's standstill at 100,000 of them.
 */
export class RootWatcher {
  readonly #options: WatchOptions;
  readonly #folders = new Map<string, FSWatcher>();
  readonly #poller: ReturnType<typeof watchFiles> | undefined;
  readonly #changed = new Set<string>();
  #quiet: NodeJS.Timeout | undefined;
  #longest: NodeJS.Timeout | undefined;
  #failed = false;
  #closed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    if (!options.polls) return;
    this.#poller = watchFiles(options.root, {
      backend: 'polling',
      pollingInterval: pollMs,
      // Pictures among them: one does not change more often than another file.
      pollingBinaryInterval: pollMs,
      // The scan has compared the folder with the catalogue.
      ignoreInitial: true,
      // The scan follows links once; a watcher that did so would report loops without end.
      followSymlinks: false,
      // A file one may not read gets its own row and sentence.
      ignorePermissionErrors: true,
      ignored: (path, stats) => stats?.isDirectory() === true && isPrivateFolder(basename(path)),
    });
    this.#poller.on('all', (_event, path) => this.note(path));
    this.#poller.on('error', (error) => this.#fail(error));
  }

  /** Watches a folder. A scan calls it before it lists one, so that no change falls in between. */
  add(folder: string): void {
    if (this.#closed || this.#poller || this.#folders.has(folder)) return;
    if (!oneByOne && folder !== this.#options.root) return;
    try {
      const watcher = watch(folder, { recursive: !oneByOne }, (_event, name) =>
        this.note(name === null ? folder : folder + sep + name),
      );
      watcher.on('error', (error) => this.#fail(error));
      this.#folders.set(folder, watcher);
    } catch (error) {
      // A folder that went just now is told by the one above it.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#fail(error);
    }
  }

  /** A folder went, or another came in its place: its handle, which follows the old one, ends with those below it. */
  remove(folder: string): void {
    if (!this.#folders.has(folder)) return;
    for (const [path, watcher] of this.#folders) {
      if (path !== folder && !path.startsWith(folder + sep)) continue;
      watcher.close();
      this.#folders.delete(path);
    }
  }

  /** Something may have changed at an absolute path. */
  note(path: string): void {
    if (this.#closed) return;
    this.#changed.add(relative(this.#options.root, path).split(sep).join('/'));
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#handOn(), quietMs);
    this.#longest ??= setTimeout(() => this.#handOn(), longestWaitMs);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#quiet);
    clearTimeout(this.#longest);
    for (const watcher of this.#folders.values()) watcher.close();
    this.#folders.clear();
    void this.#poller?.close();
  }

  #handOn(): void {
    clearTimeout(this.#quiet);
    clearTimeout(this.#longest);
    this.#longest = undefined;
    const paths = [...this.#changed];
    this.#changed.clear();
    this.#options.onChanges(paths);
  }

  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#options.onError(error);
  }
}
