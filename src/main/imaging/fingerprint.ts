import { createHash } from 'node:crypto';
import type { Bytes } from './bytes.ts';
import type { Range } from './containers/container.ts';

const sample = 64 * 1024;

/**
 * Recognises a picture by the size of its compressed data and 64 KiB each at the start, in the middle and at the end
 * of it, so that metadata written around it changes nothing.
 *
 * @param picture stretches that follow each other as one
 * @returns 32 hexadecimal digits
 */
export async function fingerprintOf(bytes: Bytes, picture: Range[]): Promise<string> {
  const size = picture.reduce((sum, { start, end }) => sum + end - start, 0);
  const hash = createHash('sha256').update(`${size}\n`);
  const starts = size <= 3 * sample ? [0] : [0, Math.floor((size - sample) / 2), size - sample];
  const length = size <= 3 * sample ? size : sample;
  for (const start of starts) await addStretch(hash, bytes, picture, start, length);
  return hash.digest('hex').slice(0, 32);
}

async function addStretch(
  hash: { update(data: Uint8Array): unknown },
  bytes: Bytes,
  picture: Range[],
  start: number,
  length: number,
): Promise<void> {
  let before = 0;
  for (const range of picture) {
    const own = range.end - range.start;
    const from = Math.max(0, start - before);
    const to = Math.min(own, start + length - before);
    if (to > from) hash.update(await bytes.read(range.start + from, to - from));
    before += own;
    if (before >= start + length) return;
  }
}
