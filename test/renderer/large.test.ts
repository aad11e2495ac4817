import { describe, expect, it } from 'vitest';
import { cellsFor } from '../../src/renderer/large/several-layout.ts';
import { countLevels, markClipping, markFocus } from '../../src/renderer/large/levels.ts';
import { stripWindow } from '../../src/renderer/large/strip-window.ts';
import { aheadOf, wantedPictures } from '../../src/renderer/state/large-demand.ts';
import { noPages, screenOf, SecondScreen } from '../../src/renderer/state/second-screen.svelte.ts';
import { answering } from './fake-api.ts';

describe('what is made ready', () => {
  const situation = { index: 10, count: 20, direction: 1, zoomed: false, flying: false } as const;

  it('is the photo looked at, then three on either side', () => {
    const { wanted, urgent } = wantedPictures(situation);
    expect(wanted.slice(0, urgent)).toEqual([
      { index: 10, size: 'thumb' },
      { index: 10, size: 'preview' },
    ]);
    const previews = wanted.filter(({ size }) => size === 'preview').map(({ index }) => index);
    expect(previews).toEqual([10, 11, 9, 12, 8, 13, 7]);
    expect(wanted.at(-1)).toEqual({ index: 10, size: 'full' });
  });

  it('is only what flies by while a key is held', () => {
    const { wanted } = wantedPictures({ ...situation, flying: true });
    expect(new Set(wanted.map(({ size }) => size))).toEqual(new Set(['thumb']));
  });

  it('has its own pixels first where one looks closely, and ends where the photos end', () => {
    const { wanted, urgent } = wantedPictures({ ...situation, index: 19, zoomed: true });
    expect(wanted.slice(0, urgent).at(-1)).toEqual({ index: 19, size: 'full' });
    expect(wanted.every(({ index }) => index < 20)).toBe(true);
    expect(aheadOf(18, 20, 1)).toEqual([19]);
    expect(aheadOf(1, 20, -1)).toEqual([0]);
  });
});

describe('the filmstrip', () => {
  it('draws what is seen of a hundred thousand, the active one in the middle', () => {
    const { from, to, scroll } = stripWindow({ index: 50_000, count: 100_000, width: 1000, step: 100 });
    expect(to - from).toBeLessThan(24);
    expect(50_000 * 100 + 50 - scroll).toBe(500);
  });

  it('ends at its ends, and stands in the middle where it is short', () => {
    expect(stripWindow({ index: 0, count: 50, width: 1000, step: 100 })).toMatchObject({
      from: 0,
      scroll: 0,
    });
    expect(stripWindow({ index: 49, count: 50, width: 1000, step: 100 })).toMatchObject({
      to: 50,
      scroll: 4000,
    });
    expect(stripWindow({ index: 0, count: 4, width: 1000, step: 100 }).scroll).toBe(-300);
  });
});

describe('several photos', () => {
  const cells = (shapes: number[], width: number, height: number) =>
    cellsFor(shapes, { width, height }, 4, 28);

  it('stand as they are largest', () => {
    expect(cells([1.5, 1.5], 1400, 800)).toEqual({ columns: 2, rows: 1 });
    expect(cells([1.5, 1.5], 600, 800)).toEqual({ columns: 1, rows: 2 });
    expect(cells([0.67, 0.67, 0.67], 1400, 800)).toEqual({ columns: 3, rows: 1 });
    expect(cells([1.5, 1.5, 0.67, 1.5], 1400, 800)).toEqual({ columns: 2, rows: 2 });
  });
});

/** Pixels of grey values, row by row. */
const grey = (values: readonly number[]): Uint8ClampedArray =>
  Uint8ClampedArray.from(values.flatMap((value) => [value, value, value, 255]));

describe('levels and marks', () => {
  it('counts each channel and the luminance', () => {
    const { red, blue, luminance } = countLevels(Uint8ClampedArray.of(255, 0, 10, 255, 255, 0, 20, 255));
    expect([red[255], blue[10], blue[20], luminance[55], luminance[56]]).toEqual([2, 1, 1, 1, 1]);
  });

  it('marks full and empty pixels differently, and what lies between not at all', () => {
    const width = 12;
    const pixels = grey(Array.from({ length: 36 }, (_, i) => (i < 12 ? 255 : i < 24 ? 0 : 128)));
    const marks = new Uint8ClampedArray(pixels.length);
    markClipping(pixels, width, marks);
    const marked = (row: number) =>
      Array.from({ length: width }, (_, x) =>
        marks.slice((row * width + x) * 4, (row * width + x) * 4 + 4),
      ).filter(([, , , alpha]) => alpha === 255);
    expect(marked(0).length).toBeGreaterThan(4);
    expect(marked(1).length).toBeGreaterThan(4);
    expect(marked(2)).toEqual([]);
    expect([...(marked(0)[0] ?? [])]).not.toEqual([...(marked(1)[0] ?? [])]);
  });

  it('marks a sharp edge, and not a soft one', () => {
    const width = 40;
    const rowOf = (edge: (x: number) => number) => Array.from({ length: width }, (_, x) => edge(x));
    const marksOf = (edge: (x: number) => number) => {
      const pixels = grey(Array.from({ length: 20 }, () => rowOf(edge)).flat());
      const marks = new Uint8ClampedArray(pixels.length);
      markFocus(pixels, width, marks);
      return marks.filter((value, at) => at % 4 === 3 && value > 0).length;
    };
    expect(marksOf((x) => (x < 20 ? 20 : 220))).toBeGreaterThan(10);
    expect(marksOf((x) => x * 5)).toBe(0);
  });
});

describe('the second screen', () => {
  it('is named by its address', () => {
    expect(screenOf('#screen=abcdef0123456789')).toBe('abcdef0123456789');
    expect([screenOf(''), screenOf('#screen=../x'), screenOf('#other')]).toEqual([null, null, null]);
  });

  it('carries each key out once, in their order, and only its own', () => {
    const screen = new SecondScreen(answering({}), noPages, () => {
      throw new Error('refused');
    });
    const { window } = screen;
    const keys = [
      { number: 1, command: 'right', advance: false },
      { number: 2, command: 'pick', advance: true },
    ];
    expect(screen.pressed({ window, keys })).toEqual(keys);
    const third = { number: 3, command: 'left', advance: false };
    expect(screen.pressed({ window, keys: [...keys, third] })).toEqual([third]);
    expect(
      screen.pressed({ window: 'another0', keys: [{ number: 9, command: 'left', advance: false }] }),
    ).toEqual([]);
  });

  it('opens a page where the main process opens no window, and says so where the browser refuses', async () => {
    const opened: string[] = [];
    const api = answering({ 'screens.open': () => false });
    const pages = {
      ...noPages,
      open: (address: string) => {
        opened.push(address);
        return { focus: () => undefined };
      },
    };
    const screen = new SecondScreen(api, pages, () => {
      throw new Error('refused');
    });
    await screen.open();
    expect(opened).toEqual([`#screen=${screen.window}`]);
    const refused = new SecondScreen(api, noPages, () => {
      throw new Error('refused');
    });
    await expect(refused.open()).rejects.toThrow('refused');
  });
});
