import { basename, join } from 'node:path';
import type { CardFound, CardSurvey } from '../../../shared/card.ts';
import { PlainError } from '../../../shared/result.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { readCard, type CardContents, type CardFile } from './card-files.ts';
import { factsOf } from './card-facts.ts';
import { keyOf, slotsWithout } from './card-known.ts';

export interface SurveyOptions {
  catalogue: Catalogue;
  /** Absolute path. */
  card: string;
  /** How many folders it is to be copied to. */
  targets: number;
  others: boolean;
  signal?: AbortSignal;
}

const examples = 3;

/**
 * What is on a card, and what of it was copied before. Only files whose name and size are known are looked into.
 *
 * @throws PlainError where the card is not there
 */
export async function surveyCard({
  catalogue,
  card,
  targets,
  others,
  signal,
}: SurveyOptions): Promise<CardSurvey> {
  const contents = await readCard(card, signal);
  if (contents.unreadable.includes('')) {
    throw new PlainError(`${card} cannot be read; see whether the card is in.`);
  }
  const files = [...contents.shots.flatMap((shot) => shot.files), ...(others ? contents.others : [])];
  const mayBeKnown = await catalogue.knownCardFiles(
    files.map(({ path, size }) => ({ name: basename(path), size })),
  );
  const fresh: CardFile[] = [];
  for (const [index, file] of files.entries()) {
    signal?.throwIfAborted();
    // One that cannot be read is a failure of the copy, not of the count.
    const key = mayBeKnown[index] ? await keyOf(join(card, file.path), file).catch(() => null) : null;
    if (!key || (await slotsWithout(catalogue, key, targets)).length > 0) fresh.push(file);
  }
  const shown = contents.shots.slice(0, examples);
  return {
    found: foundOn(contents),
    files: fresh.length,
    bytes: fresh.reduce((sum, { size }) => sum + size, 0),
    before: files.length - fresh.length,
    examples: await Promise.all(
      shown.map(async (shot, index) => ({
        facts: await factsOf(card, shot, index + 1),
        ending: basename(shot.files[0]?.path ?? '').slice(shot.stem.length),
      })),
    ),
  };
}

export function foundOn({ shots, others }: CardContents): CardFound {
  const found: CardFound = { photo: 0, film: 0, companion: 0, other: others.length };
  for (const { files } of shots) for (const { kind } of files) found[kind]++;
  return found;
}
