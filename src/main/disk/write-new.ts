import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PlainError } from '../../shared/result.ts';
import { partSuffix, sentenceFor, takeName } from './verified-copy.ts';

/**
 * Writes a file that is not there yet, whole or not at all; one that is there is never written over.
 *
 * @returns its path
 * @throws PlainError that names it
 */
export async function writeNew(file: string, bytes: Uint8Array): Promise<string> {
  const part = file + partSuffix;
  try {
    await mkdir(dirname(file), { recursive: true });
    await rm(part, { force: true });
    const handle = await open(part, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await takeName(part, file);
    return file;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw new PlainError(sentenceFor(file, error), { cause: error });
  }
}
