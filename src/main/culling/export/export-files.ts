import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SidecarSettings } from '../../../shared/editors.ts';
import { emptyReport, type ExportPart, type ExportReport, type ExportWay } from '../../../shared/export.ts';
import type { NameTemplate } from '../../../shared/name-template.ts';
import { PlainError, sentenceOf } from '../../../shared/result.ts';
import type { WorkProgress } from '../../../shared/work.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { hardLink, moveWithinDrive, setAsideMoved } from '../../disk/move.ts';
import { copyVerified } from '../../disk/verified-copy.ts';
import { freeName } from '../copies/free-name.ts';
import { discardLeftovers } from '../copies/leftovers.ts';
import type { Reins } from '../copies/work.ts';
import { besideInstead, insideCopy } from './inside.ts';
import { sourcesOf, type Source, type SourceFile } from './sources.ts';

export interface ExportFilesOptions extends Reins {
  catalogue: Catalogue;
  photos: number[];
  /** Absolute path; it is made. */
  folder: string;
  template: NameTemplate;
  way: ExportWay;
  part: ExportPart;
  /** What verdicts are said as inside the copies; null leaves the copies as they are. */
  inside: SidecarSettings | null;
}

/** A file that has another place now, and the one it had. */
export interface Move {
  now: string;
  before: string;
}

const pageSize = 200;
const mostPlaces = 1000;

/**
 * Copies, links or moves photos, with the sidecars beside them, into a folder. Nothing is ever written over, and no
 * source is ever written to: a move within a drive gives it another name, a move to another drive is a verified copy
 * after which the source lies in `_Moved`.
 */
export async function exportFiles(
  options: ExportFilesOptions,
): Promise<{ report: ExportReport; moves: Move[] }> {
  await discardLeftovers(options.catalogue);
  return await new FilesExport(options).run();
}

class FilesExport {
  readonly #options: ExportFilesOptions;
  readonly #report: ExportReport;
  readonly #progress: WorkProgress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0, file: '' };
  readonly #moves: Move[] = [];

  constructor(options: ExportFilesOptions) {
    this.#options = options;
    this.#report = { ...emptyReport(options.way), photos: options.photos.length };
  }

  async run(): Promise<{ report: ExportReport; moves: Move[] }> {
    const { signal, proceed } = this.#options;
    const sources = await this.#sources();
    for (const { files } of sources) {
      this.#progress.files += files.length;
      for (const { size } of files) this.#progress.bytes += size;
    }
    for (const source of sources) {
      await proceed();
      if (signal.aborted) break;
      await this.#trying(source.facts.name, () => this.#exportOne(source));
    }
    if (signal.aborted) this.#report.stopped = 'Stopped. What was done until then stays.';
    this.#report.undoable = this.#moves.length;
    return { report: this.#report, moves: this.#moves };
  }

  async #sources(): Promise<Source[]> {
    const { catalogue, photos, part, signal } = this.#options;
    const sources: Source[] = [];
    for (let at = 0; at < photos.length && !signal.aborted; at += pageSize) {
      sources.push(...(await sourcesOf(catalogue, photos.slice(at, at + pageSize), at + 1, part)));
    }
    const away = photos.length - sources.length;
    if (away > 0 && !signal.aborted) {
      this.#report.failures.push({
        file: `${away} ${away === 1 ? 'photo' : 'photos'}`,
        sentence: 'The drive is away, or the file is gone; connect the drive and export again.',
      });
    }
    // Where a shot has no such file, its sidecar alone is of no use.
    return sources.filter(({ files }) => files.some(({ kind }) => kind === 'photo'));
  }

  async #exportOne(source: Source): Promise<void> {
    const { folder, template } = this.#options;
    const { base, there } = await freeName(
      template(source.facts),
      source.files.map(({ path, size, ending }) => ({
        source: path,
        size,
        targets: (name) => [join(folder, name + ending)],
      })),
    );
    for (const file of source.files) {
      const target = join(folder, base + file.ending);
      await this.#trying(file.path, async () => {
        this.#progress.file = file.path;
        if (there.has(target)) await this.#leave(file, target);
        else {
          await this.#place(file, target, source);
          this.#report.files++;
          this.#report.bytes += file.size;
          if (this.#report.places.length < mostPlaces)
            this.#report.places.push({ from: file.path, to: target });
        }
      });
      this.#progress.filesDone++;
      this.#tell(0);
    }
    const { inside, way } = this.#options;
    if (inside && way === 'copy') await besideInstead(source, join(folder, base), inside);
  }

  /** The target holds the same bytes already. */
  async #leave({ path, size }: SourceFile, target: string): Promise<void> {
    this.#report.skipped++;
    this.#tell(size);
    if (this.#options.way === 'move' && !(await isSameFile(path, target))) await this.#setAside(path);
  }

  async #place(file: SourceFile, target: string, source: Source): Promise<void> {
    const { way, inside } = this.#options;
    if (way === 'link') {
      await hardLink(file.path, target);
      this.#tell(file.size);
    } else if (way === 'move' && (await moveWithinDrive(file.path, target))) {
      this.#moves.push({ now: target, before: file.path });
      this.#tell(file.size);
    } else {
      await this.#copy(file, target, inside && way === 'copy' ? { source, settings: inside } : null);
      if (way === 'move') await this.#setAside(file.path);
    }
  }

  async #copy(
    file: SourceFile,
    target: string,
    inside: { source: Source; settings: SidecarSettings } | null,
  ): Promise<void> {
    const { catalogue, signal, proceed } = this.#options;
    const pieces = inside && (await insideCopy(file, inside.source, inside.settings));
    await catalogue.beginCopies([target]);
    try {
      const { failures } = await copyVerified(file.path, [target], {
        signal,
        proceed,
        onBytes: (bytes) => this.#tell(bytes),
        ...(pieces && { pieces }),
      });
      const [failure] = failures;
      if (failure) throw new PlainError(failure);
    } finally {
      await catalogue.endCopies([target], []);
    }
  }

  async #setAside(path: string): Promise<void> {
    this.#moves.push({ now: await setAsideMoved(path), before: path });
    this.#report.setAside++;
  }

  async #trying(file: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#options.signal.aborted) return;
      this.#report.failures.push({ file, sentence: sentenceOf(error) });
    }
  }

  #tell(bytes: number): void {
    this.#progress.bytesDone += bytes;
    this.#options.onProgress({ ...this.#progress });
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all(
    [one, other].map((path) => stat(path, { bigint: true }).catch(() => null)),
  );
  return first?.dev === second?.dev && first?.ino === second?.ino;
}

/**
 * Gives moved files their old places back, the last first. A copy that was made on another drive stays there.
 *
 * @returns what could not be undone
 */
export async function undoMoves(moves: readonly Move[]): Promise<ExportReport['failures']> {
  const failures: ExportReport['failures'] = [];
  for (const { now, before } of moves.toReversed()) {
    try {
      await moveWithinDrive(now, before);
    } catch (error) {
      failures.push({ file: now, sentence: sentenceOf(error) });
    }
  }
  return failures;
}
