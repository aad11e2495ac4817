import { editors, type Colour, type EditorId, type FlagField, type StandIn } from '../../shared/editors.ts';
import type { VerdictField } from '../../shared/verdict.ts';

const photos = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'photo' : 'photos'}`;

const colourNames: Record<Colour, string> = {
  red: 'Red',
  yellow: 'Yellow',
  green: 'Green',
  blue: 'Blue',
  purple: 'Purple',
};

const flagWords: Record<FlagField, Record<'pick' | 'reject', string>> = {
  rating: { pick: '', reject: 'xmp:Rating −1' },
  pick: { pick: 'xmpDM:pick 1', reject: 'xmpDM:pick −1' },
  pickLabel: { pick: 'digiKam:PickLabel 3', reject: 'digiKam:PickLabel 1' },
};

function standInWords(standIn: StandIn): string {
  const [kind, value = ''] = standIn.split('-');
  if (kind === 'star') return `${value} ${value === '1' ? 'star' : 'stars'}`;
  if (kind === 'label') return `${colourNames[value as Colour]} label`;
  return 'Nothing';
}

const formatWords: Record<string, string> = {
  jpeg: 'JPEG',
  tiff: 'TIFF',
  dng: 'DNG',
  heic: 'HEIC',
  jxl: 'JPEG XL',
  webp: 'WebP',
};
const formatName = (format: string): string => formatWords[format] ?? format.toUpperCase();

export const sidecarStrings = {
  title: 'Other programs',
  editor: 'The program you go on with',
  writing: 'Write verdicts to sidecars',
  writingHelp:
    'Off, other programs see nothing of your verdicts. On, each verdict is written to a small .xmp file beside its photo. Photos are never changed, and what others wrote in those files stays.',
  read: 'Sidecars of other programs are read either way; nothing of yours gives way to them.',
  table: 'What is written for this program, and read from it',
  columns: { verdict: 'Verdict', field: 'Field' },
  rows: { stars: 'Stars', pick: 'Pick', reject: 'Reject', label: 'Label', name: 'File' },
  rating: 'xmp:Rating',
  rejectKeepsStars: 'The stars behind it are kept in a field of our own.',
  label: 'xmp:Label',
  alsoColour: { colorLabel: 'digiKam:ColorLabel', darktableLabels: 'darktable:colorlabels' },
  fileName: { stem: 'IMG_1.xmp', full: 'IMG_1.CR2.xmp' },
  otherName: 'A file under the other naming is read too, and kept in step in what it says already.',
  flag: (flag: FlagField, state: 'pick' | 'reject'): string => flagWords[flag][state],
  noFlag: (editor: EditorId): string => `${editors[editor].name} reads none. Show it as`,
  standIn: standInWords,
  noSidecar: (editor: EditorId): string => {
    const formats = editors[editor].noSidecarBeside.map(formatName);
    const last = formats.at(-1) ?? '';
    return `${editors[editor].name} reads no sidecar beside ${[formats.slice(0, -1).join(', '), last].filter(Boolean).join(' or ')}: beside those none is made.`;
  },
  words: 'Label words',
  fixedWords: (editor: EditorId): string =>
    `${editors[editor].name} knows labels by their English words only: Red, Yellow, Green, Blue and Purple.`,
  wordsHelp: 'Labels are plain words. They must be the ones that program uses, in its language.',
  wordOf: (colour: Colour): string => colourNames[colour],
  scoresChoice: 'Scores in sidecars',
  scoreChoices: {
    no: 'Not written',
    keywords: 'Overall, as a keyword: Proofsheet 70-79',
    field: 'All, in a field of our own',
  },
  scoresHelp:
    'With scores, every scored photo gets a sidecar. Keywords written earlier are not taken out again.',
  state: (waiting: number, busy: boolean): string =>
    waiting > 0 ? `${photos(waiting)} to write` : busy ? 'Reading and writing' : 'Everything is written',
  trouble: (sentence: string, count: number): string => `${sentence} (${photos(count)})`,
  disputes: 'Changed on both sides',
  disputesHelp: 'Your verdict stays, and the file is left alone, until you choose.',
  field: { pick: 'Flag', stars: 'Stars', label: 'Label' } satisfies Record<VerdictField, string>,
  keepHere: (value: string): string => `Keep ${value}`,
  takeOutside: (value: string): string => `Take ${value} from the file`,
  keepHereOf: (name: string, field: string, value: string): string => `${name}, ${field}: keep ${value}`,
  takeOutsideOf: (name: string, field: string, value: string): string =>
    `${name}, ${field}: take ${value} from the file`,
};

export const handOverStrings = {
  title: 'Hand over',
  to: (editor: EditorId): string => `To ${editors[editor].name}`,
  start: (count: number): string => `Write the sidecars of the ${photos(count)} in view`,
  working: 'Writing',
  off: 'Writing sidecars is off. Turn it on in the settings first.',
  settings: 'Settings',
  close: 'Done',
  written: (written: number, all: number): string =>
    written === 0
      ? `The sidecars of all ${photos(all)} were up to date.`
      : `${written.toLocaleString('en')} ${written === 1 ? 'sidecar' : 'sidecars'} written, of ${photos(all)} in view.`,
  unread: (editor: EditorId, format: string, count: number): string =>
    `${editors[editor].name} reads no sidecar beside ${formatName(format)}, so ${photos(count)} got none. Export copies with the verdict inside for these (Ctrl or Cmd with E).`,
  sharedName: (count: number): string =>
    `${photos(count)} got none, because a file of that name belongs to a RAW beside them.`,
  disputes: (count: number): string =>
    `${count.toLocaleString('en')} ${count === 1 ? 'value' : 'values'} changed on both sides; choose in the settings.`,
  steps: (editor: EditorId): string => `Now in ${editors[editor].name}`,
};
