import { readFile, stat } from 'node:fs/promises';
import { PlainError, sentenceOf } from '../../../shared/result.ts';
import { writeWhole } from '../../disk/write-whole.ts';
import { editXmp, type Changes } from '../../imaging/xmp/edit.ts';
import { largestPacket } from '../../imaging/xmp/encoding.ts';
import type { Fields } from '../../imaging/xmp/properties.ts';
import { readXmp } from '../../imaging/xmp/read.ts';

/** A sidecar as it was read. */
export interface Sidecar {
  path: string;
  bytes: Uint8Array;
  fields: Fields;
  size: number;
  mtime: number;
}

/**
 * null where there is none; an empty file, as a crash of another program leaves it, is none either.
 *
 * @throws PlainError that names a sidecar that cannot be read or understood
 */
export async function readSidecar(path: string): Promise<Sidecar | null> {
  try {
    const before = await stat(path, { bigint: true });
    if (before.size === 0n) return null;
    if (before.size > BigInt(largestPacket)) throw new PlainError('It is larger than 16 MB.');
    const bytes = await readFile(path);
    return { path, bytes, fields: readXmp(bytes), ...stampOf(before) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    const why = error instanceof PlainError ? error.message : 'Check its permissions.';
    throw new PlainError(`The sidecar ${path} is left as it is: ${why}`, { cause: error });
  }
}

/** The sidecar was changed by another program since it was read. */
export class Overtaken extends Error {}

/**
 * Writes what changes, whole or not at all: into a file beside it, flushed and then renamed.
 *
 * @param read the sidecar as it was read; null where there was none
 * @returns its size and time then
 * @throws Overtaken, or PlainError that names the file
 */
export async function writeSidecar(
  path: string,
  read: Sidecar | null,
  changes: Changes,
): Promise<{ size: number; mtime: number }> {
  try {
    const bytes = editXmp(read?.bytes ?? null, changes);
    const now = await stat(path, { bigint: true }).catch(() => null);
    const isSame = read ? now !== null && sameStamp(stampOf(now), read) : now === null || now.size === 0n;
    if (!isSame) throw new Overtaken();
    await writeWhole(path, bytes);
    return stampOf(await stat(path, { bigint: true }));
  } catch (error) {
    if (error instanceof Overtaken) throw error;
    throw new PlainError(whyNot(path, error), { cause: error });
  }
}

const stampOf = (stats: { size: bigint; mtimeNs: bigint }): { size: number; mtime: number } => ({
  size: Number(stats.size),
  mtime: Number(stats.mtimeNs) / 1e6,
});

const sameStamp = (one: { size: number; mtime: number }, two: { size: number; mtime: number }): boolean =>
  one.size === two.size && one.mtime === two.mtime;

/** Of many files in one folder this is one sentence: the folder is named, not the file. */
function whyNot(path: string, error: unknown): string {
  const folder = path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
  const { code = '' } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `No sidecars can be written in ${folder}, which may not be written to; the verdicts wait in the catalogue until it may.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `The drive of ${folder} is full, so its sidecars wait in the catalogue; make room on it.`;
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EIO':
      return `The folder ${folder} is not there, so its sidecars wait in the catalogue until it is back.`;
    default:
      return `The sidecar ${path} could not be written: ${sentenceOf(error)}`;
  }
}
