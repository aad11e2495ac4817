/** Where the tiles of the grid lie: plain arithmetic in CSS pixels, the same for ten photos and a million. */

export interface GridShape {
  count: number;
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
  /** Of the place a picture is fitted into. */
  pictureHeight: number;
  /** Of all rows together. */
  height: number;
}

/** Widths a tile may be asked to have; it is then stretched so that a row is filled. */
export const tileWidths = [104, 140, 184, 240, 320, 440] as const;
export const defaultTileStep = 2;

const captionHeight = 24;
const padding = 8;
/** Everything from 5:4 to panoramas fills the width, so that names stand under the edge; upright ones stay large. */
const pictureShape = 0.8;
/** Chromium draws nothing beyond about 33 million pixels; tiles get smaller before the grid gets that high. */
const greatestHeight = 30_000_000;

export function shapeGrid(count: number, width: number, wantedTileWidth: number): GridShape {
  let columns = Math.max(1, Math.floor(width / wantedTileWidth));
  for (;;) {
    const tileWidth = Math.max(1, Math.floor(width / columns));
    const pictureHeight = Math.max(1, Math.round((tileWidth - 2 * padding) * pictureShape));
    const tileHeight = pictureHeight + captionHeight + 2 * padding;
    const rows = Math.ceil(count / columns);
    const height = rows * tileHeight;
    if (height <= greatestHeight || columns >= count)
      return { count, columns, rows, tileWidth, tileHeight, pictureHeight, height };
    columns = Math.max(columns + 1, Math.ceil((columns * height) / greatestHeight / 2));
  }
}

/** First row and the row after the last that touch the window, widened by `extra` rows on either side. */
export function rowsInWindow(
  shape: GridShape,
  top: number,
  height: number,
  extra: number,
): { from: number; to: number } {
  const from = Math.floor(top / shape.tileHeight) - extra;
  const to = Math.ceil((top + height) / shape.tileHeight) + extra;
  return { from: Math.min(Math.max(0, from), shape.rows), to: Math.min(Math.max(0, to), shape.rows) };
}

/** The nearest scroll position that shows the photo at `index` whole. */
export function scrollToShow(shape: GridShape, index: number, top: number, height: number): number {
  const tileTop = Math.floor(index / shape.columns) * shape.tileHeight;
  if (tileTop < top || shape.tileHeight > height) return tileTop;
  return Math.max(top, tileTop + shape.tileHeight - height);
}

/** A frame drawn over the grid, in pixels of its content. */
export interface Frame {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Runs of neighbouring photos that a frame touches, a row each: from the first to before `to`. */
export function runsInFrame(shape: GridShape, frame: Frame): { from: number; to: number }[] {
  const { columns, tileWidth, tileHeight, rows, count } = shape;
  const within = (value: number, most: number) => Math.min(Math.max(Math.floor(value), 0), most);
  const firstRow = within(frame.top / tileHeight, rows);
  const lastRow = within(frame.bottom / tileHeight, rows - 1);
  const firstColumn = within(frame.left / tileWidth, columns);
  const lastColumn = within(frame.right / tileWidth, columns - 1);
  const runs: { from: number; to: number }[] = [];
  for (let row = firstRow; row <= lastRow; row++) {
    const from = row * columns + firstColumn;
    const to = Math.min(row * columns + lastColumn + 1, count);
    if (from < to) runs.push({ from, to });
  }
  return runs;
}

export type GridMove = 'left' | 'right' | 'up' | 'down' | 'first' | 'last' | 'pageUp' | 'pageDown';

/** Where a key leads from `index` (-1: from nowhere); moves that would leave the grid stay where they are. */
export function moveInGrid(shape: GridShape, index: number, move: GridMove, windowHeight: number): number {
  const last = shape.count - 1;
  if (last < 0) return -1;
  if (move === 'last') return last;
  if (move === 'first' || index < 0) return 0;
  const page = Math.max(1, Math.floor(windowHeight / shape.tileHeight)) * shape.columns;
  const column = index % shape.columns;
  switch (move) {
    case 'left':
      return Math.max(0, index - 1);
    case 'right':
      return Math.min(last, index + 1);
    case 'up':
      return index < shape.columns ? index : index - shape.columns;
    case 'down':
      // From the row before a shorter last one, down leads to its end.
      return index + shape.columns <= last
        ? index + shape.columns
        : Math.floor(index / shape.columns) < shape.rows - 1
          ? last
          : index;
    case 'pageUp':
      return index - page >= 0 ? index - page : column;
    case 'pageDown': {
      if (index + page <= last) return index + page;
      const inLastRow = (shape.rows - 1) * shape.columns + column;
      return inLastRow <= last ? inLastRow : last;
    }
  }
}
