import { createHash } from 'node:crypto';
import { link, mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PlainError } from '../../shared/result.ts';

/** What a copy is called until it is proven: whatever carries it was left by a copy that did not come to its end. */
export const partSuffix = '.proofsheet-part';

/** Large enough that two drives are kept busy, small enough that a cancelled film stops at once. */
const blockSize = 4 * 1024 * 1024;

/** A stretch of the source, its end not included, or bytes that take the place of one. */
export type Piece = { start: number; end: number } | Uint8Array;

export interface CopyOptions {
  /** What the copy is made of; the whole source if not given. */
  pieces?: readonly Piece[];
  signal?: AbortSignal;
  /** Waited for before each block: whoever pauses holds the copy here. */
  proceed?(): Promise<void>;
  /** Bytes of the source that were read since the last call. */
  onBytes?(bytes: number): void;
}

export interface VerifiedCopy {
  /** SHA-256 of the source's bytes, hexadecimal. */
  hash: string;
  bytes: number;
  /** Per target, in their order: null where the copy is there and proven, else the sentence that says why not. */
  failures: (string | null)[];
}

/**
 * Copies a file to several places with one reading of it. Each copy is flushed, read again, compared with the source
 * by hash, and only then takes its name; a name that is taken is never written over. The source's time of change is kept.
 *
 * @param targets absolute paths; their folders are made
 * @throws PlainError where the source cannot be read to its end; nothing is left in any target then
 */
export async function copyVerified(
  source: string,
  targets: readonly string[],
  { pieces, signal, proceed, onBytes }: CopyOptions = {},
): Promise<VerifiedCopy> {
  const parts = targets.map((target) => new Part(target, signal));
  try {
    await Promise.all(parts.map((part) => part.begin()));
    const { hash, bytes, modified } = await pour(source, parts, { pieces, signal, proceed, onBytes });
    await Promise.all(parts.map((part) => part.finish(hash, modified)));
    return { hash, bytes, failures: parts.map(({ failure }) => failure) };
  } finally {
    await Promise.all(parts.map((part) => part.discard()));
  }
}

/** Takes away what a killed copy to these targets left half done. */
export async function discardUnfinished(targets: readonly string[]): Promise<void> {
  await Promise.all(targets.map((target) => rm(target + partSuffix, { force: true }).catch(() => undefined)));
}

/** SHA-256 of a file's bytes, hexadecimal. */
export async function hashOf(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await using handle = await open(file, 'r');
  const block = Buffer.allocUnsafe(blockSize);
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await handle.read(block, 0, blockSize, null);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(block.subarray(0, bytesRead));
  }
}

async function pour(
  source: string,
  parts: readonly Part[],
  { pieces, signal, proceed, onBytes }: { [Key in keyof CopyOptions]: CopyOptions[Key] | undefined },
): Promise<{ hash: string; bytes: number; modified: Date }> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await using handle = await open(source, 'r');
    const before = await handle.stat();
    const block = Buffer.allocUnsafe(blockSize);
    // A file that grows as fast as it is read would never end.
    for (const piece of pieces ?? [{ start: 0, end: before.size }]) {
      let from = 'start' in piece ? piece.start : 0;
      const end = 'start' in piece ? piece.end : piece.length;
      while (from < end) {
        await proceed?.();
        signal?.throwIfAborted();
        let data: Uint8Array;
        if ('start' in piece) {
          const { bytesRead } = await handle.read(block, 0, Math.min(blockSize, end - from), from);
          if (bytesRead === 0) break;
          data = block.subarray(0, bytesRead);
        } else data = piece;
        hash.update(data);
        await Promise.all(parts.map((part) => part.write(data)));
        from += data.length;
        bytes += data.length;
        onBytes?.(data.length);
      }
    }
    const after = await stat(source);
    if (
      (!pieces && bytes !== before.size) ||
      after.size !== before.size ||
      after.mtimeMs !== before.mtimeMs
    ) {
      throw new PlainError(`${source} changed while it was copied; copy it again.`);
    }
    return { hash: hash.digest('hex'), bytes, modified: before.mtime };
  } catch (error) {
    if (error instanceof PlainError || signal?.aborted) throw error;
    throw new PlainError(`${source} could not be read to its end; see whether its drive is still there.`, {
      cause: error,
    });
  }
}

/** A copy on its way to one place. A failure here is this place's alone: the other copies go on. */
class Part {
  failure: string | null = null;
  readonly #target: string;
  readonly #path: string;
  readonly #signal: AbortSignal | undefined;
  #handle: FileHandle | null = null;

  constructor(target: string, signal: AbortSignal | undefined) {
    this.#target = target;
    this.#path = target + partSuffix;
    this.#signal = signal;
  }

  begin(): Promise<void> {
    return this.#attempt(async () => {
      await mkdir(dirname(this.#target), { recursive: true });
      await rm(this.#path, { force: true });
      this.#handle = await open(this.#path, 'wx');
    });
  }

  write(data: Uint8Array): Promise<void> {
    return this.#attempt(async () => {
      let written = 0;
      while (written < data.length) {
        written += (await this.#handle?.write(data, written))?.bytesWritten ?? data.length;
      }
    });
  }

  finish(hash: string, modified: Date): Promise<void> {
    return this.#attempt(async () => {
      await this.#handle?.sync();
      await this.#handle?.utimes(modified, modified);
      await this.#close();
      if ((await hashOf(this.#path, this.#signal)) !== hash) {
        throw new PlainError(
          `${this.#target} does not hold what was copied; check the drive, then copy again.`,
        );
      }
      await takeName(this.#path, this.#target);
    });
  }

  async discard(): Promise<void> {
    await this.#close().catch(() => undefined);
    // Where the copy took its name, nothing is left under this one.
    await rm(this.#path, { force: true }).catch(() => undefined);
  }

  async #close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    if (this.failure !== null) return;
    try {
      await work();
    } catch (error) {
      if (this.#signal?.aborted) throw error;
      this.failure = sentenceFor(this.#target, error);
      await this.discard();
    }
  }
}

/**
 * Gives a file another name, unless something has that name already.
 *
 * @throws PlainError where the name is taken
 */
export async function takeName(from: string, to: string): Promise<void> {
  try {
    // A link fails where the name is taken; a rename would write over it.
    await link(from, to);
    await rm(from);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new PlainError(`${to} exists already and was left as it is.`);
    // exFAT, FAT and many a network drive know no links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
    const taken = await stat(to).then(
      () => true,
      () => false,
    );
    if (taken) throw new PlainError(`${to} exists already and was left as it is.`);
    await rename(from, to);
  }
}

const reasons: Record<string, string> = {
  ENOSPC: 'its drive is full; make room on it, then copy again',
  EDQUOT: 'the space allotted to you there is used up; make room, then copy again',
  EROFS: 'its drive is read-only',
  EACCES: 'its folder may not be written to',
  EPERM: 'its folder may not be written to',
  ENOENT: 'its drive is no longer there; connect it, then copy again',
  EIO: 'its drive reports an error; check the drive',
  ENAMETOOLONG: 'the name is too long there; choose a shorter template',
};

export function sentenceFor(target: string, error: unknown): string {
  if (error instanceof PlainError) return error.message;
  const { code = '', message } = error as NodeJS.ErrnoException;
  return `${target} could not be written: ${reasons[code] ?? message}.`;
}
