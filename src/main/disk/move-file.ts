import { link, lstat, mkdir, rename, rmdir, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PlainError } from '../../shared/result.ts';

/**
 * Gives a file another name on the same drive; its bytes are not touched, and a name that is taken is never written over.
 *
 * @throws PlainError that names the file and says what to do
 */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    if (await linked(from, to)) await unlink(from);
    else await rename(from, to);
  } catch (error) {
    if (error instanceof PlainError) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new PlainError(`${from} could not be moved: ${reasons[code] ?? message}.`, { cause: error });
  }
}

/**
 * After a move that may have been cut off: brings it to its end where it had begun.
 *
 * @returns whether the file is at its new place
 */
export async function finishMove(from: string, to: string): Promise<boolean> {
  const [old, moved] = await Promise.all(
    [from, to].map((path) => lstat(path, { bigint: true }).catch(() => null)),
  );
  if (!moved) return false;
  if (!old) return true;
  // Two names of one file: the cut came between them.
  if (old.ino !== moved.ino || old.dev !== moved.dev) return false;
  await unlink(from);
  return true;
}

/** Takes away a folder that is empty; one that holds anything stays. */
export async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}

/** Gives the file a second name, which fails where that is taken. @returns false where the drive knows no links */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isTaken = code === 'EEXIST' || (await lstat(to).catch(() => null)) !== null;
    if (isTaken) throw new PlainError(`${to} exists already, so ${from} was left where it is.`);
    // exFAT, FAT and many a network drive.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'EOPNOTSUPP' || code === 'ENOSYS') return false;
    throw error;
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'it is no longer there',
  EACCES: 'its folder may not be written to',
  EPERM: 'its folder may not be written to',
  EROFS: 'its drive is read-only',
  ENOSPC: 'its drive is full',
  EXDEV: 'its folder leads to another drive',
  EIO: 'its drive reports an error; check the drive',
};
