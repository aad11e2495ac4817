import type { Jobs } from './jobs.ts';
import { rangeOf } from './path-range.ts';
import type { LostFile, ScanSummary, SeenFile } from './types.ts';
import type { Statements } from './statements.ts';

interface KnownFile {
  id: number;
  root_id: number;
  path: string;
  path_key: string;
  size: number;
  mtime: number;
  device: string;
  inode: string;
  photo_id: number | null;
  gone_at: number | null;
}

const knownColumns = 'id, root_id, path, path_key, size, mtime, device, inode, photo_id, gone_at';

export const fileQueries = {
  inPlace: `SELECT ${knownColumns} FROM file WHERE root_id = ? AND path = ? AND gone_at IS NULL`,
  under: `SELECT ${knownColumns} FROM file WHERE root_id = ? AND path >= ? AND path < ? AND gone_at IS NULL`,
  beside: `SELECT id FROM file WHERE root_id = ? AND (path = ? OR (path >= ? AND path < ?))
    AND photo_id IS NOT NULL AND gone_at IS NULL`,
  byInode: `SELECT ${knownColumns} FROM file WHERE inode = ? AND device = ?`,
  byFingerprint: `SELECT file.id, file.root_id, file.path, file.gone_at, root.path AS rootPath
    FROM file JOIN root ON root.id = file.root_id
    WHERE file.fingerprint = ? AND file.photo_id IS NOT NULL AND file.id <> ?`,
};

/** Told which photos the columns must read again, and whose words the search must. */
export interface PhotoChanges {
  touch(photo: number): void;
  /** As `touch`, where names or metadata changed. */
  reword(photo: number): void;
}

/**
 * Makes the file table equal to what the file system shows. The folder is the truth about files; the catalogue about
 * photos: a file that is not found leaves its row, so that its photo is found again wherever it turns up.
 */
export class Files {
  readonly #db: Statements;
  readonly #jobs: Jobs;
  readonly #photos: PhotoChanges;
  readonly #scans: ReadonlyMap<number, FolderScan>;

  /** @param scans those that run */
  constructor(db: Statements, jobs: Jobs, photos: PhotoChanges, scans: ReadonlyMap<number, FolderScan>) {
    this.#db = db;
    this.#jobs = jobs;
    this.#photos = photos;
    this.#scans = scans;
  }

  /** Begins to compare a folder of a root ('' for all of it) with what is known of it. */
  beginScan(root: number, folder: string): FolderScan {
    const known = new Map<string, KnownFile>();
    const query = this.#db.prepare<[number, string, string], KnownFile>(fileQueries.under);
    for (const file of query.iterate(root, ...rangeOf(folder))) known.set(file.path, file);
    // A file whose name the folder has now is not seen either.
    const before = this.#db.prepare<[number, string], KnownFile>(fileQueries.inPlace).get(root, folder);
    if (before) known.set(before.path, before);
    return { root, unseen: known, deferred: [], summary: { added: 0, changed: 0, moved: 0, gone: 0 } };
  }

  seen(scan: FolderScan, files: SeenFile[]): void {
    const inPlace = this.#db.prepare<[number, string], KnownFile>(fileQueries.inPlace);
    for (const file of files) {
      const known = scan.unseen.get(file.path) ?? inPlace.get(scan.root, file.path);
      if (known) {
        scan.unseen.delete(file.path);
        this.#update(known, file, scan.summary);
      } else if (this.#hasPossibleSource(file, scan)) {
        scan.deferred.push(file);
      } else {
        this.#insert(scan.root, file, scan.summary);
      }
    }
  }

  /**
   * Ends the comparison: what was seen nowhere is gone, unless a new place shows the same file.
   *
   * @param unreadable folders that could not be read: their files are left as they were
   */
  endScan(scan: FolderScan, unreadable: string[]): ScanSummary {
    for (const file of scan.unseen.values()) {
      if (unreadable.some((folder) => folder === '' || file.path.startsWith(`${folder}/`)))
        scan.unseen.delete(file.path);
    }
    for (const file of scan.deferred) {
      const source = this.#sources(file, scan)[0];
      if (source) {
        scan.unseen.delete(source.path);
        this.#move(source, scan.root, file, scan.summary);
      } else {
        this.#insert(scan.root, file, scan.summary);
      }
    }
    for (const file of scan.unseen.values()) this.#lose(file, scan.summary);
    return scan.summary;
  }

  /** What the watcher saw: files that are there, and paths (files or whole folders) that are not any more. */
  applyChanges(root: number, present: SeenFile[], absent: string[]): ScanSummary {
    const summary: ScanSummary = { added: 0, changed: 0, moved: 0, gone: 0 };
    const inPlace = this.#db.prepare<[number, string], KnownFile>(fileQueries.inPlace);
    const under = this.#db.prepare<[number, string, string], KnownFile>(fileQueries.under);
    for (const path of absent) {
      for (const file of [...inPlace.all(root, path), ...under.all(root, ...rangeOf(path))])
        this.#lose(file, summary);
    }
    for (const file of present) {
      const known = inPlace.get(root, file.path);
      if (known) {
        this.#update(known, file, summary);
        continue;
      }
      const source = this.#byInode(file).find((candidate) => candidate.gone_at !== null);
      if (source) this.#move(source, root, file, summary);
      else this.#insert(root, file, summary);
    }
    return summary;
  }

  /** Marks files as gone that were found to be so outside a scan; one that has another place by now is not. */
  lose(lost: readonly LostFile[]): void {
    const find = this.#db.prepare<[number], KnownFile>(`SELECT ${knownColumns} FROM file WHERE id = ?`);
    for (const { id, path } of lost) {
      const file = find.get(id);
      if (file?.path === path) this.#lose(file, { added: 0, changed: 0, moved: 0, gone: 0 });
    }
  }

  #update(known: KnownFile, file: SeenFile, summary: ScanSummary): void {
    const same = known.size === file.size && known.mtime === file.mtime;
    if (same && known.inode === file.inode && known.device === file.device) return;
    this.#db
      .prepare('UPDATE file SET size = ?, mtime = ?, device = ?, inode = ? WHERE id = ?')
      .run(file.size, file.mtime, file.device, file.inode, known.id);
    if (same) return;
    this.#readBeside(known.root_id, file.path);
    this.#jobs.add('identify', known.id);
    summary.changed++;
  }

  #insert(root: number, file: SeenFile, summary: ScanSummary): void {
    const { lastInsertRowid } = this.#db
      .prepare(
        'INSERT INTO file (root_id, path, path_key, size, mtime, device, inode) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(root, file.path, file.path.normalize('NFC'), file.size, file.mtime, file.device, file.inode);
    this.#jobs.add('identify', Number(lastInsertRowid));
    this.#readBeside(root, file.path);
    summary.added++;
  }

  #move(source: KnownFile, root: number, file: SeenFile, summary: ScanSummary): void {
    this.#db
      .prepare(
        `UPDATE file SET root_id = ?, path = ?, path_key = ?, size = ?, mtime = ?, device = ?, inode = ?, gone_at = NULL
         WHERE id = ?`,
      )
      .run(
        root,
        file.path,
        file.path.normalize('NFC'),
        file.size,
        file.mtime,
        file.device,
        file.inode,
        source.id,
      );
    const changed = source.size !== file.size || source.mtime !== file.mtime;
    if (changed || source.photo_id === null) this.#jobs.add('identify', source.id);
    this.#readBeside(source.root_id, source.path);
    this.#readBeside(root, file.path);
    if (source.photo_id !== null) this.#photos.reword(source.photo_id);
    summary.moved++;
  }

  #lose(file: KnownFile, summary: ScanSummary): void {
    // A scan that comes to its place later finds a file there that is back.
    for (const { unseen } of this.#scans.values())
      if (unseen.get(file.path)?.id === file.id) unseen.delete(file.path);
    this.#readBeside(file.root_id, file.path);
    if (file.photo_id === null) {
      // Nothing was learned of it yet, so nothing is lost with its row.
      this.#jobs.finishAll(file.id);
      this.#db.prepare('DELETE FROM file WHERE id = ?').run(file.id);
    } else {
      this.#db.prepare('UPDATE file SET gone_at = ? WHERE id = ?').run(Date.now(), file.id);
      this.#photos.reword(file.photo_id);
    }
    summary.gone++;
  }

  /** A sidecar that came, changed or went says something else of the photos beside it. */
  #readBeside(root: number, path: string): void {
    if (!/\.xmp$/i.test(path)) return;
    const stem = path.slice(0, -'.xmp'.length);
    const beside = this.#db
      .prepare<[number, string, string, string], { id: number }>(fileQueries.beside)
      // "/" follows "." in Unicode.
      .all(root, stem, `${stem}.`, `${stem}/`);
    for (const { id } of beside) this.#jobs.add('identify', id);
  }

  #byInode(file: SeenFile): KnownFile[] {
    return this.#db
      .prepare<[string, string], KnownFile>(fileQueries.byInode)
      .all(file.inode, file.device)
      .filter((known) => known.size === file.size && known.mtime === file.mtime);
  }

  /** Known files that this one may be under another name; whether they are still in their place shows at the end. */
  #hasPossibleSource(file: SeenFile, scan: FolderScan): boolean {
    scan.unseenByKey ??= new Map([...scan.unseen.values()].map((known) => [known.path_key, known]));
    return this.#byInode(file).length > 0 || scan.unseenByKey.has(file.path.normalize('NFC'));
  }

  #sources(file: SeenFile, scan: FolderScan): KnownFile[] {
    const isFree = (known: KnownFile): boolean =>
      known.gone_at !== null || (known.root_id === scan.root && scan.unseen.has(known.path));
    const sameName = scan.unseenByKey?.get(file.path.normalize('NFC'));
    return [...this.#byInode(file), ...(sameName ? [sameName] : [])].filter(isFree);
  }
}

export interface FolderScan {
  readonly root: number;
  /** Known files not met yet, by path. */
  readonly unseen: Map<string, KnownFile>;
  /** Some volumes spell names in another Unicode form after a move; made when first needed. */
  unseenByKey?: Map<string, KnownFile>;
  /** Unknown paths that may be known files moved. */
  readonly deferred: SeenFile[];
  readonly summary: ScanSummary;
}
