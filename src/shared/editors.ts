import { z } from 'zod';
import type { Verdict } from './verdict.ts';

/**
 * Other programs, and what they read and write of a verdict in XMP. The facts come from the programs' own documentation
 * and, where that is silent, from their sources; docs/other-programs.md names them.
 */

export const editorIds = [
  'lightroom',
  'bridge',
  'capture-one',
  'darktable',
  'digikam',
  'photo-mechanic',
  'rawtherapee',
  'other',
] as const;
export type EditorId = (typeof editorIds)[number];

export const colours = ['red', 'yellow', 'green', 'blue', 'purple'] as const satisfies Verdict['label'][];
export type Colour = (typeof colours)[number];
export type LabelWords = Record<Colour, string>;

/** Where a program keeps pick and reject. */
export type FlagField =
  /** xmp:Rating -1 is a reject. */
  | 'rating'
  /** xmpDM:pick: -1, 0, 1. */
  | 'pick'
  /** digiKam:PickLabel: 0 none, 1 rejected, 2 pending, 3 accepted. */
  | 'pickLabel';

export interface Editor {
  name: string;
  /** IMG_1.xmp, or IMG_1.CR2.xmp. */
  naming: 'stem' | 'full';
  flags: FlagField[];
  /** Its colour labels besides xmp:Label, by number. */
  colourField: 'colorLabel' | 'darktableLabels' | null;
  /** Its words for the labels, as it comes in English. */
  words: LabelWords;
  /** It knows no others, in whatever language it runs. */
  wordsAreFixed?: true;
  /** Formats of `photo.format` beside which it reads no sidecar: its XMP lies inside the file. */
  noSidecarBeside: string[];
  /** What to do there so that it reads what was written, one step a line. */
  steps: string[];
  /** What reading replaces there; null where nothing is lost. */
  warning: string | null;
}

const colourWords: LabelWords = {
  red: 'Red',
  yellow: 'Yellow',
  green: 'Green',
  blue: 'Blue',
  purple: 'Purple',
};

const embedded = ['jpeg', 'tiff', 'dng', 'png', 'heic', 'avif', 'webp', 'jxl'];

export const editors: Record<EditorId, Editor> = {
  lightroom: {
    name: 'Lightroom Classic',
    naming: 'stem',
    flags: ['pick'],
    colourField: null,
    words: colourWords,
    noSidecarBeside: embedded,
    steps: [
      'Select the photos in the Library grid.',
      'Choose Metadata > Read Metadata from Files.',
      'Photos that are not in its catalogue yet are read when they are imported.',
    ],
    warning:
      'Reading metadata replaces the develop settings in its catalogue by those in the sidecar. Save first what it has not written: Metadata > Save Metadata to Files.',
  },
  bridge: {
    name: 'Adobe Bridge',
    naming: 'stem',
    flags: ['rating'],
    colourField: null,
    words: { red: 'Select', yellow: 'Second', green: 'Approved', blue: 'Review', purple: 'To Do' },
    noSidecarBeside: embedded,
    steps: ['Open the folder; what is there already is read again with View > Refresh (F5).'],
    warning: null,
  },
  'capture-one': {
    name: 'Capture One',
    naming: 'stem',
    flags: [],
    colourField: null,
    words: colourWords,
    noSidecarBeside: embedded,
    steps: [
      'In the preferences, Image > Metadata, set Auto Sync Sidecar XMP to Load or Full Sync.',
      'Or select the photos and choose Image > Load Metadata.',
    ],
    warning: 'Loading replaces rating, colour tag and keywords set in Capture One since.',
  },
  darktable: {
    name: 'darktable',
    naming: 'full',
    flags: ['rating'],
    colourField: 'darktableLabels',
    words: colourWords,
    wordsAreFixed: true,
    noSidecarBeside: [],
    steps: [
      'In the preferences, storage, turn on "look for updated XMP files on startup".',
      'Start darktable again, choose the photos it lists, and press "update database from selected xmp files".',
      'Photos that are not in its library yet are read when they are added.',
    ],
    warning:
      'Reloading replaces the edits in its database by those in the sidecar. That is the same unless it was set to write no sidecars.',
  },
  digikam: {
    name: 'digiKam',
    naming: 'full',
    flags: ['pickLabel'],
    colourField: 'colorLabel',
    words: colourWords,
    noSidecarBeside: [],
    steps: [
      'In Settings > Configure digiKam > Metadata > Sidecars, turn on "Read from sidecar files".',
      'Select the photos and choose Item > Reread Metadata From File.',
    ],
    warning: 'Rereading replaces tags, labels and ratings in its database by those in the sidecar.',
  },
  'photo-mechanic': {
    name: 'Photo Mechanic',
    naming: 'stem',
    flags: [],
    colourField: null,
    words: colourWords,
    noSidecarBeside: ['jpeg', 'tiff', 'dng'],
    steps: [
      'Give its color classes the words of the labels above, in its preferences, or those words to the labels here.',
      'Open the folder again, or press F5.',
    ],
    warning: null,
  },
  rawtherapee: {
    name: 'RawTherapee',
    naming: 'stem',
    flags: [],
    colourField: null,
    words: colourWords,
    noSidecarBeside: [],
    steps: [
      'In Preferences > File Browser, turn on that rank and colour label are kept in XMP sidecars.',
      'Open the folder again.',
    ],
    warning: 'Rank and colour in its own .pp3 files are passed over then.',
  },
  other: {
    name: 'Another program',
    naming: 'stem',
    flags: ['rating'],
    colourField: null,
    words: colourWords,
    noSidecarBeside: [],
    steps: ['Have it read metadata from the sidecars again.'],
    warning: 'What reading metadata replaces there, its documentation says.',
  },
};

/** Something visible in place of a flag, for programs that read none. */
export const standIns = [
  'none',
  'star-1',
  'star-2',
  'star-3',
  'star-4',
  'star-5',
  ...colours.map((colour) => `label-${colour}` as const),
] as const;
export type StandIn = (typeof standIns)[number];

const word = z.string().trim().min(1).max(64);

/** What a person chose for the programs beside this one. */
export const sidecarSettings = {
  /** Verdicts are written to sidecars. */
  sidecarWriting: z.boolean(),
  sidecarEditor: z.enum(editorIds),
  /** Own words for labels, by program; what is not named is as the program comes. */
  sidecarWords: z.partialRecord(z.enum(editorIds), z.partialRecord(z.enum(colours), word)),
  sidecarPickAs: z.enum(standIns),
  sidecarRejectAs: z.enum(standIns),
  /** The learned scores: nowhere, as keywords, or in a field of our own. */
  sidecarScores: z.enum(['no', 'keywords', 'field']),
};
export type SidecarSettings = z.output<z.ZodObject<typeof sidecarSettings>>;

export const defaultSidecarSettings: SidecarSettings = {
  sidecarWriting: false,
  sidecarEditor: 'lightroom',
  sidecarWords: {},
  sidecarPickAs: 'none',
  sidecarRejectAs: 'none',
  sidecarScores: 'no',
};

export function wordsOf({ sidecarEditor, sidecarWords }: SidecarSettings): LabelWords {
  const { words, wordsAreFixed } = editors[sidecarEditor];
  return wordsAreFixed ? words : { ...words, ...sidecarWords[sidecarEditor] };
}

/** What the chosen program shows of pick states, and how; null where only Proofsheet reads it. */
export function flagAs(
  settings: SidecarSettings,
  state: Exclude<Verdict['pick'], 'none'>,
): FlagField | StandIn | null {
  const { flags } = editors[settings.sidecarEditor];
  const field = flags.find((flag) => state === 'reject' || flag !== 'rating');
  if (field) return field;
  const standIn = state === 'pick' ? settings.sidecarPickAs : settings.sidecarRejectAs;
  return standIn === 'none' ? null : standIn;
}

/** Stars and label as the chosen program shall show them: a stand-in takes their place. */
export function shownIn(settings: SidecarSettings, verdict: Verdict): Pick<Verdict, 'stars' | 'label'> {
  const { stars, label, pick } = verdict;
  const [kind, value = ''] = (pick === 'none' ? null : flagAs(settings, pick))?.split('-') ?? [];
  if (kind === 'star') return { stars: Number(value), label };
  if (kind === 'label') return { stars, label: colours.find((colour) => colour === value) ?? label };
  return { stars, label };
}
