import type { HistoryStep } from '../../shared/history.ts';

const numbers = new Intl.NumberFormat('en');
const countOf = (photos: number): string => `${numbers.format(photos)} ${photos === 1 ? 'photo' : 'photos'}`;

type Change = HistoryStep['changes'][number];

/** What a step did, e.g. "Picked IMG_1.jpg" or "Rejected 12 photos, gave 3 stars to 4 photos". */
export function wordsOfStep({ source, photos, name, changes }: HistoryStep): string {
  // Sidecars decide differently about each photo: a list of it all would be no words.
  if (source === 'sidecar') return `Read the sidecars of ${countOf(photos)}`;
  if (source === 'paired') return `Put RAW and JPEG of ${name ?? countOf(photos)} in step`;
  if (changes.length > 3) return `Decided about ${countOf(photos)}`;
  const text = changes.map((change) => wordsOf(change, name ?? countOf(change.photos))).join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function wordsOf({ field, after }: Change, what: string): string {
  switch (field) {
    case 'pick':
      if (after === 'none') return `took pick or reject off ${what}`;
      return `${after === 'pick' ? 'picked' : 'rejected'} ${what}`;
    case 'stars':
      if (after === 0) return `took the stars off ${what}`;
      return `gave ${String(after)} ${after === 1 ? 'star' : 'stars'} to ${what}`;
    case 'label':
      return after === 'none' ? `took the label off ${what}` : `labelled ${what} ${after}`;
  }
}
