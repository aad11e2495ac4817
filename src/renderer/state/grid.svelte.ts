import {
  moveInGrid,
  rowsInWindow,
  runsInFrame,
  scrollToShow,
  shapeGrid,
  tileWidths,
  type Frame,
  type GridMove,
} from './grid-layout.ts';
import type { Selection } from './selection.svelte.ts';
import type { WindowLayout } from './window-layout.svelte.ts';

const rowsBesideWindow = 2;

/** The scrolled window onto the grid: which tiles are in it, and which photo holds its place when all around moves. */
export class Grid {
  width = $state(0);
  height = $state(0);
  top = $state(0);

  readonly shape = $derived.by(() =>
    shapeGrid(this.#ids().length, this.width, tileWidths[this.#layout.tileStep] ?? tileWidths[0]),
  );
  readonly window = $derived(rowsInWindow(this.shape, this.top, this.height, 0));
  readonly drawn = $derived(rowsInWindow(this.shape, this.top, this.height, rowsBesideWindow));

  readonly #ids: () => Uint32Array;
  readonly #selection: Selection;
  readonly #layout: WindowLayout;
  #scroll: (top: number) => void = () => undefined;
  #anchor: { id: number; offset: number } | null = null;

  constructor(ids: () => Uint32Array, selection: Selection, layout: WindowLayout) {
    this.#ids = ids;
    this.#selection = selection;
    this.#layout = layout;
  }

  /** The element that scrolls; the function returned lets go of it. */
  attach(scroll: (top: number) => void): () => void {
    this.#scroll = scroll;
    return () => {
      this.#scroll = () => undefined;
    };
  }

  /** Rows to draw; the chosen photo's row is always among them, so that it never loses the focus. */
  get rows(): number[] {
    const { from, to } = this.drawn;
    const rows = Array.from({ length: to - from }, (_, i) => from + i);
    const index = this.#selection.index;
    const chosen = index < 0 ? -1 : Math.floor(index / this.shape.columns);
    if (chosen >= 0 && (chosen < from || chosen >= to)) rows.push(chosen);
    return rows;
  }

  /** Ids of the photos in the window, and of those drawn beside it. */
  get visible(): { visible: number[]; near: number[] } {
    const { columns } = this.shape;
    const slice = (from: number, to: number) => [...this.#ids().subarray(from * columns, to * columns)];
    return {
      visible: slice(this.window.from, this.window.to),
      near: [...slice(this.window.to, this.drawn.to), ...slice(this.drawn.from, this.window.from)],
    };
  }

  scrolled(top: number): void {
    this.top = top;
    this.hold();
  }

  /** Remembers which photo stands where: the chosen one if it is in the window, else the first one. */
  hold(): void {
    const { tileHeight, columns } = this.shape;
    const index = this.#selection.index;
    const chosenTop = Math.floor(index / columns) * tileHeight;
    const inWindow = index >= 0 && chosenTop + tileHeight > this.top && chosenTop < this.top + this.height;
    if (!inWindow && this.top < tileHeight / 2) {
      this.#anchor = null;
      return;
    }
    const row = inWindow ? Math.floor(index / columns) : Math.round(this.top / tileHeight);
    const id = this.#ids()[inWindow ? index : row * columns];
    this.#anchor = id === undefined ? null : { id, offset: row * tileHeight - this.top };
  }

  /** After the order or the size of the tiles has changed: the photo that was held stands where it stood. */
  restore(): void {
    const anchor = this.#anchor;
    if (!anchor) return;
    let index = this.#ids().indexOf(anchor.id);
    if (index < 0) {
      // Whoever takes over from a photo that left stands where it stood.
      this.#selection.settle();
      index = this.#selection.index;
    }
    if (index < 0) {
      this.scrollTo(Math.min(this.top, this.#lowestTop()));
      return;
    }
    const top = Math.floor(index / this.shape.columns) * this.shape.tileHeight - anchor.offset;
    const within = Math.min(Math.max(0, top), this.#lowestTop());
    this.scrollTo(scrollToShow(this.shape, index, within, this.height));
  }

  toStart(): void {
    this.#anchor = null;
    this.scrollTo(0);
  }

  showChosen(): void {
    if (this.#selection.index < 0) return;
    this.scrollTo(scrollToShow(this.shape, this.#selection.index, this.top, this.height));
  }

  move(move: GridMove): void {
    this.#selection.chooseAt(this.#led(move));
    this.showChosen();
  }

  /** Widens the selection to where the key leads. */
  extend(move: GridMove): void {
    this.#selection.extendTo(this.#led(move));
    this.showChosen();
  }

  /** Ids of the photos that a frame touches, in pixels of the grid's content. */
  idsInFrame(frame: Frame): number[] {
    return runsInFrame(this.shape, frame).flatMap(({ from, to }) => [...this.#ids().subarray(from, to)]);
  }

  scrollTo(top: number): void {
    if (top !== this.top) {
      this.top = top;
      this.#scroll(top);
    }
    this.hold();
  }

  #led(move: GridMove): number {
    return moveInGrid(this.shape, this.#selection.index, move, this.height);
  }

  #lowestTop(): number {
    return Math.max(0, this.shape.height - this.height);
  }
}
