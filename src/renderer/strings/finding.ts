import type { PhotoDecision } from '../../shared/finding.ts';
import type { VerdictFilter } from '../../shared/verdict.ts';
import type { ViewQuery } from '../../shared/view.ts';
import { count, strings } from './strings.ts';

const either = new Intl.ListFormat('en-GB', { type: 'disjunction' });
/** Capture times are wall-clock times, read as UTC. */
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });
const mostNames = 2;

const photos = (value: number): string => `${count(value)} ${value === 1 ? 'photo' : 'photos'}`;

/** "Canon R6", "Canon R6 or Sony A7", "Canon R6, Sony A7 or 3 more" */
function names(list: readonly string[]): string {
  if (list.length <= mostNames + 1) return either.format(list);
  return either.format([...list.slice(0, mostNames), `${count(list.length - mostNames)} more`]);
}

const ratingName = (rating: number): string =>
  rating < 0 ? 'rejected' : rating === 0 ? 'no stars' : strings.verdicts.stars(rating);

/** Words of filters, smart collections, photos like one, and what is told of one photo. */
export const findingStrings = {
  sections: {
    verdict: strings.verdicts.filter,
    scores: 'Scores',
    gear: 'Camera and lens',
    captured: 'Capture date',
    rating: 'Rating in other programs',
    inForce: 'in force',
  },
  cameras: 'Cameras',
  lenses: 'Lenses',
  noGear: 'No file here says which camera took it.',
  from: 'From',
  to: 'To',
  any: 'Any date',
  ratings: 'Rating in the file or its sidecar',
  ratingName,
  ratingShort: (rating: number): string =>
    rating < 0 ? 'Rejected' : rating === 0 ? 'None' : `${String(rating)}★`,

  chips: {
    label: 'Filters in force',
    remove: (text: string) => `Remove the filter ${text}`,
    removeHint: (text: string, key: string) => `Remove: ${text}${key && ` (${key})`}`,
    save: 'Save',
    saveTitle: 'Save these filters as a smart collection',
    like: (name: string) => `Like ${name}`,
    leave: (name: string) => `Back from the photos like ${name}`,
    text: (text: string) => `“${text.trim()}”`,
    picks: (picks: NonNullable<VerdictFilter['picks']>) =>
      either.format(picks.map((pick) => strings.verdicts.states[pick])),
    stars: ({ min, max }: NonNullable<VerdictFilter['stars']>) =>
      max >= 5
        ? `${String(min)}★ and up`
        : min === max
          ? `${String(min)}★`
          : `${String(min)} to ${String(max)}★`,
    labels: (labels: NonNullable<VerdictFilter['labels']>) =>
      either.format(labels.map((label) => strings.verdicts.labels[label])),
    range: (label: string, min: number, max: number) => `${label} ${strings.filters.range(min, max)}`,
    names,
    captured: ({ from, to }: NonNullable<ViewQuery['captured']>): string => {
      if (from === null) return to === null ? '' : `Until ${day.format(to)}`;
      if (to === null) return `Since ${day.format(from)}`;
      const [first, last] = [day.format(from), day.format(to)];
      return first === last ? first : `${first} to ${last}`;
    },
    ratings: (ratings: readonly number[]) => `Rated ${either.format(ratings.map(ratingName))}`,
  },

  collections: {
    title: 'Smart collections',
    none: 'Filters that you save stay here, and stay live.',
    save: 'Save filters',
    nothingToSave: 'No filter is in force, so there is nothing to save.',
    saved: (name: string) => `Saved as “${name}”. It finds photos in the whole library.`,
    name: 'Name of the smart collection',
    keep: 'Save',
    cancel: 'Cancel',
    whole: 'Over the whole library, always up to date.',
    photos: (value: number | null) => (value === null ? 'cannot be counted with this model' : photos(value)),
    update: (name: string) => `Save the filters in force in “${name}”`,
    rename: (name: string) => `Rename “${name}”`,
    remove: (name: string) => `Remove “${name}”`,
    ask: (name: string) => `Remove “${name}”? Its photos stay as they are.`,
    removeIt: 'Remove',
  },

  like: {
    sort: 'Likeness',
    notScored: 'This photo is not scored yet, so nothing can be compared with it.',
    shown: (value: number, name: string) => `${photos(value)} most like ${name}, the likest first.`,
  },

  compared: {
    title: 'Compared with others',
    attribute: 'Attribute',
    library: 'Library',
    shoot: (value: number) => `Shoot (${count(value)})`,
    group: (value: number) => `Group (${count(value)})`,
    shootTitle: 'Photos of the same folder and day',
    groupTitle: 'Its siblings in the burst or group',
    higherThan: 'Share that scores lower; in its group, its place by score.',
    share: (share: number) => percent.format(Math.floor(share * 100) / 100),
    place: (place: number, all: number) => `${count(place)} of ${count(all)}`,
    inShoot: (share: number, value: number) =>
      `Higher than ${percent.format(Math.floor(share * 100) / 100)} of this shoot (${photos(value)})`,
  },

  history: {
    title: 'History of this photo',
    none: 'Nothing has been decided about it.',
    undone: 'undone',
    failed: 'Its history could not be read.',
    sources: {
      single: '',
      bulk: 'with others',
      confirmed: 'suggestion confirmed',
      sidecar: 'from its sidecar',
      paired: 'from its other file',
      undo: '',
      redo: '',
    },
    change: ({ field, after }: PhotoDecision['changes'][number]): string => {
      if (field === 'stars') return after === 0 ? 'no stars' : strings.verdicts.stars(Number(after));
      if (field === 'label') return after === 'none' ? 'no label' : `${String(after)} label`;
      return after === 'pick' ? 'picked' : after === 'reject' ? 'rejected' : 'neither picked nor rejected';
    },
  },
};
