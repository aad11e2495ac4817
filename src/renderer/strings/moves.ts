import type { MoveEntry } from '../../shared/moves.ts';
import { count } from './strings.ts';

const photos = (value: number): string => `${count(value)} ${value === 1 ? 'photo' : 'photos'}`;
const files = (value: number): string => `${count(value)} ${value === 1 ? 'file' : 'files'}`;

/** Moving rejected photos away. */
export const moveStrings = {
  title: 'Move rejected photos away',
  short: 'Move rejected…',
  loading: 'Looking for rejected photos',
  none: 'No photo here was rejected by you.',
  hint:
    'Only photos that you rejected. They go into a folder “_Rejected” beside them, with their RAW files and ' +
    'sidecars, and can be put back. Nothing is deleted.',
  byOthers: (value: number) =>
    `${photos(value)} rejected by another program’s sidecar ${value === 1 ? 'is' : 'are'} not listed. Reject them here to move them.`,
  unnamed: 'confirmed together with others: tick it to move it',
  list: 'Photos to be moved',
  take: (name: string) => `Move ${name}`,
  files: (names: readonly string[]) => names.join(', '),
  counts: (value: number, all: number, raws: number, sidecars: number) =>
    `${photos(value)}, ${files(all)}` +
    (raws + sidecars === 0
      ? ''
      : `, of them ${count(raws)} RAW, ${count(sidecars)} ${sidecars === 1 ? 'sidecar' : 'sidecars'}`),
  move: (value: number) => `Move ${photos(value)} to _Rejected`,
  trash: 'To the system’s trash',
  working: 'Moving',
  done: (value: number, all: number) => `${photos(value)} (${files(all)}) moved to _Rejected.`,
  trashed: (value: number, all: number) => `${photos(value)} (${files(all)}) put into the trash.`,
  back: (value: number, all: number) => `${photos(value)} (${files(all)}) put back.`,
  failed: (value: number, sentence: string) => `${files(value)} could not be moved: ${sentence}`,
  entry: ({ way, photos: moved }: MoveEntry) =>
    way === 'trash' ? `Put ${photos(moved)} into the trash` : `Moved ${photos(moved)} to _Rejected`,
  putBack: 'Put back',
  putBackOf: (words: string) => `Put back: ${words}`,
};
