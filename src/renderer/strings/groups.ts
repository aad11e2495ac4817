import type { CameraClock, GroupKind, GroupPreview } from '../../shared/groups.ts';

const numbers = new Intl.NumberFormat('en');
const count = (value: number): string => numbers.format(value);
const photos = (value: number): string => `${count(value)} ${value === 1 ? 'photo' : 'photos'}`;

const kindNames: Record<GroupKind, [one: string, several: string]> = {
  burst: ['burst', 'bursts'],
  duplicates: ['set of near-duplicates', 'sets of near-duplicates'],
  bracket: ['exposure bracket', 'exposure brackets'],
  stack: ['focus stack', 'focus stacks'],
  panorama: ['panorama', 'panoramas'],
};

const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

/** "1 h 2 min 3 s ahead": what is added to a camera's own times. */
function offsetWords(milliseconds: number): string {
  const left = Math.abs(milliseconds) / 1000;
  const parts: [number, string][] = [
    [Math.floor(left / 86_400), 'd'],
    [Math.floor((left % 86_400) / 3600), 'h'],
    [Math.floor((left % 3600) / 60), 'min'],
    [left % 60, 's'],
  ];
  const words = parts
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${decimals.format(value)} ${unit}`);
  return `${words.join(' ')} ${milliseconds > 0 ? 'later' : 'earlier'} than it says`;
}

/** Groups of photos, and the clocks by which they are found. */
export const groupStrings = {
  title: 'Groups',
  burstSeconds: 'Frames of a burst follow each other within',
  seconds: (value: number) => `${decimals.format(value)} s`,
  burstLikeness: 'and are alike by at least',
  duplicateMinutes: 'Near-duplicates lie no further apart than',
  minutes: (value: number) => (value === 0 ? 'none sought' : `${decimals.format(value)} min`),
  duplicateLikeness: 'and are alike by at least',
  likeness: (value: number) => `${String(Math.round(value * 100))} %`,
  counting: 'Counting',
  preview({ kinds, photos: all, largest }: GroupPreview): string {
    const found = (Object.keys(kindNames) as GroupKind[])
      .filter((kind) => kinds[kind].groups > 0)
      .map((kind) => {
        const { groups, photos: within } = kinds[kind];
        return `${count(groups)} ${kindNames[kind][groups === 1 ? 0 : 1]} with ${photos(within)}`;
      });
    if (found.length === 0) return `No groups in ${photos(all)}.`;
    return `${found.join(', ')}, of ${photos(all)}. The largest has ${count(largest)}.`;
  },
  standard: 'Back to the standard',
  byHand: 'Groups made or parted by hand stay as they are.',

  split: 'These photos stand as a group of their own now.',
  merged: (value: number) => `${photos(value)} are one group now.`,
  freed: 'These photos are grouped as they are found again.',
  needsTwo: 'Select two photos or more to make them one group.',

  clocks: {
    title: 'Clocks of cameras',
    short: 'Set a camera’s clock…',
    hint: 'Choose two frames of one moment, taken by different cameras. The camera of the first counts as late or early from now on; its files stay as they are.',
    loading: 'Looking for cameras',
    none: 'No photo says which camera took it, and when.',
    list: 'Cameras',
    camera: ({ camera, serial }: Pick<CameraClock, 'camera' | 'serial'>): string =>
      [camera ?? 'Camera without a name', serial === null ? '' : `no. ${serial}`].filter(Boolean).join(', '),
    photos,
    offset: (value: number) => (value === 0 ? 'as its clock says' : offsetWords(value)),
    first: 'This frame is of the camera to be set right:',
    second: 'This one was taken at the same moment:',
    turn: 'The other way round',
    pair: 'Select two photos in the grid, one of each camera, and open this again.',
    align: 'Set the clock by these two',
    trustFirst: 'Trust the clock of the first one’s camera',
    aligned: (clock: CameraClock) =>
      `${groupStrings.clocks.camera(clock)}: ${groupStrings.clocks.offset(clock.offset)}.`,
  },

  commands: {
    foldGroup: 'Fold or unfold the group',
    foldAll: 'Fold or unfold all groups',
    mergeGroup: 'Make the selected photos one group',
    splitGroup: 'Make the selected photos a group of their own',
    freeGroup: 'Group the selected photos as they are found again',
    cameraClock: 'Set the clock of a camera by two frames of one moment',
  },
};
