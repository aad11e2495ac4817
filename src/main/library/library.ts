import { lstat, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import type { LibraryRoot } from '../../shared/library.ts';
import { PlainError, sentenceOf } from '../../shared/result.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { isOnNetworkDrive } from '../catalogue/network-drive.ts';
import type { RootRecord, SeenFile } from '../catalogue/types.ts';
import { isDriveHere, rootPresence, volumeOf } from './volume.ts';
import { isPrivateFolder, lookAt, walk } from './walk.ts';
import { RootWatcher } from './watch.ts';

/** How often an absent drive is looked for, and a present one is looked after. */
const presenceCheckMs = 5000;
/** A file the watcher tells of is not looked into until its size has rested this long: it may be half copied. */
const restMs = 600;
/** A folder without notices is compared with the catalogue when the person comes back to the window, but not more often. */
const lookAgainMs = 60_000;

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
  /** Roots on network drives, as their watchers found them. */
  readonly #onNetwork = new Set<number>();
  /** When roots were scanned whole, by the clock that only runs forward. */
  readonly #scannedAt = new Map<number, number>();
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
      this.#presenceTimer = setInterval(() => {
        this.#checkPresence().catch((error: unknown) => this.#tell(error));
      }, presenceCheckMs);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#presenceTimer);
    this.#abort.abort();
    for (const watcher of this.#watchers.values()) watcher.close();
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
    // It counts from now on, not only when its turn comes: whoever waits for the queue waits for it.
    this.#noteScan(1, 0);
    return this.#inLine(root, (record) => this.#scan(record, folder)).finally(() => this.#noteScan(-1, 0));
  }

  /** Library folders for people, and how changes in them are found. */
  async folders(): Promise<LibraryRoot[]> {
    const roots = await this.#options.catalogue.library();
    return roots.map((root) => (this.#onNetwork.has(root.id) ? { ...root, polling: 'network' } : root));
  }

  /** Looks a folder through from time to time, or waits for the system's notices again. */
  async poll(root: number, polls: boolean): Promise<void> {
    await this.#options.catalogue.setRootPolled(root, polls);
    this.#endWatch(root);
    this.#options.onRoots();
    // It puts the other watcher up, and finds what neither was told of.
    void this.scan(root);
  }

  /** Compares the folders without notices with the catalogue, unless that was done within the last minute. */
  async lookAgain(): Promise<void> {
    for (const { id, polling } of await this.folders()) {
      const last = this.#scannedAt.get(id) ?? -Infinity;
      if (polling === 'no' || performance.now() - last < lookAgainMs) continue;
      this.#scannedAt.set(id, performance.now());
      void this.scan(id);
    }
  }

  /** Whether a root is there at this moment. */
  async isHere(root: number): Promise<boolean> {
    const record = await this.#find(root);
    return record !== undefined && (await this.#isHere(record));
  }

  /** Whether the drive of a root is there at this moment; the root itself may have been moved away on it. */
  async isDriveHere(root: number): Promise<boolean> {
    const record = await this.#find(root);
    return record !== undefined && (await isDriveHere(record.path, record.device));
  }

  async #scan(root: RootRecord, folder: string): Promise<void> {
    const { catalogue } = this.#options;
    if (!(await this.#isHere(root))) return;
    const watcher = this.#watch(root);
    this.#found = 0;
    if (folder === '') this.#scannedAt.set(root.id, performance.now());
    try {
      const scan = await catalogue.beginScan(root.id, folder);
      const unreadable = await walk({
        root: root.path,
        folder,
        exclude: this.#options.exclude,
        signal: this.#abort.signal,
        onFolder: (path) => watcher?.add(path),
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
    } catch (error) {
      if (!this.#abort.signal.aborted) throw error;
    } finally {
      this.#options.onChanged();
      this.#options.onRoots();
    }
  }

  #watch(root: RootRecord): RootWatcher | undefined {
    let watcher = this.#watchers.get(root.id);
    if (watcher || !this.#options.watch || this.#abort.signal.aborted) return watcher;
    if (isOnNetworkDrive(root.path)) this.#onNetwork.add(root.id);
    else this.#onNetwork.delete(root.id);
    watcher = new RootWatcher({
      root: root.path,
      polls: root.polled || this.#onNetwork.has(root.id),
      onChanges: (paths) => void this.#inLine(root.id, (record) => this.#apply(record, paths)),
      onError: () =>
        this.#options.onNotice(
          `The system cannot watch all folders in ${root.path} for changes; have it looked through from time to time (in the settings), or scan it again to find new photos.`,
        ),
    });
    this.#watchers.set(root.id, watcher);
    return watcher;
  }

  async #apply(root: RootRecord, paths: string[]): Promise<void> {
    if (!(await this.#isHere(root))) return;
    const watcher = this.#watchers.get(root.id);
    const present: SeenFile[] = [];
    const absent: string[] = [];
    const folders: string[] = [];
    for (const path of paths) {
      const place = placeOf(root, path);
      const seen = await lookAt(place, path);
      if (seen === null || seen === 'folder') watcher?.remove(place);
      if (seen === null) absent.push(path);
      else if (seen === 'folder') folders.push(path);
      else if (isFresh(seen)) watcher?.note(place);
      else present.push(seen);
    }
    await this.#options.catalogue.applyChanges(root.id, present, absent);
    this.#options.onChanged();
    this.#options.onRoots();
    this.#noteScan(1, 0);
    try {
      for (const folder of await foldersToScan(root, folders)) await this.#scan(root, folder);
    } finally {
      this.#noteScan(-1, 0);
    }
  }

  /** Whether a root is there, and the catalogue's word on it brought up to that. */
  async #isHere(root: RootRecord): Promise<boolean> {
    const presence = await rootPresence(root.path, root.device);
    if (await this.#options.catalogue.setRootOffline(root.id, !presence.here)) {
      this.#options.onChanged();
      this.#options.onRoots();
    }
    if (!presence.here) this.#endWatch(root.id);
    else if (presence.device !== root.device) {
      await this.#options.catalogue.setRootPlace(root.id, await volumeOf(root.path), presence.device);
    }
    return presence.here;
  }

  /** Not in line with the scans: that a drive was pulled out is told while another one is scanned. */
  async #checkPresence(): Promise<void> {
    for (const root of await this.#options.catalogue.roots()) {
      const isHere = await this.#isHere(root);
      if (isHere && root.offline) void this.scan(root.id);
    }
  }

  /** A root that was taken into a larger one is not watched on its own any more. */
  async #dropOldWatchers(): Promise<void> {
    const known = new Set((await this.#options.catalogue.roots()).map(({ id }) => id));
    for (const id of this.#watchers.keys()) if (!known.has(id)) this.#endWatch(id);
  }

  #endWatch(root: number): void {
    this.#watchers.get(root)?.close();
    this.#watchers.delete(root);
  }

  #noteScan(begun: number, found: number): void {
    this.#scans += begun;
    this.#found += found;
    this.#options.onScan({ scanning: this.#scans > 0, found: this.#found });
  }

  async #find(id: number): Promise<RootRecord | undefined> {
    return (await this.#options.catalogue.roots()).find((root) => root.id === id);
  }

  /** Never rejects: what goes wrong with one folder is told, and the rest goes on. */
  #inLine(id: number, work: (root: RootRecord) => Promise<void>): Promise<void> {
    this.#line = this.#line
      .then(async () => {
        const root = await this.#find(id);
        if (!root || this.#abort.signal.aborted) return;
        await work(root).catch(async (error: unknown) => {
          // A root that was taken into a larger one in the meantime is scanned with that.
          if (await this.#find(id)) throw error;
        });
      })
      .catch((error: unknown) => this.#tell(error));
    return this.#line;
  }

  #tell(error: unknown): void {
    if (this.#abort.signal.aborted) return;
    this.#options.onNotice(`A folder could not be compared with the catalogue: ${sentenceOf(error)}`);
  }
}

const placeOf = (root: RootRecord, path: string): string =>
  path === '' ? root.path : root.path + sep + path.split('/').join(sep);

function isFresh({ mtime }: SeenFile): boolean {
  const age = Date.now() - mtime;
  return age >= 0 && age < restMs;
}

/** New or replaced folders, the outermost of them; the whole root where one is a link, which may lead anywhere in it. */
async function foldersToScan(root: RootRecord, folders: string[]): Promise<string[]> {
  const own = folders.filter((folder) => !folder.split('/').some(isPrivateFolder));
  for (const folder of own) {
    const found = await lstat(placeOf(root, folder)).catch(() => null);
    if (found?.isSymbolicLink()) return [''];
  }
  return own.filter(
    (folder) => !own.some((other) => other !== folder && (other === '' || folder.startsWith(`${other}/`))),
  );
}
