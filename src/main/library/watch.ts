import { watch, type FSWatcher } from 'chokidar';
import { relative, sep } from 'node:path';
import { z } from 'zod';

/** After this long without an event the changes are handed on together: a card copy comes in bursts. */
const quietMs = 400;
/** But never later than this, so that a long copy shows as it comes. */
const longestWaitMs = 3000;

/** What chokidar hands on with the system's own notice. */
const noticeSchema = z.object({ watchedPath: z.string() });

export interface WatchOptions {
  root: string;
  /** Relative paths, forward slashes, where something came, changed or went; which of it shows a look there. */
  onChanges(paths: string[]): void;
  /** Told once: the system gave up on some folders, for want of handles. */
  onError(error: unknown): void;
}

/**
 * Watches a library folder and reports in bursts where something changed. It takes chokidar's folders and the system's
 * notices, but none of its files: with these it held 350 MB and stood still for nearly a second at 100,000 of them.
 */
export class RootWatcher {
  readonly #options: WatchOptions;
  readonly #watcher: FSWatcher;
  readonly #folders = new Set<string>();
  readonly #changed = new Set<string>();
  #quiet: NodeJS.Timeout | undefined;
  #longest: NodeJS.Timeout | undefined;
  #failed = false;
  #closed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#watcher = watch([], {
      // The scan that adds a folder compares it with the catalogue itself.
      ignoreInitial: true,
      // The scan follows links, and tells of each folder it reads.
      followSymlinks: false,
      // Every folder is added by itself; what else is in it is looked at when a notice names it.
      depth: 0,
      ignored: (path) => !this.#folders.has(path),
      // One handle a folder on every system, which is what adding them one by one means.
      backend: 'native',
      // A folder one may not read is told by the scan.
      ignorePermissionErrors: true,
    });
    this.#watcher.on('raw', (_event, name, details) => {
      const { watchedPath } = noticeSchema.parse(details);
      // Linux tells a watched folder's own end under its own name; a look there shows that nothing is there.
      this.note(name ? watchedPath + sep + name : watchedPath);
    });
    this.#watcher.on('error', (error) => this.#fail(error));
  }

  /** Watches a folder, from a moment later on. @returns false where it was watched already */
  add(folder: string): boolean {
    if (this.#closed || this.#folders.has(folder)) return false;
    this.#folders.add(folder);
    this.#watcher.add(folder);
    return true;
  }

  /** A folder went, or another came in its place: its handle, which follows the old one, ends with those below it. */
  remove(folder: string): void {
    if (!this.#folders.has(folder)) return;
    for (const path of this.#folders) {
      if (path !== folder && !path.startsWith(folder + sep)) continue;
      this.#watcher.unwatch(path);
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
    void this.#watcher.close();
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
