import { expect, it } from 'vitest';
import { placeOf } from '../../src/main/transport/window-place.ts';

const left = { x: 0, y: 0, width: 1920, height: 1040 };
const right = { x: 1920, y: 0, width: 2560, height: 1400 };
const kept = (x: number, y: number, width = 1200, height = 800) => ({
  bounds: { x, y, width, height },
  maximized: false,
  fullScreen: false,
});

it('opens a first window in the middle of the first screen', () => {
  expect(placeOf(undefined, [left, right])).toEqual({ x: 240, y: 70, width: 1440, height: 900 });
});

it('opens no larger than the screen', () => {
  const small = { x: 0, y: 25, width: 1024, height: 640 };
  expect(placeOf(undefined, [small])).toEqual(small);
});

it('opens where it stood, on the second screen too', () => {
  expect(placeOf(kept(2200, 100), [left, right])).toEqual(kept(2200, 100).bounds);
  // Half outside, but its title bar can be taken hold of.
  expect(placeOf(kept(-600, 40), [left])).toEqual(kept(-600, 40).bounds);
});

it('comes back to a screen that is there when the other one is gone', () => {
  expect(placeOf(kept(2200, 100), [left])).toEqual({ x: 360, y: 120, width: 1200, height: 800 });
  expect(placeOf(kept(-1150, 40), [left])).toMatchObject({ x: 360 });
  expect(placeOf(kept(100, 1030), [left])).toMatchObject({ y: 120 });
  expect(placeOf(kept(100, -30), [left])).toMatchObject({ y: 120 });
});
