import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { FolderChoice, FolderListing } from '../../shared/library.ts';
import { PlainError } from '../../shared/result.ts';
import { isFolder, startingPlaces, type Machine } from './folder-places.ts';

const thisMachine = (): Machine => ({
  platform: process.platform,
  home: homedir(),
  user: process.env['USER'] ?? '',
  env: process.env,
});

/** Folders that Windows keeps in every drive and shows nobody. */
const hiddenNames = new Set(['$RECYCLE.BIN', 'System Volume Information', '$WinREAgent']);
const isHidden = (name: string): boolean => name.startsWith('.') || hiddenNames.has(name);

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/**
 * The folder chooser of the window. The window gets names to show and ids to send back; an id stands for a path in this
 * object alone, so the window can only ever name a folder that was listed to it.
 */
export class FolderChoices {
  readonly #isInLibrary: (path: string) => boolean | Promise<boolean>;
  readonly #machine: Machine;
  readonly #paths = new Map<string, string>();
  readonly #ids = new Map<string, string>();
  readonly #kinds = new Map<string, FolderChoice['kind']>();

  /** `isInLibrary` says of an absolute path whether it is a library folder or inside one. */
  constructor(isInLibrary: (path: string) => boolean | Promise<boolean>, machine: Machine = thisMachine()) {
    this.#isInLibrary = isInLibrary;
    this.#machine = machine;
  }

  /**
   * One level of folders, or the places to start from for null. A listing's `parent` is null where only those are
   * above it. Throws `PlainError` where the id is not known or the folder cannot be read.
   */
  async list(id: string | null): Promise<FolderListing> {
    if (id === null) {
      const places = await startingPlaces(this.#machine);
      for (const { path, kind } of places) this.#kinds.set(path, kind);
      const entries = places.map(({ path, name }) => this.#choice(path, name));
      return { folder: null, parent: null, entries: await Promise.all(entries) };
    }
    const path = this.pathOf(id);
    const names = (await subfolders(path)).sort((a, b) => byName.compare(a, b));
    const above = dirname(path);
    return {
      folder: await this.#choice(path),
      parent: above === path ? null : this.idFor(above),
      entries: await Promise.all(names.map((name) => this.#choice(join(path, name)))),
    };
  }

  /** The absolute path an id stands for. Throws `PlainError` for an id that was never given. */
  pathOf(id: string): string {
    const path = this.#paths.get(id);
    if (path === undefined)
      throw new PlainError('This list of folders is out of date. Open it again and choose the folder.');
    return path;
  }

  /** The id of a folder that was named by other means than a listing, such as the system's own dialog. */
  idFor(path: string): string {
    const absolute = resolve(path);
    const known = this.#ids.get(absolute);
    if (known !== undefined) return known;
    const id = randomBytes(16).toString('base64url');
    this.#ids.set(absolute, id);
    this.#paths.set(id, absolute);
    return id;
  }

  /** A folder that was found by other means, as an entry of a list. */
  choiceOf(path: string, kind: FolderChoice['kind']): Promise<FolderChoice> {
    const absolute = resolve(path);
    if (!this.#kinds.has(absolute)) this.#kinds.set(absolute, kind);
    return this.#choice(absolute);
  }

  async #choice(path: string, name = basename(path) || path): Promise<FolderChoice> {
    return {
      id: this.idFor(path),
      name,
      kind: this.#kinds.get(path) ?? 'folder',
      inLibrary: await this.#isInLibrary(path),
    };
  }
}

/** Names of the visible folders inside a folder; a link to a folder counts, one that leads nowhere does not. */
async function subfolders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new PlainError(unreadable(path, error.code));
  });
  const visible = entries.filter(({ name }) => !isHidden(name));
  const are = await Promise.all(
    visible.map((entry) =>
      entry.isSymbolicLink() ? isFolder(join(path, entry.name)) : Promise.resolve(entry.isDirectory()),
    ),
  );
  return visible.filter((_entry, index) => are[index]).map(({ name }) => name);
}

function unreadable(path: string, code: string | undefined): string {
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return `The folder ${path} is no longer there. Go back and choose another.`;
  if (code === 'EACCES' || code === 'EPERM')
    return `This account may not read the folder ${path}. Choose another, or change who may read it.`;
  return `The folder ${path} could not be read (${code ?? 'unknown error'}). Choose another, or check its drive.`;
}
