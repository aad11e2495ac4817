/** Every word the window shows, in one place; what is said of an attribute is in phrases.ts. */

import type { Verdict, VerdictCounts } from '../../shared/verdict.ts';
import type { Phrase } from './phrases.ts';
import { groupStrings } from './groups.ts';
import { findingCommands } from './finding-commands.ts';
import { largeStrings } from './large.ts';
import { surveyStrings } from './survey.ts';
import { handOverStrings, sidecarStrings } from './sidecars.ts';

const numbers = new Intl.NumberFormat('en');
const oneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const twoDecimals = new Intl.NumberFormat('en', { maximumFractionDigits: 2, minimumFractionDigits: 2 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });
/** Capture times are wall-clock times: what the camera's clock showed, whatever the zone here. */
const captureTime = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
});

export const count = (value: number): string => numbers.format(value);
export const wholeScore = (score: number): string => String(Math.round(score));
const photos = (value: number): string => `${count(value)} ${value === 1 ? 'photo' : 'photos'}`;

function timeLeft(seconds: number): string {
  if (seconds < 50) return 'less than a minute left';
  if (seconds < 3570) return `${String(Math.round(seconds / 60))} min left`;
  const hours = Math.floor((seconds + 30) / 3600);
  const minutes = Math.round((seconds - hours * 3600) / 60);
  return minutes > 0 ? `${String(hours)} h ${String(minutes)} min left` : `${String(hours)} h left`;
}

function fileSize(bytes: number): string {
  if (bytes < 1e6) return `${count(Math.round(bytes / 1e3))} kB`;
  return `${oneDecimal.format(bytes / 1e6)} MB`;
}

/** "a", "a and b", "a, b and c" */
const listed = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const named = (phrases: readonly Phrase[]): string => listed.format(phrases.map(({ text }) => text));
const severalOf = (phrases: readonly Phrase[]): boolean => phrases.length > 1 || phrases[0]?.plural === true;

/** With a sign, and a minus as wide as the plus. */
const signed = (value: number): string =>
  value === 0 ? '0' : value > 0 ? `+${String(value)}` : `\u2212${String(-value)}`;

export const strings = {
  name: 'Proofsheet',

  welcome: {
    sentence: 'Choose a folder. Photos are read, never changed; nothing leaves this machine.',
    button: 'Choose a folder',
  },

  connection: {
    opening: 'Opening the library',
    lost: 'Connection lost. Trying again; if Proofsheet was closed, start it again.',
    failed: (sentence: string) => `The library could not be opened: ${sentence}`,
    again: 'Try again',
  },

  panes: { library: 'Library and filters', photos: 'Photographs', explanation: 'Explanation' },

  library: {
    title: 'Library',
    everything: 'All photographs',
    add: 'Add folder',
    looking: (value: number) =>
      `Looking for changes in ${value === 1 ? 'the folder' : `${count(value)} folders`}.`,
    notDropped: 'A browser does not tell where a dropped folder is: choose it by "Add folder".',
    offline: 'offline',
    folders: 'Library folders',
    unfold: (name: string) => `Show the folders in ${name}`,
    fold: (name: string) => `Hide the folders in ${name}`,
    photos,
  },

  sort: {
    label: 'Sort by',
    captured: 'Capture time',
    name: 'Name',
    rising: 'Rising order',
    falling: 'Falling order',
    byScore: 'By score',
    byVerdict: 'By verdict',
    pick: 'Pick state',
    stars: 'Stars',
    colour: 'Colour label',
  },

  search: {
    label: 'Search names, folders, keywords, captions, cameras and lenses',
    placeholder: 'Search',
  },

  grid: {
    label: 'Photographs',
    selected: (value: number) => `${count(value)} selected`,
    count: (shown: number, all: number) =>
      shown === all ? photos(all) : `${count(shown)} of ${photos(all)}`,
    smaller: 'Smaller pictures',
    larger: 'Larger pictures',
    opening: 'Opening the photographs',
    empty: 'There are no photographs in this folder.',
    looking: 'Looking for photographs',
    nothingMatches: 'No photograph lies within these filters.',
    failed: (sentence: string) => `The photographs could not be shown: ${sentence}`,
    again: 'Try again',
    newResults: (value: number) => `${count(value)} new ${value === 1 ? 'result' : 'results'}`,
    apply: 'Apply',
  },

  photo: {
    loading: 'Loading',
    gone: 'no longer there',
    states: { waiting: 'waiting', scored: '', failed: 'not scored', offline: 'offline' },
    /** In the order of the caption that is seen. */
    label: (parts: {
      name: string;
      state: string;
      verdict: string;
      suggestion?: string;
      sorted?: string;
      score: string;
      place: string;
    }) =>
      [parts.name, parts.verdict, parts.suggestion, parts.state, parts.sorted, parts.score, parts.place]
        .filter(Boolean)
        .join(', '),
    overall: (score: number) => `${wholeScore(score)} overall`,
    place: (index: number, all: number) => `${count(index + 1)} of ${count(all)}`,
    open: 'Open',
    close: 'Back to the grid',
    previous: 'Previous photo',
    next: 'Next photo',
    noPicture: 'There is no picture to show.',
  },

  filters: {
    title: 'Filters',
    reset: 'Reset',
    resetOne: (label: string) => `Reset ${label}`,
    lessReliable: 'Less reliable',
    least: (label: string) => `${label}, at least`,
    most: (label: string) => `${label}, at most`,
    all: 'all',
    range: (min: number, max: number) =>
      max >= 100
        ? `${wholeScore(min)} and up`
        : min <= 0
          ? `up to ${wholeScore(max)}`
          : `${wholeScore(min)} to ${wholeScore(max)}`,
  },

  verdicts: {
    filter: 'Verdict',
    states: { pick: 'Picked', none: 'Undecided', reject: 'Rejected' },
    labels: {
      none: 'No label',
      red: 'Red',
      yellow: 'Yellow',
      green: 'Green',
      blue: 'Blue',
      purple: 'Purple',
    },
    stars: (value: number) => `${String(value)} ${value === 1 ? 'star' : 'stars'}`,
    atLeast: (value: number) => `${String(value)} ${value === 1 ? 'star' : 'stars'} or more`,
    counts: ({ picked, rejected, undecided }: VerdictCounts) =>
      `${count(picked)} picked, ${count(rejected)} rejected, ${count(undecided)} undecided`,
    spoken: ({ pick, stars, label }: Verdict): string =>
      [
        pick === 'none' ? '' : strings.verdicts.states[pick].toLowerCase(),
        stars === 0 ? '' : strings.verdicts.stars(stars),
        label === 'none' ? '' : `${label} label`,
      ]
        .filter(Boolean)
        .join(', '),
    undone: (words: string) => `Undone: ${words}.`,
    redone: (words: string) => `Done again: ${words}.`,
    kept: (value: number) =>
      `${photos(value)} stayed as they are: something else has decided about them since.`,
    /** On how many a verdict key acts. */
    acting: (value: number) => `Keys decide about ${count(value)} selected photos`,
    nothingChanged: 'The selected photos had that verdict already.',
    wentTo: (value: number) =>
      value === 0
        ? 'No verdict has changed.'
        : `${photos(value)} ${value === 1 ? 'has' : 'have'} another verdict now.`,
    lastOne: 'That was the last photo of this view.',
    nothingToUndo: 'There is nothing to undo.',
    nothingToRedo: 'There is nothing to do again.',
  },

  explanation: {
    nothing: 'Choose a photograph to see what its score is made of.',
    overall: 'Overall',
    telling: 'What matters most',
    rest: 'All',
    restOfThem: (value: number) => `All (${count(value)} more)`,
    waiting: 'Waiting for its score.',
    earlier: (model: string) =>
      `These are the scores of an earlier model${model && ` (${model})`}, until this one has scored the photo.`,
    hidden: 'Scores are hidden.',
    show: 'Show scores',
    /** Rounded down: no photo ranks above all of the library, itself among it. */
    percentile: (share: number) =>
      `Higher than ${percent.format(Math.floor(share * 100) / 100)} of the library`,
    score: (label: string, score: number) => `${label} ${wholeScore(score)}`,
    showMap: (label: string) => `Map of ${label}`,
    trust: {
      strong: 'strong',
      fair: 'fair',
      weak: 'weak',
      unreliable: 'unreliable',
    },
    trustTitle: (label: string, trust: string) => `How far ${label} can be trusted: ${trust}`,
    measured: (set: string, srcc: number, low: number, high: number, value: number) =>
      `Agreement with people (SRCC) ${twoDecimals.format(srcc)}, ` +
      `${twoDecimals.format(low)} to ${twoDecimals.format(high)}, on ${photos(value)} (${set}).`,
    beyond: (given: 'people' | 'network', adds: boolean, srcc: number, low: number, high: number) =>
      `Adds to ${given === 'people' ? 'the overall score that people gave' : 'the overall score'}: ` +
      `${adds ? 'yes' : 'not for certain'} (partial SRCC ${twoDecimals.format(srcc)}, ` +
      `${twoDecimals.format(low)} to ${twoDecimals.format(high)}).`,
    presence: (zeroShare: number, positive: number, zero: number, auc: number, low: number, high: number) =>
      `${percent.format(zeroShare)} of its labels are zero: photos that it does good (${count(positive)}) score ` +
      `higher than those (${count(zero)}) ${percent.format(auc)} of the time ` +
      `(AUC, ${twoDecimals.format(low)} to ${twoDecimals.format(high)}; chance is 50%).`,
    ownScore: 'score',
    points: 'points',
    signed,
    /** In place of points, where an attribute has no part in the overall score. */
    noPart: '–',
    contribution: (label: string, points: number | null, score: number) =>
      `${label} ${wholeScore(score)}, ` +
      (points === null ? 'no part in the overall score' : `${signed(points)} to the overall score`),
    unexplained: 'Not explained by these',
    addsUp: (base: number, unexplained: number) =>
      `Points up or down from ${wholeScore(base)}, the average photo. ` +
      `From photo to photo, the attributes explain ${percent.format(Math.max(0, 1 - unexplained))} ` +
      'of how the overall score varies.',
    facts: 'File',
    size: (width: number, height: number) => `${String(width)} × ${String(height)}`,
    showInFolder: 'Show in folder',
    bytes: fileSize,
    captured: (time: number) => captureTime.format(time),
    copies: (value: number) => (value === 1 ? '1 copy elsewhere' : `${count(value)} copies elsewhere`),
    failed: 'The details could not be read.',
  },

  /** Sentences on why a photo scores as it does. */
  words: {
    lifts: (phrases: readonly Phrase[]) => `${named(phrases)} ${severalOf(phrases) ? 'lift' : 'lifts'} it`,
    holdsBack: (phrases: readonly Phrase[]) =>
      `${named(phrases)} ${severalOf(phrases) ? 'hold' : 'holds'} it back`,
    nothing: 'Nothing stands out: no attribute moves its score by much.',
    mostlyUnexplained: 'Most of what sets it apart is not explained by these.',
    high: (label: string) => `high ${label}`,
    low: (label: string) => `low ${label}`,
  },

  map: {
    legend: 'Where the score is added up, not what caused it.',
    raises: 'raises',
    lowers: 'lowers',
    title: (label: string) => `${label}, map`,
    description: (label: string) =>
      `Map of ${label} over the photograph: orange raises the score, hatched blue lowers it.`,
    loading: 'Drawing the map',
    failed: (sentence: string) => `The map could not be drawn: ${sentence}`,
  },

  progress: {
    label: 'Progress',
    scanning: (found: number) => `Looking for photographs: ${count(found)} found`,
    working: (done: number, all: number, left: number | null) =>
      `${count(done)} of ${count(all)} scored${left === null ? '' : `, ${timeLeft(left)}`}. You can start.`,
    paused: (done: number, all: number) => `Paused at ${count(done)} of ${count(all)}.`,
    ready: 'Everything is scored.',
    readyButFor: 'Finished.',
    idle: '',
    pause: 'Pause',
    resume: 'Resume',
    rate: (value: number) => `${value < 10 ? oneDecimal.format(value) : count(Math.round(value))} photos/s`,
    problems: (value: number) => `${count(value)} could not be scored`,
    scoresHidden: 'Scores hidden',
  },

  problems: {
    title: 'Photographs that could not be scored',
    none: 'Every photograph could be scored.',
    retry: 'Try again',
    retryOf: (name: string) => `Try again: ${name}`,
    retryAll: 'Try all again',
    retried: (value: number) => `${photos(value)} will be tried again.`,
    show: 'Show',
    showOf: (name: string) => `Show ${name}`,
    loading: 'Reading the list',
  },

  chooser: {
    title: 'Add a folder',
    start: 'This machine',
    path: 'Path',
    up: 'Up',
    folders: 'Folders',
    empty: 'There are no folders in here.',
    inLibrary: 'in the library',
    add: (name: string) => `Add “${name}”`,
    addNothing: 'Add folder',
    cancel: 'Cancel',
    hint: 'Every photograph in the folder and below it is read, never changed.',
    loading: 'Reading the folders',
  },

  dialog: { close: 'Close' },

  handOver: handOverStrings,

  settings: {
    title: 'Settings',
    engine: {
      title: 'Engine',
      choice: 'What runs the network',
      fastest: 'The fastest here',
    },
    sidecars: sidecarStrings,
  },

  help: {
    title: 'Keys',
    groups: {
      move: 'Move',
      select: 'Select',
      look: 'Look',
      judge: 'Decide (with Shift: and go on)',
      history: 'Undo',
      arrange: 'Sort and filter',
      window: 'Window',
      work: 'Library',
    },
    commands: {
      left: 'Previous photo',
      right: 'Next photo',
      up: 'The row above',
      down: 'The row below',
      first: 'First photo',
      last: 'Last photo',
      pageUp: 'One screen up',
      pageDown: 'One screen down',
      extendLeft: 'Select up to the previous photo',
      extendRight: 'Select up to the next photo',
      extendUp: 'Select up to the row above',
      extendDown: 'Select up to the row below',
      extendFirst: 'Select up to the first photo',
      extendLast: 'Select up to the last photo',
      extendPageUp: 'Select one screen up',
      extendPageDown: 'Select one screen down',
      selectAll: 'Select all photos',
      grid: 'Grid',
      loupe: 'One photo',
      open: 'Open the photo, or back to the grid',
      close: 'Back to the grid, or to one selected photo',
      ...largeStrings.commands,
      ...groupStrings.commands,
      ...surveyStrings.commands,
      map: 'Show where the score is added up',
      nextTask: 'Map of the next attribute',
      previousTask: 'Map of the attribute before',
      pick: 'Pick',
      reject: 'Reject',
      unflag: 'Neither picked nor rejected',
      togglePick: 'Pick, or take it back',
      stars0: 'No stars',
      stars1: 'One star',
      stars2: 'Two stars',
      stars3: 'Three stars',
      stars4: 'Four stars',
      stars5: 'Five stars',
      red: 'Red label, or off',
      yellow: 'Yellow label, or off',
      green: 'Green label, or off',
      blue: 'Blue label, or off',
      purple: 'Purple label, or off',
      noLabel: 'No label',
      undo: 'Undo',
      redo: 'Do again what was undone',
      history: 'What was decided, and back to any point',
      applyNew: 'Apply new results',
      sortDirection: 'Turn the order round',
      search: 'Search',
      resetFilters: 'Reset all filters',
      ...findingCommands,
      smaller: 'Smaller pictures, or zoom out',
      larger: 'Larger pictures, or zoom in',
      hideScores: 'Hide all scores',
      bare: 'Nothing but the photographs',
      leftPane: 'Library and filters',
      rightPane: 'Explanation',
      surround: 'Lightness of the surround',
      nextPane: 'Next pane',
      previousPane: 'Pane before',
      pause: 'Pause or resume scoring',
      problems: 'Photos that could not be scored',
      addFolder: 'Add a folder',
      copyCard: 'Copy a card',
      export: 'Export the selection',
      rescan: 'Look for changes in the folder shown',
      moveRejected: 'Move rejected photos away',
      handOver: 'Hand over to another program',
      settings: 'Settings',
      help: 'This sheet',
    },
  },

  status: { history: 'History', help: 'Keys', settings: 'Settings', surround: 'Lightness of the surround' },
};
