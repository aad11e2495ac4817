import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  moveInGrid,
  rowsInWindow,
  runsInFrame,
  scrollToShow,
  shapeGrid,
  type GridMove,
} from '../../src/renderer/state/grid-layout.ts';

describe('the shape of the grid', () => {
  it('fills the width with as many columns as fit', () => {
    expect(shapeGrid(10, 1000, 184)).toMatchObject({ columns: 5, rows: 2, tileWidth: 200 });
    expect(shapeGrid(0, 1000, 184)).toMatchObject({ rows: 0, height: 0 });
    expect(shapeGrid(3, 50, 184)).toMatchObject({ columns: 1, rows: 3 });
  });

  it('stays below the height a browser can draw, whatever the count', () => {
    for (const count of [100_000, 1_000_000]) {
      const shape = shapeGrid(count, 520, 440);
      expect(shape.height).toBeLessThanOrEqual(30_000_000);
      expect(shape.columns * shape.rows).toBeGreaterThanOrEqual(count);
    }
  });

  it('draws the rows that touch the window and no others', () => {
    const shape = shapeGrid(1000, 1000, 184);
    const { tileHeight } = shape;
    expect(rowsInWindow(shape, 0, tileHeight * 2, 0)).toEqual({ from: 0, to: 2 });
    expect(rowsInWindow(shape, tileHeight * 2.5, tileHeight * 2, 1)).toEqual({ from: 1, to: 6 });
    expect(rowsInWindow(shape, shape.height - 1, tileHeight, 3)).toEqual({ from: 196, to: 200 });
    expect(rowsInWindow(shapeGrid(0, 1000, 184), 0, 500, 2)).toEqual({ from: 0, to: 0 });
  });

  it('scrolls no further than needed to show a photo whole', () => {
    const shape = shapeGrid(1000, 1000, 184);
    const { tileHeight } = shape;
    const height = tileHeight * 3;
    expect(scrollToShow(shape, 7, 0, height)).toBe(0);
    expect(scrollToShow(shape, 15, 0, height)).toBe(tileHeight);
    expect(scrollToShow(shape, 0, tileHeight * 2, height)).toBe(0);
  });
});

describe('a frame drawn over the grid', () => {
  // Three rows of five, and a last one of two.
  const shape = shapeGrid(17, 1000, 184);
  const { tileWidth, tileHeight } = shape;
  const runs = (left: number, top: number, right: number, bottom: number) =>
    runsInFrame(shape, {
      left: left * tileWidth,
      top: top * tileHeight,
      right: right * tileWidth,
      bottom: bottom * tileHeight,
    });

  it('touches the tiles under it, a run in each row', () => {
    expect(runs(1.5, 0.5, 2.5, 1.5)).toEqual([
      { from: 1, to: 3 },
      { from: 6, to: 8 },
    ]);
    expect(runs(0.2, 0.2, 0.3, 0.3)).toEqual([{ from: 0, to: 1 }]);
  });

  it('touches nothing beside or below the tiles', () => {
    expect(runs(3.5, 3.2, 4.5, 3.8)).toEqual([]);
    expect(runs(0.5, 9, 4.5, 11)).toEqual([]);
    expect(runs(3.5, 2.5, 9, 9)).toEqual([{ from: 13, to: 15 }]);
  });
});

describe('moving in the grid', () => {
  // Three rows of five, and a last one of two.
  const shape = shapeGrid(17, 1000, 184);
  const height = shape.tileHeight * 2;
  const go = (from: number, move: GridMove) => moveInGrid(shape, from, move, height);

  it('goes by one, by a row, by a window, and to the ends', () => {
    expect(go(6, 'left')).toBe(5);
    expect(go(4, 'right')).toBe(5);
    expect(go(6, 'up')).toBe(1);
    expect(go(6, 'down')).toBe(11);
    expect(go(1, 'pageDown')).toBe(11);
    expect(go(11, 'pageUp')).toBe(1);
    expect(go(6, 'first')).toBe(0);
    expect(go(6, 'last')).toBe(16);
  });

  it('keeps the column where it can, and the last photo where it cannot', () => {
    expect(go(3, 'up')).toBe(3);
    expect(go(13, 'down')).toBe(16);
    expect(go(16, 'down')).toBe(16);
    expect(go(7, 'pageUp')).toBe(2);
    expect(go(11, 'pageDown')).toBe(16);
  });

  it('begins with the first photo', () => {
    expect(go(-1, 'down')).toBe(0);
    expect(moveInGrid(shapeGrid(0, 1000, 184), -1, 'down', height)).toBe(-1);
  });

  it('never leaves the grid', () => {
    const moves: GridMove[] = ['left', 'right', 'up', 'down', 'first', 'last', 'pageUp', 'pageDown'];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.array(fc.constantFrom(...moves), { maxLength: 30 }),
        (count, width, steps) => {
          const some = shapeGrid(count, width, 184);
          let at = -1;
          for (const move of steps) {
            at = moveInGrid(some, at, move, 700);
            expect(at).toBeGreaterThanOrEqual(0);
            expect(at).toBeLessThan(count);
          }
        },
      ),
    );
  });
});
