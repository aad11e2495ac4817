import type { CardFound } from '../../shared/card.ts';
import type { WorkProgress } from '../../shared/work.ts';

const numbers = new Intl.NumberFormat('en');
const oneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const count = (value: number, one: string, more: string): string =>
  `${numbers.format(value)} ${value === 1 ? one : more}`;
export const files = (value: number): string => count(value, 'file', 'files');
export const photos = (value: number): string => count(value, 'photo', 'photos');

export function size(bytes: number): string {
  if (bytes < 1e6) return `${numbers.format(Math.round(bytes / 1e3))} kB`;
  return bytes < 1e9 ? `${oneDecimal.format(bytes / 1e6)} MB` : `${oneDecimal.format(bytes / 1e9)} GB`;
}

function timeLeft(seconds: number): string {
  if (seconds < 50) return 'less than a minute left';
  if (seconds < 3570) return `${String(Math.round(seconds / 60))} min left`;
  return `${oneDecimal.format(seconds / 3600)} h left`;
}

export const workStrings = {
  progress: 'Progress',
  pause: 'Pause',
  resume: 'Go on',
  cancel: 'Cancel',
  beginning: 'Looking at the files',
  paused: 'Paused.',
  done: ({ filesDone, files: all, bytesDone, bytes }: WorkProgress): string =>
    `${numbers.format(filesDone)} of ${files(all)}, ${size(bytesDone)} of ${size(bytes)}`,
  left: timeLeft,
  failures: 'Not done',
  folder: {
    choose: 'Choose',
    change: 'Change',
    none: 'Nothing chosen',
    remove: 'Remove',
    use: 'Use this folder',
  },
  template: {
    label: 'Names',
    fields: 'Known are',
    example: 'So the first are named',
  },
};

const foundWords: [keyof CardFound, (value: number) => string][] = [
  ['photo', photos],
  ['film', (value) => count(value, 'film', 'films')],
  ['companion', (value) => count(value, 'file that belongs to one', 'files that belong to them')],
  ['other', (value) => count(value, 'other', 'others')],
];

export const cardStrings = {
  title: 'Copy a card',
  offer: (name: string): string => `Copy ${name}`,
  cardIn: (name: string): string => `${name} is a camera’s card: copy it`,
  from: 'From',
  to: 'To',
  second: 'And to, at the same time',
  secondHelp: 'On another drive, so that no single one holds the only copy.',
  others: 'Also what is neither photo nor film',
  whose: 'Whose photos they are, for the sidecars of the copies',
  creator: 'Creator',
  rights: 'Copyright',
  rightsExample: '© {year} Your Name',
  keywords: 'Keywords, separated by commas',
  whoseHelp: 'The card and the photos themselves are never written to.',
  counting: 'Reading the card',
  found: (found: CardFound): string =>
    foundWords
      .filter(([kind]) => found[kind] > 0)
      .map(([kind, words]) => words(found[kind]))
      .join(', ') || 'No files',
  fresh: (value: number, bytes: number): string =>
    value === 0 ? 'Nothing new' : `${files(value)} to copy, ${size(bytes)}`,
  before: (value: number): string => `${files(value)} copied before and still there`,
  start: 'Copy',
  startCount: (value: number): string => `Copy ${files(value)}`,
  close: 'Close',
  inBackground: 'Close; it goes on',
  another: 'Copy another',
  copied: (value: number, bytes: number): string =>
    `${files(value)} copied, ${size(bytes)}, each compared with the card by its hash.`,
  skipped: (value: number): string => `${files(value)} copied before.`,
  failed: (value: number): string => `${files(value)} could not be copied:`,
  allThere: 'Everything that was on the card is copied.',
  status: (share: number): string => `Copying a card, ${String(Math.round(share * 100))} %`,
  statusDone: 'Card copied',
  statusTrouble: 'Card not copied whole',
};
