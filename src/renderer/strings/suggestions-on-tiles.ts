import type { PhotoSuggestion } from '../../shared/suggestions.ts';
import { strings } from './strings.ts';

/** What is suggested, as the screen reader says it: never in a verdict's own words. */
export function suggestionSpoken({ pick, stars, label }: PhotoSuggestion): string {
  const values = [
    pick === undefined || pick === 'none' ? '' : pick,
    stars === undefined ? '' : strings.verdicts.stars(stars),
    label === undefined || label === 'none' ? '' : `${label} label`,
  ].filter(Boolean);
  return values.length === 0 ? '' : `suggested: ${values.join(', ')}`;
}
