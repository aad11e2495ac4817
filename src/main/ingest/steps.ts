import { setTimeout as delay } from 'node:timers/promises';
import { access, constants, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PlainError, sentenceOf } from '../../shared/result.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FileRecord, Outcome, PhotoFacts } from '../catalogue/types.ts';
import { makeFolder } from '../disk/write-whole.ts';
import { claimsByName } from '../imaging/format.ts';
import type { Identity } from '../imaging/identify.ts';
import { lookAt } from '../library/walk.ts';
import type { HelperHost } from '../model/helper-host.ts';
import { HelperUnavailable } from '../model/helper-protocol.ts';

/** A file changed this short a time ago may still be being written: a failure is not believed until it has rested. */
const restMs = 2000;
/** A drive with less room than this, in bytes, may be too full for a thumbnail. */
const leastRoom = 1e6;

const unreadableName =
  'The name of the file is not valid UTF-8, so it cannot be opened: rename it to have it scored.';

export interface StepContext {
  catalogue: Catalogue;
  helper: HelperHost;
  thumbFile(uid: string, picture: string): string;
  /** Whether a library folder is there at this moment, and whether its drive is. */
  isHere(root: number): Promise<boolean>;
  isDriveHere(root: number): Promise<boolean>;
}

export const absolutePath = (file: Pick<FileRecord, 'rootPath' | 'path'>): string =>
  join(file.rootPath, file.path);

/** Looks into a file: is it a photo, which one, taken when. @returns null where the news would be stale */
export async function identifyStep(file: FileRecord, context: StepContext): Promise<Outcome | null> {
  const seen = { size: file.size, mtime: file.mtime };
  let identity: Identity;
  try {
    identity = await context.helper.identify(absolutePath(file));
  } catch (error) {
    if (error instanceof HelperUnavailable) throw error;
    if (file.path.includes('\ufffd')) {
      if (!claimsByName(file.path)) return { kind: 'not-a-photo', file: file.id, seen };
      return { kind: 'failed', file: file.id, seen, sentence: unreadableName, facts: null };
    }
    if (!(await isRested(file, context))) return null;
    if (!claimsByName(file.path)) return { kind: 'not-a-photo', file: file.id, seen };
    return { kind: 'failed', file: file.id, seen, sentence: sentenceOf(error), facts: null };
  }
  if (!(await (identity.refusal === null ? isUnchanged(file, context) : isRested(file, context))))
    return null;
  if (!identity.claims)
    return { kind: 'not-a-photo', file: file.id, seen, contentId: identity.shot.contentId };
  const facts = factsOf(identity);
  if (facts.fingerprint !== null && (file.photo === null || file.picture !== facts.picture))
    await loseMovedSources(file.id, facts.fingerprint, context);
  return identity.refusal === null
    ? { kind: 'identified', file: file.id, seen, facts }
    : { kind: 'failed', file: file.id, seen, sentence: identity.refusal, facts, shown: identity.shown };
}

/**
 * Decodes and scores a photo.
 *
 * @returns null where the news would be stale
 * @throws PlainError where no thumbnail can be kept, which is no photo's fault
 */
export async function scoreStep(file: FileRecord, context: StepContext): Promise<Outcome | null> {
  const seen = { size: file.size, mtime: file.mtime };
  const { uid, picture } = file;
  if (uid === null || picture === null) return null;
  const thumb = context.thumbFile(uid, picture);
  try {
    const scored = await context.helper.score(absolutePath(file), thumb);
    if (!(await isUnchanged(file, context))) return null;
    return { kind: 'scored', file: file.id, seen, picture, ...scored };
  } catch (error) {
    if (error instanceof HelperUnavailable) throw error;
    await checkRoom(dirname(dirname(thumb)));
    if (!(await isRested(file, context))) return null;
    return { kind: 'failed', file: file.id, seen, sentence: sentenceOf(error), facts: null };
  }
}

/** @throws PlainError where the folder of the thumbnails takes no more files */
async function checkRoom(thumbs: string): Promise<void> {
  try {
    await makeFolder(thumbs);
    await access(thumbs, constants.W_OK);
    const { bavail, bsize } = await statfs(thumbs);
    if (bavail * bsize >= leastRoom) return;
  } catch {
    // Said below.
  }
  throw new PlainError(
    `No thumbnails can be kept in ${thumbs}; make room there and check that it may be written to, then go on.`,
  );
}

/** Whether the file is as it was queued; if not, the catalogue is told what it is now, and queues it again. */
async function isUnchanged(file: FileRecord, { catalogue, isHere }: StepContext): Promise<boolean> {
  const now = await lookAt(absolutePath(file), file.path);
  if (now === null || now === 'folder') {
    // A drive that was pulled out takes no photo with it.
    if (await isHere(file.root)) await lose([file], catalogue);
    return false;
  }
  if (now.size === file.size && now.mtime === file.mtime) return true;
  await catalogue.applyChanges(file.root, [now], []);
  return false;
}

/** As `isUnchanged`, once a file that was only just written has had time to be finished. */
async function isRested(file: FileRecord, context: StepContext): Promise<boolean> {
  const age = Date.now() - file.mtime;
  if (age >= 0 && age < restMs) await delay(restMs - age);
  return await isUnchanged(file, context);
}

/** A file with the same picture whose place is empty by now was moved here: it is marked as gone, so that its photo is found. */
async function loseMovedSources(
  file: number,
  fingerprint: string,
  { catalogue, isDriveHere }: StepContext,
): Promise<void> {
  const gone: PlacedFile[] = [];
  for (const source of await catalogue.possibleSources(file, fingerprint)) {
    const there = await lookAt(join(source.rootPath, source.path), source.path);
    if (there === null && (await isDriveHere(source.root))) gone.push({ ...source, id: source.file });
  }
  if (gone.length > 0) await lose(gone, catalogue);
}

type PlacedFile = Pick<FileRecord, 'id' | 'root' | 'rootPath' | 'path'>;

/**
 * Marks files as gone whose places are empty. One may have come back before that was written, and its notice may have
 * come before, too: so each place is looked at once more.
 */
async function lose(files: readonly PlacedFile[], catalogue: Catalogue): Promise<void> {
  await catalogue.loseFiles(files.map(({ id, path }) => ({ id, path })));
  for (const file of files) {
    const now = await lookAt(absolutePath(file), file.path);
    if (now !== null && now !== 'folder') await catalogue.applyChanges(file.root, [now], []);
  }
}

function factsOf(identity: Identity): PhotoFacts {
  const { fingerprint, orientation } = identity;
  return { ...identity, picture: fingerprint === null ? null : `${fingerprint}-${orientation}` };
}
