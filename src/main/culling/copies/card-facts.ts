import { basename, join } from 'node:path';
import type { NameFacts } from '../../../shared/name-template.ts';
import { type Identity, identify } from '../../imaging/identify.ts';
import type { Shot } from './card-files.ts';

/** What a shot's copies may be named by. */
export async function factsOf(card: string, shot: Shot, number: number): Promise<NameFacts> {
  const photo = await firstThatSays(card, shot);
  return {
    name: shot.stem,
    folder: basename(shot.folder === '' ? card : shot.folder),
    taken: photo?.captured ?? wallClock(shot.files[0]?.mtime ?? 0),
    camera: photo?.camera ?? null,
    serial: photo?.cameraSerial ?? null,
    number,
  };
}

/** The first photo of a shot that says when it was taken. */
async function firstThatSays(card: string, shot: Shot): Promise<Identity | null> {
  for (const file of shot.files) {
    if (file.kind !== 'photo') continue;
    const identity = await identify(join(card, file.path)).catch(() => null);
    if (identity !== null && identity.captured !== null) return identity;
  }
  return null;
}

/** Local time, as cameras write it, in the way EXIF times are held: milliseconds since 1970 read as UTC. */
const wallClock = (time: number): number => time - new Date(time).getTimezoneOffset() * 60_000;
