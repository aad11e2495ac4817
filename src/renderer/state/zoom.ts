import type { Box } from './fit.ts';

/** Where a picture lies in the room it is looked at in. All lengths are pixels of the screen, the finest there are. */

export interface Point {
  x: number;
  y: number;
}

export interface Placed extends Point, Box {}

/** How closely one looks: pixels of the screen for each pixel of the picture; null for all of the picture at once. */
export type Factor = number | null;

/** What is in the middle of the room, as shares of the picture from its left and top edge. */
export const middle: Readonly<Point> = { x: 0.5, y: 0.5 };

/** One key leads from each of them to the next; 1 is a pixel of the picture on a pixel of the screen. */
export const factors = [0.25, 0.5, 1, 2, 4, 8] as const;

export const fitFactor = (picture: Box, room: Box): number =>
  Math.min(room.width / Math.max(1, picture.width), room.height / Math.max(1, picture.height));

/** The picture in its room: no side leaves a gap that the other end could fill. */
export function placed(picture: Box, room: Box, factor: Factor, centre: Point): Placed {
  const size = factor ?? fitFactor(picture, room);
  const width = picture.width * size;
  const height = picture.height * size;
  return {
    x: start(room.width, width, centre.x),
    y: start(room.height, height, centre.y),
    width,
    height,
  };
}

const start = (room: number, length: number, centre: number): number =>
  length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, room / 2 - centre * length));

/** The middle that puts a picture where it is: what `placed` would give for it again. */
const centreOf = (at: Placed, room: Box): Point => ({
  x: share(room.width / 2 - at.x, at.width),
  y: share(room.height / 2 - at.y, at.height),
});

const share = (length: number, whole: number): number =>
  whole > 0 ? Math.min(1, Math.max(0, length / whole)) : 0.5;

/** The middle after the picture was dragged by so many pixels; what does not move in a direction stays where it was. */
export function dragged(at: Placed, room: Box, centre: Point, by: Point): Point {
  const moved = centreOf({ ...at, x: at.x + by.x, y: at.y + by.y }, room);
  const within = (value: number, whole: number, side: number) => {
    const half = Math.min(0.5, side / 2 / whole);
    return Math.min(1 - half, Math.max(half, value));
  };
  return {
    x: at.width > room.width ? within(moved.x, at.width, room.width) : centre.x,
    y: at.height > room.height ? within(moved.y, at.height, room.height) : centre.y,
  };
}

/** The middle after zooming, so that what lies under `point` stays there. */
export function zoomedAt(at: Placed, room: Box, point: Point, picture: Box, factor: number): Point {
  const under = { x: share(point.x - at.x, at.width), y: share(point.y - at.y, at.height) };
  const width = picture.width * factor;
  const height = picture.height * factor;
  return {
    x: share(under.x * width + room.width / 2 - point.x, width),
    y: share(under.y * height + room.height / 2 - point.y, height),
  };
}

/** The next step up or down from a factor. */
export function steppedFactor(from: number, steps: 1 | -1): number | undefined {
  const slack = 1.001;
  return steps > 0
    ? factors.find((factor) => factor > from * slack)
    : factors.findLast((factor) => factor < from / slack);
}
