import { mkdirSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';

/** Files of our own, and sidecars: a crash leaves the old file or the new one, never half of it. Never an original. */

/** Beside it, flushed, then renamed over it. */
export const writeWhole = (file: string, data: string | Uint8Array): Promise<void> =>
  writeFileAtomic(file, typeof data === 'string' ? data : Buffer.from(data), { fsync: true });

export const writeWholeSync = (file: string, data: string): void => writeFileAtomic.sync(file, data);

/** With those above it. */
export const makeFolder = async (folder: string): Promise<void> =>
  void (await mkdir(folder, { recursive: true }));
export const makeFolderSync = (folder: string): void => void mkdirSync(folder, { recursive: true });

/** Puts a damaged file of ours aside, under a name of its own. @returns its new place, null where it could not be moved */
export async function setAside(file: string): Promise<string | null> {
  const aside = `${file}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
  return await rename(file, aside).then(
    () => aside,
    () => null,
  );
}
