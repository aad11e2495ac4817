import { describe, expect, it } from 'vitest';
import { Grid } from '../../src/renderer/state/grid.svelte.ts';
import { Selection } from '../../src/renderer/state/selection.svelte.ts';
import { WindowLayout } from '../../src/renderer/state/window-layout.svelte.ts';

const numbers = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);

/** Five tiles to a row, a window of three rows; photos bear the ids 100 to 199. */
function setUp() {
  let ids = numbers(100, 200);
  const selection = new Selection(() => ids);
  const layout = new WindowLayout(null);
  const grid = new Grid(() => ids, selection, layout);
  grid.width = 1000;
  grid.height = grid.shape.tileHeight * 3;
  const scrolls: number[] = [];
  grid.attach((top) => scrolls.push(top));
  const replace = (next: Uint32Array<ArrayBuffer>) => {
    ids = next;
    selection.settle();
    grid.restore();
  };
  /** Where a photo stands in the window, in rows. */
  const rowInWindow = (id: number) =>
    (Math.floor(ids.indexOf(id) / grid.shape.columns) * grid.shape.tileHeight - grid.top) /
    grid.shape.tileHeight;
  return { grid, selection, layout, scrolls, replace, rowInWindow, tile: () => grid.shape.tileHeight };
}

describe('the window onto the grid', () => {
  it('keeps the chosen photo where it stands when others come in before it', () => {
    const { grid, selection, replace, rowInWindow, tile } = setUp();
    grid.scrolled(tile() * 4.5);
    selection.chooseAt(27);
    grid.hold();
    const before = rowInWindow(127);
    replace(numbers(90, 200));
    expect(selection.id).toBe(127);
    expect(rowInWindow(127)).toBe(before);
  });

  it('keeps the first photo in the window in its place when the chosen one is elsewhere', () => {
    const { grid, selection, replace, rowInWindow, tile } = setUp();
    selection.chooseAt(0);
    grid.scrolled(tile() * 6);
    replace(numbers(95, 200));
    expect(rowInWindow(130)).toBe(0);
  });

  it('stays at the start when nothing is chosen there', () => {
    const { grid, replace } = setUp();
    grid.scrolled(0);
    replace(numbers(50, 200));
    expect(grid.top).toBe(0);
  });

  it('keeps the chosen photo in the window when the tiles change their size', () => {
    const { grid, selection, layout, rowInWindow, tile } = setUp();
    grid.scrolled(tile() * 8);
    selection.chooseAt(47);
    grid.hold();
    for (const steps of [1, 1, -3, -1]) {
      layout.resizeTiles(steps);
      grid.restore();
      expect(rowInWindow(147)).toBeGreaterThanOrEqual(0);
      expect((rowInWindow(147) + 1) * tile()).toBeLessThanOrEqual(Math.max(grid.height, tile()));
    }
  });

  it('scrolls with the chosen photo, and draws its row even far away', () => {
    const { grid, selection, scrolls, tile } = setUp();
    grid.move('last');
    expect(selection.id).toBe(199);
    expect(scrolls.at(-1)).toBe(tile() * 17);
    grid.scrolled(0);
    expect(grid.rows).toContain(19);
    expect(grid.rows.filter((row) => row !== 19)).toEqual([0, 1, 2, 3, 4]);
  });

  it('knows what is on screen and what is next to it', () => {
    const { grid, tile } = setUp();
    grid.scrolled(tile() * 5);
    const { visible, near } = grid.visible;
    expect(visible).toEqual([...numbers(125, 140)]);
    // What comes next is more urgent than what was passed.
    expect(near).toEqual([...numbers(140, 150), ...numbers(115, 125)]);
  });
});
