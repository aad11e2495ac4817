import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PlainError } from '../../../shared/result.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { CardFileKey } from '../../catalogue/copies.ts';
import { FileBytes } from '../../imaging/bytes.ts';
import { fingerprintOf } from '../../imaging/fingerprint.ts';
import type { CardFile } from './card-files.ts';

/**
 * How a file is known again.
 *
 * @param path absolute
 */
export async function keyOf(path: string, file: CardFile): Promise<CardFileKey> {
  try {
    await using bytes = await FileBytes.open(path);
    const fingerprint = await fingerprintOf(bytes, [{ start: 0, end: bytes.size }]);
    return { name: basename(file.path), size: file.size, fingerprint };
  } catch (cause) {
    throw new PlainError('This file could not be read; see whether the card is whole.', { cause });
  }
}

/** The target folders, of so many, whose copy of a file is not known or no longer there. */
export async function slotsWithout(
  catalogue: Pick<Catalogue, 'copiesOf'>,
  key: CardFileKey,
  targets: number,
): Promise<number[]> {
  const known = await catalogue.copiesOf(key);
  const there = await Promise.all(
    known.map(async ({ target, slot }) => {
      const found = await stat(target).catch(() => null);
      if (!found) return null;
      // Sidecars are written to; of anything else another size is another file.
      return found.size === key.size || /\.xmp$/i.test(target) ? slot : null;
    }),
  );
  return Array.from({ length: targets }, (_, slot) => slot).filter((slot) => !there.includes(slot));
}
