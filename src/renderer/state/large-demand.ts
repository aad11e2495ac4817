import type { PictureSize } from '../../shared/photo.ts';

/** How many photos on either side are made ready before they are asked for. */
export const readyAhead = 3;
/** Thumbnails ahead while a key is held: what flies by is shown by these. */
const thumbsAhead = 8;
/** Previews that the main process makes meanwhile, so that they only have to be fetched. */
export const madeAhead = 16;

export interface Situation {
  /** The photo looked at, as a place in the order. */
  index: number;
  count: number;
  /** Where the person is going. */
  direction: 1 | -1;
  /** One looks at pixels that a preview does not have. */
  zoomed: boolean;
  /** Photos fly by: a key is held. */
  flying: boolean;
}

export interface Wanted {
  index: number;
  size: PictureSize;
}

/** Which pictures to make ready, the most urgent first; those of the photo looked at wait for nothing. */
export function wantedPictures({ index, count, direction, zoomed, flying }: Situation): {
  wanted: Wanted[];
  urgent: number;
} {
  const inside = (place: number) => place >= 0 && place < count;
  const ahead = (steps: number) => index + steps * direction;
  const row = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => ahead(from + i)).filter(inside);
  const of = (places: number[], size: PictureSize): Wanted[] =>
    places.map((place) => ({ index: place, size }));
  if (flying) {
    return { wanted: of([index, ...row(1, thumbsAhead)], 'thumb'), urgent: 1 };
  }
  // In turns: the next, the one before, the second next and so on.
  const beside = Array.from({ length: readyAhead }, (_, i) => [ahead(i + 1), ahead(-i - 1)])
    .flat()
    .filter(inside);
  const here = [...of([index], 'thumb'), ...of([index], 'preview')];
  const full = of([index], 'full');
  const next = of(row(1, 1), 'full');
  const around = [...of(beside, 'thumb'), ...of(beside, 'preview')];
  return zoomed
    ? { wanted: [...here, ...full, ...around, ...next], urgent: 3 }
    : { wanted: [...here, ...around, ...full], urgent: 2 };
}

/** The photos whose previews the main process should have next, the nearest first. */
export function aheadOf(index: number, count: number, direction: 1 | -1): number[] {
  return Array.from({ length: madeAhead }, (_, i) => index + (i + 1) * direction).filter(
    (place) => place >= 0 && place < count,
  );
}
