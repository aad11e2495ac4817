import type { SidecarSettings } from '../../../shared/editors.ts';
import type { Changes } from '../../imaging/xmp/edit.ts';
import type { Fields } from '../../imaging/xmp/properties.ts';

/** What the network says of a photo, on the panel's scale of 0 to 100. */
export interface Scores {
  overall: number;
  all: { id: string; score: number }[];
}

const root = 'Proofsheet';

/**
 * The scores as the person wants them in sidecars: all of them in a field of our own, or the overall one
 * as a keyword of tens, so that it takes no more than ten keywords to sort by.
 */
export function scoreFields(
  { overall, all }: Scores,
  { sidecarScores, sidecarEditor }: SidecarSettings,
  fields: Fields | null,
): Changes {
  if (sidecarScores === 'no') return {};
  if (sidecarScores === 'field') {
    return { ownScores: all.map(({ id, score }) => `${id}=${Math.round(score)}`).join(' ') };
  }
  const low = Math.min(90, Math.floor(overall / 10) * 10);
  const band = low === 90 ? '90-100' : `${String(low).padStart(2, '0')}-${String(low + 9).padStart(2, '0')}`;
  return {
    subject: withBand(fields?.subject, `${root} `, band),
    hierarchicalSubject: withBand(fields?.hierarchicalSubject, `${root}|`, band),
    ...(sidecarEditor === 'digikam' && { tagsList: withBand(fields?.tagsList, `${root}/`, band) }),
  };
}

/** All other keywords stay. */
const withBand = (keywords: string[] | undefined, prefix: string, band: string): string[] => {
  const own = prefix + band;
  const isOld = (keyword: string): boolean =>
    keyword !== own && keyword.startsWith(prefix) && /^\d\d-\d+$/.test(keyword.slice(prefix.length));
  const kept = (keywords ?? []).filter((keyword) => !isOld(keyword));
  return kept.includes(own) ? kept : [...kept, own];
};
