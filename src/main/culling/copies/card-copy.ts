import { opendir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { CardReport } from '../../../shared/card.ts';
import type { NameFacts, NameTemplate } from '../../../shared/name-template.ts';
import { PlainError, sentenceOf } from '../../../shared/result.ts';
import type { WorkProgress } from '../../../shared/work.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { CardFileKey, CopyRecord } from '../../catalogue/copies.ts';
import { copyVerified, hashOf } from '../../disk/verified-copy.ts';
import { factsOf } from './card-facts.ts';
import { type CardContents, type CardFile, readCard, type Shot } from './card-files.ts';
import { keyOf, slotsWithout } from './card-known.ts';
import { foundOn } from './card-survey.ts';
import { describeCopy, sidecarPathOf, type CopyDescription } from './describe-copy.ts';
import { freeName } from './free-name.ts';
import { discardLeftovers } from './leftovers.ts';

export interface CardCopyOptions {
  catalogue: Catalogue;
  /** Absolute path of the card, or of any folder. */
  card: string;
  /** Absolute paths of one or two folders. */
  targets: readonly string[];
  template: NameTemplate;
  /** Also what is neither photo nor film, under its own path. */
  others: boolean;
  /** What the copies' sidecars say; null for nothing. */
  description?: CopyDescription | null;
  signal?: AbortSignal;
  /** Waited for before each block: whoever pauses holds the copy here. */
  proceed?(): Promise<void>;
  onProgress?(progress: WorkProgress): void;
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
  refuseTargets(card, targets);
  await discardLeftovers(catalogue);
  if (!(await isThere(card))) throw new PlainError(`There is no folder ${card}; see whether the card is in.`);
  const contents = await readCard(card, signal);
  const shots = others ? [...contents.shots, ...contents.others.map(alone)] : contents.shots;
  return await new CardCopy(options, contents, shots).run();
}

/** Where the copies of a file belong. */
interface Naming {
  /** Places that hold its bytes already. */
  there: ReadonlySet<string>;
  targetOf(slot: number): string;
  describe(slot: number): Promise<void>;
}

class CardCopy {
  readonly #options: CardCopyOptions;
  readonly #shots: readonly Shot[];
  readonly #report: CardReport;
  readonly #progress: WorkProgress;

  constructor(options: CardCopyOptions, contents: CardContents, shots: readonly Shot[]) {
    this.#options = options;
    this.#shots = shots;
    const found = foundOn(contents);
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
      await this.#options.proceed?.();
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
        const key = await keyOf(this.#pathOf(file), file);
        const slots = await slotsWithout(this.#options.catalogue, key, this.#options.targets.length);
        if (slots.length > 0) missing.push({ file, key, slots });
        else this.#skip(file);
      });
    }
    const [first] = missing;
    if (!first) return;
    // A sidecar from the card is there before anything is added to it.
    missing.sort((a, b) => Number(isSidecar(b.file)) - Number(isSidecar(a.file)));
    const facts = await factsOf(this.#options.card, shot, number);
    await this.#trying(first.file, async () => {
      const { base, there } = await freeName(
        this.#baseOf(shot, facts),
        missing.map(({ file, slots }) => ({
          source: this.#pathOf(file),
          size: file.size,
          targets: (name) => slots.map((slot) => this.#targetOf(slot, shot, file, name)),
        })),
      );
      for (const one of missing) {
        await this.#trying(one.file, () =>
          this.#copyFile(one, {
            there,
            targetOf: (slot) => this.#targetOf(slot, shot, one.file, base),
            describe: (slot) => this.#describe(shot, one.file, { slot, base, facts }),
          }),
        );
      }
    });
  }

  async #copyFile({ file, key, slots }: Missing, { there, targetOf, describe }: Naming): Promise<void> {
    const { catalogue, signal, proceed } = this.#options;
    const source = this.#pathOf(file);
    const places = slots.map((slot) => ({ slot, target: targetOf(slot) }));
    const held = places.filter(({ target }) => there.has(target));
    const free = places.filter(({ target }) => !there.has(target));
    const records = (those: typeof places, hash: string): CopyRecord[] =>
      those.map((place) => ({ ...key, ...place, hash }));
    if (held.length > 0) {
      for (const { slot } of held) await describe(slot);
      await catalogue.endCopies([], records(held, await hashOf(source)));
    }
    if (free.length === 0) return this.#skip(file);

    const targets = free.map(({ target }) => target);
    this.#progress.file = file.path;
    await catalogue.beginCopies(targets);
    let done: CopyRecord[] = [];
    try {
      const onBytes = (bytes: number): void => this.#tell(bytes);
      const copy = await copyVerified(source, targets, {
        onBytes,
        ...(signal && { signal }),
        ...(proceed && { proceed }),
      });
      const made = free.filter((_, index) => copy.failures[index] === null);
      // It counts as copied once its sidecar is there too: a copy cut short between the two makes up for it.
      for (const { slot } of made) await describe(slot);
      done = records(made, copy.hash);
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

  /** Says whose a shot is in the sidecar of its copy, which belongs to the RAW where there is one. */
  async #describe(
    shot: Shot,
    file: CardFile,
    { slot, base, facts }: { slot: number; base: string; facts: NameFacts },
  ): Promise<void> {
    const { description } = this.#options;
    if (!description || file !== leadOf(shot)) return;
    const own = shot.files.find(isSidecar);
    const copy = this.#targetOf(slot, shot, file, base);
    const stem = join(this.#options.targets[slot] ?? '', base);
    const sidecar = own
      ? this.#targetOf(slot, shot, own, base)
      : sidecarPathOf(copy, stem, description.naming);
    await describeCopy(sidecar, description, facts);
  }

  #baseOf(shot: Shot, facts: NameFacts): string {
    // What is not part of a shot keeps its place: others look for it there.
    return shot.files[0]?.kind === 'other' ? join(shot.folder, shot.stem) : this.#options.template(facts);
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

const isSidecar = ({ path }: CardFile): boolean => /\.xmp$/i.test(path);

/** The photo of a shot that its sidecar belongs to. */
function leadOf({ files }: Shot): CardFile | undefined {
  const photos = files.filter(({ kind }) => kind === 'photo');
  return photos.find(({ path }) => !/\.(jpe?g|hei[cf]|hif|png|webp|avif|tiff?)$/i.test(path)) ?? photos[0];
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

/** @throws PlainError where a target lies on the card, or is the other one */
export function refuseTargets(card: string, targets: readonly string[]): void {
  for (const target of targets) {
    const path = relative(resolve(card), resolve(target));
    if (path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path))) {
      throw new PlainError(`${target} lies on the card itself; choose a folder elsewhere.`);
    }
  }
  if (new Set(targets.map((target) => resolve(target))).size < targets.length) {
    throw new PlainError('The two folders are the same one; choose another for the second copy.');
  }
}
