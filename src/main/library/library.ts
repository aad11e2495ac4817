import { realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { PlainError, sentenceOf } from '../../shared/result.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { RootRecord, SeenFile } from '../catalogue/types.ts';
import { rootPresence, volumeOf } from './volume.ts';
import { lookAt, walk } from './walk.ts';
import { watchRoot, type RootWatcher } from './watch.ts';

/** How often an absent drive is looked for, and a present one is looked after. */
const presenceCheckMs = 5000;

export interface LibraryOptions {
  catalogue: Catalogue;
  /** Absolute folders never scanned, such as the catalogue's own. */
  exclude: readonly string[];
  /** Watch folders for changes, rather than scan them once. */
  watch: boolean;
  /** Files may wait in the queue, or rows may have changed. */
  onChanged(): void;
  /** Folders were added, came or went, or their counts changed. */
  onRoots(): void;
  /** Running scans began, found more, or ended. */
  onScan(state: { scanning: boolean; found: number }): void;
  onNotice(text: string): void;
}

/** Keeps the catalogue equal to the folders: scans them, watches them, and knows when a drive is away. */
export class Library {
  readonly #options: LibraryOptions;
  readonly #watchers = new Map<number, RootWatcher>();
  /** One scan or change at a time, in the order they came. */
  #line: Promise<void> = Promise.resolve();
  #scans = 0;
  #found = 0;
  #presenceTimer: NodeJS.Timeout | undefined;
  #abort = new AbortController();

  constructor(options: LibraryOptions) {
    this.#options = options;
  }

  /** Begins to look after the folders known from before; each is scanned, then watched. */
  async start(): Promise<void> {
    for (const root of await this.#options.catalogue.roots()) void this.scan(root.id);
    if (this.#options.watch) {
      this.#presenceTimer = setInterval(() => void this.#checkPresence(), presenceCheckMs);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#presenceTimer);
    this.#abort.abort();
    await Promise.all([...this.#watchers.values()].map((watcher) => watcher.close()));
    await this.#line;
  }

  /**
   * Takes a folder into the library; one inside it is found again.
   *
   * @throws PlainError that names a folder that is not there or cannot be read
   */
  async add(folder: string): Promise<{ root: number; folder: string }> {
    const path = await realpath(folder).catch(() => {
      throw new PlainError(
        `The folder ${folder} does not exist; check its spelling, or whether its drive is plugged in.`,
      );
    });
    const found = await stat(path, { bigint: true });
    if (!found.isDirectory()) throw new PlainError(`${folder} is not a folder; give the folder it is in.`);
    const place = await this.#options.catalogue.addRoot(path, sep, await volumeOf(path), String(found.dev));
    await this.#dropOldWatchers();
    this.#options.onRoots();
    return place;
  }

  /** Compares a folder with the catalogue; resolves when its files are known. */
  scan(root: number, folder = ''): Promise<void> {
    return this.#inLine(async () => {
      const record = (await this.#options.catalogue.roots()).find(({ id }) => id === root);
      if (record) await this.#scan(record, folder);
    });
  }

  async #scan(root: RootRecord, folder: string): Promise<void> {
    const { catalogue } = this.#options;
    if (!(await this.#isHere(root))) return;
    this.#noteScan(1, 0);
    const scan = await catalogue.beginScan(root.id, folder);
    try {
      const unreadable = await walk({
        root: root.path,
        folder,
        exclude: this.#options.exclude,
        signal: this.#abort.signal,
        onFiles: async (files: SeenFile[]) => {
          await catalogue.scanned(scan, files);
          this.#noteScan(0, files.length);
          this.#options.onChanged();
        },
      });
      // A drive pulled out in mid-scan is away; its files are not gone.
      if (!(await this.#isHere(root))) return await catalogue.abandonScan(scan);
      await catalogue.endScan(scan, unreadable);
      for (const place of unreadable) {
        const remedy = place.includes('\ufffd')
          ? 'rename it, its name is not valid UTF-8'
          : 'check its permissions';
        this.#options.onNotice(`The folder ${place || root.path} could not be read; ${remedy}.`);
      }
      if (this.#options.watch) this.#watch(root);
    } catch (error) {
      if (!this.#abort.signal.aborted) throw error;
    } finally {
      this.#noteScan(-1, 0);
      this.#options.onChanged();
      this.#options.onRoots();
    }
  }

  #watch(root: RootRecord): void {
    if (this.#watchers.has(root.id) || this.#abort.signal.aborted) return;
    const watcher = watchRoot({
      root: root.path,
      exclude: this.#options.exclude,
      onChanges: (paths) => void this.#inLine(() => this.#apply(root, paths)),
      onError: () =>
        this.#options.onNotice(
          `Changes in ${root.path} cannot be watched; scan the folder again to find new photos.`,
        ),
      // What changed between the scan and the watcher's first look is found by a second scan, which reads no pictures.
      onReady: () => void this.scan(root.id),
    });
    this.#watchers.set(root.id, watcher);
  }

  async #apply(root: RootRecord, paths: string[]): Promise<void> {
    if (!(await this.#isHere(root))) return;
    const present: SeenFile[] = [];
    const absent: string[] = [];
    for (const path of paths) {
      const seen = await lookAt(root.path + sep + path.split('/').join(sep), path);
      if (seen === null) absent.push(path);
      else if (seen !== 'folder') present.push(seen);
    }
    await this.#options.catalogue.applyChanges(root.id, present, absent);
    this.#options.onChanged();
    this.#options.onRoots();
  }

  /** Whether a root is there, and the catalogue's word on it brought up to that. */
  async #isHere(root: RootRecord): Promise<boolean> {
    const presence = await rootPresence(root.path, root.device);
    if (await this.#options.catalogue.setRootOffline(root.id, !presence.here)) {
      this.#options.onChanged();
      this.#options.onRoots();
    }
    if (!presence.here) {
      await this.#watchers.get(root.id)?.close();
      this.#watchers.delete(root.id);
    } else if (presence.device !== root.device) {
      await this.#options.catalogue.setRootPlace(root.id, await volumeOf(root.path), presence.device);
    }
    return presence.here;
  }

  async #checkPresence(): Promise<void> {
    for (const root of await this.#options.catalogue.roots()) {
      const presence = await rootPresence(root.path, root.device);
      if (presence.here === !root.offline) continue;
      if (presence.here) await this.scan(root.id);
      else await this.#inLine(async () => void (await this.#isHere(root)));
    }
  }

  /** A root that was taken into a larger one is not watched on its own any more. */
  async #dropOldWatchers(): Promise<void> {
    const known = new Set((await this.#options.catalogue.roots()).map(({ id }) => id));
    for (const [id, watcher] of this.#watchers) {
      if (known.has(id)) continue;
      this.#watchers.delete(id);
      await watcher.close();
    }
  }

  #noteScan(begun: number, found: number): void {
    if (this.#scans === 0 && begun > 0) this.#found = 0;
    this.#scans += begun;
    this.#found += found;
    this.#options.onScan({ scanning: this.#scans > 0, found: this.#found });
  }

  /** Never rejects: what goes wrong with one folder is told, and the rest goes on. */
  #inLine(work: () => Promise<void>): Promise<void> {
    this.#line = this.#line.then(work).catch((error: unknown) => {
      if (this.#abort.signal.aborted) return;
      this.#options.onNotice(`A folder could not be compared with the catalogue: ${sentenceOf(error)}`);
    });
    return this.#line;
  }
}
