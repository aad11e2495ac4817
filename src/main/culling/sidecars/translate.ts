import {
  colours,
  editors,
  shownIn,
  wordsOf,
  type Colour,
  type SidecarSettings,
} from '../../../shared/editors.ts';
import { labels, pickStates, type Verdict } from '../../../shared/verdict.ts';
import type { Changes } from '../../imaging/xmp/edit.ts';
import type { Field, Fields } from '../../imaging/xmp/properties.ts';

/** A verdict as a sidecar says it. A label is a word: one that stands for none of our colours stays that word. */
export interface Outside {
  pick: Verdict['pick'] | null;
  stars: number | null;
  label: string | null;
}

const digiKamColours: Record<Colour, string> = { red: '1', yellow: '3', green: '4', blue: '5', purple: '6' };
const darktableColours: Record<Colour, string> = {
  red: '0',
  yellow: '1',
  green: '2',
  blue: '3',
  purple: '4',
};
const pickNumbers = { reject: '-1', none: '0', pick: '1' };
const pickLabels = { none: '0', reject: '1', pick: '3' };

/** A verdict in the fields of every program, with rating and label as the chosen one shows them. */
export function toFields(verdict: Verdict, settings: SidecarSettings) {
  const shown = shownIn(settings, verdict);
  const colour = colours.find((one) => one === shown.label);
  const isMinusOne = rejectsByRating(settings) && verdict.pick === 'reject';
  return {
    rating: isMinusOne ? '-1' : shown.stars === 0 ? null : String(shown.stars),
    label: colour ? wordsOf(settings)[colour] : null,
    pick: pickNumbers[verdict.pick],
    pickLabel: pickLabels[verdict.pick],
    colorLabel: colour ? digiKamColours[colour] : '0',
    darktableLabels: colour ? [darktableColours[colour]] : [],
    ownPick: verdict.pick,
    ownStars: String(verdict.stars),
    ownLabel: verdict.label,
  } satisfies Changes;
}

/** Whether a field is written for the chosen program, or only kept in step where a sidecar has it already. */
export function isForProgram(field: Field, { sidecarEditor }: SidecarSettings): boolean {
  const { flags, colourField } = editors[sidecarEditor];
  if (field === 'pick' || field === 'pickLabel') return flags.includes(field);
  return (field !== 'colorLabel' && field !== 'darktableLabels') || field === colourField;
}

const rejectsByRating = ({ sidecarEditor }: SidecarSettings): boolean =>
  editors[sidecarEditor].flags.includes('rating');

/**
 * What a sidecar says. Fields that stand as this program would write `known` there mean `known`: so stars behind a reject
 * and stand-ins come back as they were.
 *
 * @param settings those it was written with last
 * @param known what both sides had last; null takes it from our own fields in the sidecar, if it has any
 */
export function fromFields(fields: Fields, settings: SidecarSettings, known: Verdict | null): Outside {
  const base = known ?? ownVerdict(fields);
  const written = base && toFields(base, settings);
  const rating = ratingOf(fields);
  const isRatingAsWritten = written !== null && ratingOf(written) === rating;
  const isLabelAsWritten =
    written !== null && isSameWord(written.label, fields.label ?? wordOf(fields, settings));
  return {
    pick: pickOf(fields, settings, base),
    // Behind a reject that another program set, the stars are not known: they stay what they were.
    stars: isRatingAsWritten || rating === -1 ? (base?.stars ?? null) : rating,
    label: isLabelAsWritten ? (base?.label ?? null) : labelOf(fields, settings),
  };
}

const isSameWord = (left: string | null, right: string | null): boolean =>
  left?.toLowerCase() === right?.toLowerCase();

/** The word of the colour that a number beside xmp:Label names. */
function wordOf(fields: Fields, settings: SidecarSettings): string | null {
  const colour = colourOf(fields);
  return colour && wordsOf(settings)[colour];
}

/** xmp:Rating from -1 to 5; null where it says nothing. Some programs write "3.0". */
function ratingOf({ rating }: { rating: string | null }): number | null {
  const value = rating === null ? NaN : Math.round(Number(rating));
  return value >= -1 && value <= 5 ? value : null;
}

function ownVerdict({ ownPick, ownStars, ownLabel }: Fields): Verdict | null {
  const pick = pickStates.find((state) => state === ownPick);
  const label = labels.find((one) => one === ownLabel);
  const stars = Number(ownStars);
  const isWhole = ownStars !== null && Number.isInteger(stars) && stars >= 0 && stars <= 5;
  return pick && label && isWhole ? { pick, label, stars } : null;
}

function pickOf(fields: Fields, settings: SidecarSettings, base: Verdict | null): Outside['pick'] {
  const rating = ratingOf(fields);
  const flags = (
    [
      keyOf(pickNumbers, fields.pick),
      // Of digiKam's four states pending is none here.
      fields.pickLabel === null ? undefined : (keyOf(pickLabels, fields.pickLabel) ?? 'none'),
      rating === -1 ? 'reject' : base?.pick === 'reject' && rejectsByRating(settings) ? 'none' : undefined,
    ] as const
  ).filter((flag) => flag !== undefined);
  if (base) return flags.find((flag) => flag !== base.pick) ?? base.pick;
  return flags.find((flag) => flag !== 'none') ?? flags[0] ?? null;
}

const keyOf = <Key extends string>(table: Record<Key, string>, value: string | null): Key | undefined =>
  (Object.keys(table) as Key[]).find((key) => table[key] === value);

function labelOf(fields: Fields, settings: SidecarSettings): string | null {
  if (fields.label === null) return colourOf(fields);
  const word = fields.label.toLowerCase();
  const own = wordsOf(settings);
  const known = [own, ...Object.values(editors).map(({ words }) => words)];
  for (const words of known) {
    const colour = colours.find((one) => words[one].toLowerCase() === word);
    if (colour) return colour;
  }
  return fields.label;
}

/** Of the numbers beside xmp:Label, which the word has precedence over. */
function colourOf({ colorLabel, darktableLabels }: Fields): Colour | null {
  const [first = null] = darktableLabels;
  return keyOf(digiKamColours, colorLabel) ?? keyOf(darktableColours, first) ?? null;
}
