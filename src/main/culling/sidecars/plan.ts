import { z } from 'zod';
import { colours, sidecarSettings, type SidecarSettings } from '../../../shared/editors.ts';
import { labels, noVerdict, verdictFields, type Verdict } from '../../../shared/verdict.ts';
import type { InStep, SidecarPlace } from '../../catalogue/sidecars.ts';
import type { Changes } from '../../imaging/xmp/edit.ts';
import type { Field, Fields } from '../../imaging/xmp/properties.ts';
import { merge, type Merge } from './merge.ts';
import { scoreFields, type Scores } from './scores.ts';
import { fromFields, isForProgram, toFields, type Outside } from './translate.ts';

/** A photo's two possible sidecars, as they say it now; null where there is none. */
export interface Said {
  /** That of the chosen program. */
  chosen: Fields | null;
  /** That under the other naming. */
  other: Fields | null;
}

export interface Plan extends Merge {
  /** What is to change in either; empty where nothing is. */
  chosen: Changes;
  other: Changes;
}

/**
 * What a comparison of a photo with its sidecars comes to. Where both namings lie beside a photo, the one of the chosen
 * program counts, the other where that one is silent or unchanged. Both are kept in step: the chosen one in all fields,
 * the other in those it has already.
 */
export function plan(
  place: SidecarPlace,
  said: Said,
  settings: SidecarSettings,
  scores: Scores | null,
): Plan {
  const known = lastInStep(place.inStep);
  const outside = outsideOf(said, writtenWith(place.writtenAs, settings), known);
  const merged = merge(place.verdict, knownWith(place.inStep, place.intent, outside), outside);
  const target: Verdict = Object.assign({ ...place.verdict }, merged.take);
  for (const field of verdictFields) {
    // What is disputed is left as it stands there.
    const theirs = merged.disputed[field];
    if (theirs !== null) Object.assign(target, { [field]: field === 'stars' ? Number(theirs) : theirs });
  }
  const wanted: Changes = {
    ...toFields(target, settings),
    ...(scores && scoreFields(scores, settings, said.chosen)),
  };
  return {
    ...merged,
    chosen: differences(wanted, said.chosen, target, settings, (field) => isForProgram(field, settings)),
    other: said.other ? differences(wanted, said.other, target, settings, () => false) : {},
  };
}

/**
 * What both sides had in common last, given what was about to be written when the program was killed: a sidecar that
 * says just that was written by us, and nobody has changed it since.
 */
function knownWith(known: InStep, intent: InStep, outside: Outside | null): InStep {
  const result = { ...known };
  for (const field of verdictFields) {
    const ours = intent[field];
    if (outside !== null && ours !== null && (outside[field] ?? noVerdict[field]) === ours)
      Object.assign(result, { [field]: ours });
  }
  return result;
}

export function lastInStep({ pick, stars, label }: InStep): Verdict | null {
  if (pick === null && stars === null && label === null) return null;
  return { pick: pick ?? 'none', stars: stars ?? 0, label: label ?? 'none' };
}

export function outsideOf(
  { chosen, other }: Said,
  settings: SidecarSettings,
  known: Verdict | null,
): Outside | null {
  const first = chosen && fromFields(chosen, settings, known);
  const second = other && fromFields(other, settings, known);
  if (!first || !second) return first ?? second;
  const pickOne = <Value>(one: Value | null, two: Value | null, base: Value | null): Value | null =>
    one === null || (one === base && two !== null) ? two : one;
  return {
    pick: pickOne(first.pick, second.pick, known?.pick ?? null),
    stars: pickOne(first.stars, second.stars, known?.stars ?? null),
    label: pickOne<string>(first.label, second.label, known?.label ?? null),
  };
}

const labelFields: Field[] = ['label', 'colorLabel', 'darktableLabels'];

/** A word that stands for none of our colours is nobody's to take away, as long as no colour is put in its place. */
function keepsWord(fields: Fields | null, target: Verdict, settings: SidecarSettings): boolean {
  const label = fields && fromFields(fields, settings, null).label;
  const isColour = colours.some((colour) => colour === target.label);
  return !isColour && label !== null && !labels.some((one) => one === label);
}

/** Fields that say something else than wanted, of those that the sidecar has or shall have. */
function differences(
  wanted: Changes,
  fields: Fields | null,
  target: Verdict,
  settings: SidecarSettings,
  shallHave: (field: Field) => boolean,
): Changes {
  const isKept = keepsWord(fields, target, settings);
  const entries = (Object.entries(wanted) as [Field, string | string[] | null][]).filter(([field, value]) => {
    if (isKept && labelFields.includes(field)) return false;
    const has = fields !== null && fields[field] !== null && fields[field].length > 0;
    return (has || shallHave(field)) && meaning(field, value) !== meaning(field, fields?.[field] ?? null);
  });
  const isOwnAlone = entries.every(([field]) => field.startsWith('own') && field !== 'ownScores');
  // Our own fields are there for what the others cannot say.
  const isSilent = isOwnAlone && wanted.ownPick === 'none' && (fields?.ownPick ?? 'none') === 'none';
  return Object.fromEntries(isSilent ? [] : entries);
}

function meaning(field: Field, value: string | string[] | null): string {
  if (Array.isArray(value)) return JSON.stringify(value);
  if (field === 'rating') return String(Math.round(Number(value ?? 0)));
  return ['pick', 'pickLabel', 'colorLabel'].includes(field) ? (value ?? '0') : (value ?? '');
}

/** What names the program and the form that a sidecar was written for; any other is written anew. */
export function writtenAs(settings: SidecarSettings, modelVersion: string): string {
  const { sidecarEditor, sidecarWords, sidecarPickAs, sidecarRejectAs, sidecarScores } = settings;
  const own = sidecarWords[sidecarEditor];
  const form: z.output<typeof formSchema> = {
    sidecarEditor,
    sidecarWords: own ? { [sidecarEditor]: own } : {},
    sidecarPickAs,
    sidecarRejectAs,
  };
  return JSON.stringify({
    ...form,
    scores: sidecarScores,
    model: sidecarScores === 'no' ? '' : modelVersion,
  });
}

const formSchema = z.object(sidecarSettings).pick({
  sidecarEditor: true,
  sidecarWords: true,
  sidecarPickAs: true,
  sidecarRejectAs: true,
});

export function writtenWith(form: string | null, settings: SidecarSettings): SidecarSettings {
  return form === null ? settings : { ...settings, ...formSchema.parse(JSON.parse(form)) };
}
