import { opendir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { CardReport, CopyProgress } from '../../../shared/card.ts';
import { PlainError, sentenceOf } from '../../../shared/result.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { CardFileKey, CopyRecord } from '../../catalogue/copies.ts';
import { copyVerified, discardUnfinished, hashOf } from '../../disk/verified-copy.ts';
import { FileBytes } from '../../imaging/bytes.ts';
import { fingerprintOf } from '../../imaging/fingerprint.ts';
import { type Identity, identify } from '../../imaging/identify.ts';
import { type CardContents, type CardFile, readCard, type Shot } from './card-files.ts';
import { freeName } from './free-name.ts';
import type { NameTemplate } from './name-template.ts';

export interface CardCopyOptions {
  catalogue: Catalogue;
  /** Absolute path of the card, or of any folder. */
  card: string;
  /** Absolute paths of one or two folders. */
  targets: readonly string[];
  template: NameTemplate;
  /** Also what is neither photo nor film, under its own path. */
  others: boolean;
  signal?: AbortSignal;
  onProgress?(progress: CopyProgress): void;
}

/** A file of the card that is missing from one target folder or from both. */
interface Missing {
  file: CardFile;
  key: CardFileKey;
  /** Numbers of the target folders. */
  slots: number[];
}

/**
 * Copies a card to one or two folders, each file compared by hash. The card is only read. What was copied before and is
 * still there is passed over, so that a copy cut short goes on where it was.
 *
 * @throws PlainError where nothing can be copied at all: no such card, a target inside the card, no room
 */
export async function copyCard(options: CardCopyOptions): Promise<CardReport> {
  const { card, targets, signal, others, catalogue } = options;
  for (const target of targets) refuseInside(card, target);
  const unfinished = await catalogue.unfinishedCopies();
  await discardUnfinished(unfinished);
  await catalogue.endCopies(unfinished, []);
  if (!(await isThere(card))) throw new PlainError(`There is no folder ${card}; see whether the card is in.`);
  const contents = await readCard(card, signal);
  const shots = others ? [...contents.shots, ...contents.others.map(alone)] : contents.shots;
  return await new CardCopy(options, contents, shots).run();
}

class CardCopy {
  readonly #options: CardCopyOptions;
  readonly #shots: readonly Shot[];
  readonly #report: CardReport;
  readonly #progress: CopyProgress;

  constructor(options: CardCopyOptions, contents: CardContents, shots: readonly Shot[]) {
    this.#options = options;
    this.#shots = shots;
    const found = { photo: 0, film: 0, companion: 0, other: contents.others.length };
    for (const { files } of contents.shots) for (const { kind } of files) found[kind]++;
    const failures = contents.unreadable.map((folder) => ({
      file: folder || '.',
      sentence: 'This folder could not be read; see whether the card is whole.',
    }));
    this.#report = { found, copied: 0, skipped: 0, bytes: 0, failures, stopped: null };
    const files = shots.flatMap((shot) => shot.files);
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    this.#progress = { files: files.length, filesDone: 0, bytes, bytesDone: 0, file: '' };
  }

  async run(): Promise<CardReport> {
    const { card, signal } = this.#options;
    let number = 1;
    for (const shot of this.#shots) {
      await this.#copyShot(shot, number++).catch((error: unknown) => {
        if (!signal?.aborted) throw error;
      });
      if (signal?.aborted) {
        this.#report.stopped =
          'Stopped. What was copied stays; the next copy of this card goes on from there.';
      } else if (!(await isThere(card))) {
        this.#report.stopped = `${card} is no longer there. Put the card back and copy again: it goes on from here.`;
      }
      if (this.#report.stopped !== null) break;
    }
    return this.#report;
  }

  async #copyShot(shot: Shot, number: number): Promise<void> {
    const missing: Missing[] = [];
    for (const file of shot.files) {
      await this.#trying(file, async () => {
        const key = await this.#keyOf(file);
        const slots = await this.#slotsWithout(key);
        if (slots.length > 0) missing.push({ file, key, slots });
        else this.#skip(file);
      });
    }
    const [first] = missing;
    if (!first) return;
    await this.#trying(first.file, async () => {
      const { base, there } = await freeName(
        await this.#baseOf(shot, number),
        missing.map(({ file, slots }) => ({
          source: this.#pathOf(file),
          size: file.size,
          targets: (name) => slots.map((slot) => this.#targetOf(slot, shot, file, name)),
        })),
      );
      for (const one of missing) {
        await this.#trying(one.file, () =>
          this.#copyFile(one, there, (slot) => this.#targetOf(slot, shot, one.file, base)),
        );
      }
    });
  }

  async #copyFile(
    { file, key, slots }: Missing,
    there: ReadonlySet<string>,
    targetOf: (slot: number) => string,
  ): Promise<void> {
    const { catalogue, signal } = this.#options;
    const source = this.#pathOf(file);
    const places = slots.map((slot) => ({ slot, target: targetOf(slot) }));
    const held = places.filter(({ target }) => there.has(target));
    const free = places.filter(({ target }) => !there.has(target));
    const records = (those: typeof places, hash: string): CopyRecord[] =>
      those.map((place) => ({ ...key, ...place, hash }));
    if (held.length > 0) await catalogue.endCopies([], records(held, await hashOf(source)));
    if (free.length === 0) return this.#skip(file);

    const targets = free.map(({ target }) => target);
    this.#progress.file = file.path;
    await catalogue.beginCopies(targets);
    let done: CopyRecord[] = [];
    try {
      const onBytes = (bytes: number): void => this.#tell(bytes);
      const copy = await copyVerified(source, targets, { onBytes, ...(signal && { signal }) });
      done = records(
        free.filter((_, index) => copy.failures[index] === null),
        copy.hash,
      );
      const sentences = copy.failures.filter((sentence) => sentence !== null);
      if (sentences.length > 0) throw new PlainError(sentences.join(' '));
      this.#report.copied++;
      this.#report.bytes += copy.bytes;
    } finally {
      await catalogue.endCopies(targets, done);
      this.#progress.filesDone++;
      this.#tell(0);
    }
  }

  /** A file that fails is told of in the report, and the others go on. */
  async #trying(file: CardFile, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#options.signal?.aborted) throw error;
      this.#report.failures.push({ file: file.path, sentence: sentenceOf(error) });
    }
  }

  #skip(file: CardFile): void {
    this.#report.skipped++;
    this.#progress.filesDone++;
    this.#tell(file.size);
  }

  #tell(bytes: number): void {
    this.#progress.bytesDone += bytes;
    this.#options.onProgress?.({ ...this.#progress });
  }

  async #keyOf(file: CardFile): Promise<CardFileKey> {
    try {
      await using bytes = await FileBytes.open(this.#pathOf(file));
      const fingerprint = await fingerprintOf(bytes, [{ start: 0, end: bytes.size }]);
      return { name: basename(file.path), size: file.size, fingerprint };
    } catch (cause) {
      throw new PlainError('This file could not be read; see whether the card is whole.', { cause });
    }
  }

  /** The target folders whose copy of a file is not known or no longer there. */
  async #slotsWithout(key: CardFileKey): Promise<number[]> {
    const known = await this.#options.catalogue.copiesOf(key);
    const there = await Promise.all(
      known.map(async ({ target, slot }) => {
        const found = await stat(target).catch(() => null);
        return found?.size === key.size ? slot : null;
      }),
    );
    return this.#options.targets.map((_, slot) => slot).filter((slot) => !there.includes(slot));
  }

  async #baseOf(shot: Shot, number: number): Promise<string> {
    const [first] = shot.files;
    // What is not part of a shot keeps its place: others look for it there.
    if (!first || first.kind === 'other') return join(shot.folder, shot.stem);
    const facts = await this.#factsOf(shot);
    return this.#options.template({
      name: shot.stem,
      folder: basename(shot.folder === '' ? this.#options.card : shot.folder),
      taken: facts?.captured ?? wallClock(first.mtime),
      camera: facts?.camera ?? null,
      serial: facts?.cameraSerial ?? null,
      number,
    });
  }

  /** Of the first photo of a shot that says when it was taken. */
  async #factsOf(shot: Shot): Promise<Identity | null> {
    for (const file of shot.files) {
      if (file.kind !== 'photo') continue;
      const identity = await identify(this.#pathOf(file)).catch(() => null);
      if (identity !== null && identity.captured !== null) return identity;
    }
    return null;
  }

  #targetOf(slot: number, shot: Shot, file: CardFile, base: string): string {
    // What follows the shot's name stays: ".CR3", ".CR3.xmp", "M01.XML".
    const ending = basename(file.path).slice(shot.stem.length);
    return join(this.#options.targets[slot] ?? '', base + ending);
  }

  #pathOf(file: CardFile): string {
    return join(this.#options.card, file.path);
  }
}

/** As a shot of its own, under its own whole name. */
const alone = (file: CardFile): Shot => ({
  folder: dirname(file.path) === '.' ? '' : dirname(file.path),
  stem: basename(file.path),
  files: [file],
});

/** The mount point of a card that was pulled out may stay, empty. */
async function isThere(card: string): Promise<boolean> {
  try {
    await using folder = await opendir(card);
    return (await folder.read()) !== null;
  } catch {
    return false;
  }
}

function refuseInside(card: string, target: string): void {
  const path = relative(resolve(card), resolve(target));
  if (path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path))) {
    throw new PlainError(`${target} lies on the card itself; choose a folder elsewhere.`);
  }
}

/** Local time, as cameras write it, in the way EXIF times are held: milliseconds since 1970 read as UTC. */
const wallClock = (time: number): number => time - new Date(time).getTimezoneOffset() * 60_000;
