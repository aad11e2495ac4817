import { link, mkdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { PlainError } from '../../shared/result.ts';
import { sentenceFor, takeName } from './verified-copy.ts';

/** Where the source of a photo that was moved to another drive is put, beside where it was. */
export const movedFolder = '_Moved';

/**
 * Moves a file within one drive. Its bytes stay where they are, and a name that is taken is never written over.
 *
 * @returns false where the target is on another drive, which needs a copy
 * @throws PlainError
 */
export async function moveWithinDrive(from: string, to: string): Promise<boolean> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await takeName(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EXDEV') return false;
    throw new PlainError(sentenceFor(to, error), { cause: error });
  }
}

/** @returns where the file is now, under a free name */
export async function setAsideMoved(file: string): Promise<string> {
  const ending = extname(file);
  const stem = basename(file, ending);
  for (let attempt = 1; ; attempt++) {
    const name = attempt === 1 ? basename(file) : `${stem}-${attempt}${ending}`;
    const to = join(dirname(file), movedFolder, name);
    try {
      await mkdir(dirname(to), { recursive: true });
      await takeName(file, to);
      return to;
    } catch (error) {
      if (!(error instanceof PlainError)) throw new PlainError(sentenceFor(to, error), { cause: error });
    }
  }
}

/** @throws PlainError where the drive has no hard links, or is another one than the file's */
export async function hardLink(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await link(from, to);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new PlainError(`${to} exists already and was left as it is.`);
    if (code === 'EXDEV') {
      throw new PlainError(`${to} is on another drive, where no hard link can lead; copy instead.`);
    }
    if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) {
      throw new PlainError(`The drive of ${to} has no hard links; copy instead.`);
    }
    throw new PlainError(sentenceFor(to, error), { cause: error });
  }
}
