import { join, sep } from 'node:path';
import { editors, type SidecarSettings } from '../../../shared/editors.ts';
import { sentenceOf } from '../../../shared/result.ts';
import { verdictFields, type VerdictChange } from '../../../shared/verdict.ts';
import type { SidecarIntent, SidecarNote, SidecarPlace } from '../../catalogue/sidecars.ts';
import { editXmp, type Changes } from '../../imaging/xmp/edit.ts';
import type { Fields } from '../../imaging/xmp/properties.ts';
import { readXmp } from '../../imaging/xmp/read.ts';
import { Overtaken, readSidecar, writeSidecar, type Sidecar } from './files.ts';
import { intentOf } from './intent.ts';
import { plan } from './plan.ts';
import type { Scores } from './scores.ts';

export type Synced =
  | { kind: 'done'; note: SidecarNote; take: VerdictChange; written: boolean }
  /** The chosen program reads no sidecar beside this format. */
  | { kind: 'unread'; note: SidecarNote; format: string }
  /** The name belongs to another photo beside it. */
  | { kind: 'shared-name'; note: SidecarNote }
  | { kind: 'failed'; photo: number; sentence: string };

export interface SyncOptions {
  settings: SidecarSettings;
  /** Names program and form, so that a change of either writes anew. */
  writtenAs: string;
  scores: Scores | null;
  /** Announces what is written next; on the drive when it resolves. */
  intend(intent: SidecarIntent): Promise<void>;
}

const mostTries = 3;

/** Compares a photo with the sidecars beside it and, where that is turned on, writes what only changed here. */
export async function syncPhoto(place: SidecarPlace, options: SyncOptions): Promise<Synced> {
  try {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(place, options);
      } catch (error) {
        if (!(error instanceof Overtaken) || tries === mostTries) throw error;
      }
    }
  } catch (error) {
    const sentence =
      error instanceof Overtaken
        ? `Another program keeps changing the sidecar of ${place.file}; it is tried again later.`
        : sentenceOf(error);
    return { kind: 'failed', photo: place.photo, sentence };
  }
}

async function attempt(
  place: SidecarPlace,
  { settings, writtenAs, scores, intend }: SyncOptions,
): Promise<Synced> {
  const editor = editors[settings.sidecarEditor];
  const [chosenPath, otherPath] =
    editor.naming === 'stem' ? [place.stem, place.full] : [place.full, place.stem];
  const [chosen, other] = await Promise.all([readBeside(place, chosenPath), readBeside(place, otherPath)]);
  const said = { chosen: chosen?.fields ?? null, other: other?.fields ?? null };
  const { take, inStep, inStepUnwritten, disputed, ...changes } = plan(place, said, settings, scores);
  const stamps = (...sidecars: (Stamp | null)[]): SidecarNote['files'] =>
    sidecars.filter((one) => one !== null);
  const note: SidecarNote = {
    photo: place.photo,
    inStep: inStepUnwritten,
    disputed,
    writtenAs: place.writtenAs,
    files: stamps(
      chosen && { ...chosen, path: chosenPath ?? '' },
      other && { ...other, path: otherPath ?? '' },
    ),
  };
  if (!settings.sidecarWriting) return { kind: 'done', note, take, written: false };

  const format = place.format ?? '';
  const settled = { ...note, inStep, writtenAs };
  const needsChosen = Object.keys(changes.chosen).length > 0;
  const needsOther = Object.keys(changes.other).length > 0;
  if (needsChosen && chosenPath === null) return { kind: 'shared-name', note: settled };
  if (needsChosen && !chosen && editor.noSidecarBeside.includes(format)) {
    return { kind: 'unread', note: settled, format };
  }
  if ((needsChosen && chosenPath !== null) || (needsOther && otherPath !== null))
    await intend(
      intentOf(
        place,
        { take, inStepUnwritten, disputed },
        { chosen: fieldsAfter(chosen, changes.chosen), other: fieldsAfter(other, changes.other) },
        settings,
      ),
    );
  const write = async (
    path: string,
    read: Sidecar | null,
    change: typeof changes.chosen,
  ): Promise<Stamp> => ({
    path,
    ...(await writeSidecar(absolute(place, path), read, change)),
  });
  const files = stamps(
    needsChosen && chosenPath !== null ? await write(chosenPath, chosen, changes.chosen) : null,
    needsOther && otherPath !== null ? await write(otherPath, other, changes.other) : null,
  );
  const untouched = note.files.filter(({ path }) => !files.some((one) => one.path === path));
  return {
    kind: 'done',
    note: { ...settled, files: [...untouched, ...files] },
    take,
    written: files.length > 0,
  };
}

type Stamp = SidecarNote['files'][number];

const absolute = ({ rootPath }: SidecarPlace, path: string): string =>
  join(rootPath, path.split('/').join(sep));

/** What a sidecar will say; null where there is none, and nothing to be written. */
const fieldsAfter = (read: Sidecar | null, change: Changes): Fields | null =>
  Object.keys(change).length > 0 ? readXmp(editXmp(read?.bytes ?? null, change)) : (read?.fields ?? null);

const readBeside = (place: SidecarPlace, path: string | null): Promise<Sidecar | null> =>
  path === null ? Promise.resolve(null) : readSidecar(absolute(place, path));

/** Whether a verdict is still the one that was compared. */
export const isAsCompared = (before: SidecarPlace, now: SidecarPlace): boolean =>
  verdictFields.every((field) => before.verdict[field] === now.verdict[field]);
