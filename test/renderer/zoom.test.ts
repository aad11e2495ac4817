import { describe, expect, it } from 'vitest';
import { Zoom } from '../../src/renderer/state/zoom.svelte.ts';
import { dragged, placed, steppedFactor, zoomedAt } from '../../src/renderer/state/zoom.ts';

const room = { width: 1000, height: 800 };
const landscape = { width: 6000, height: 4000 };
const portrait = { width: 4000, height: 6000 };

describe('where a picture lies', () => {
  it('all of it in the middle of its room', () => {
    expect(placed(landscape, room, null, { x: 0.2, y: 0.9 })).toEqual({
      x: 0,
      y: expect.closeTo((800 - 4000 / 6) / 2) as number,
      width: 1000,
      height: expect.closeTo(4000 / 6) as number,
    });
  });

  it('with the centre in the middle, and no gap at an edge', () => {
    expect(placed(landscape, room, 1, { x: 0.5, y: 0.5 })).toMatchObject({ x: -2500, y: -1600 });
    expect(placed(landscape, room, 1, { x: 0, y: 1 })).toMatchObject({ x: 0, y: -3200 });
    // What is smaller than the room stands in its middle.
    expect(placed({ width: 100, height: 3000 }, room, 1, { x: 0, y: 0 })).toMatchObject({ x: 450, y: 0 });
  });

  it('keeps the point under the pointer where it is while zooming', () => {
    const at = placed(landscape, room, 0.5, { x: 0.4, y: 0.4 });
    const point = { x: 200, y: 700 };
    const under = { x: (point.x - at.x) / at.width, y: (point.y - at.y) / at.height };
    const centre = zoomedAt(at, room, point, landscape, 2);
    const then = placed(landscape, room, 2, centre);
    expect((point.x - then.x) / then.width).toBeCloseTo(under.x);
    expect((point.y - then.y) / then.height).toBeCloseTo(under.y);
  });

  it('follows a drag as far as the edge, and comes back at once', () => {
    const centre = { x: 0.5, y: 0.5 };
    const by = { x: 100, y: -50 };
    const moved = placed(landscape, room, 1, dragged(placed(landscape, room, 1, centre), room, centre, by));
    expect(moved).toMatchObject({ x: -2400, y: -1650 });
    const far = dragged(moved, room, centre, { x: 1e5, y: 0 });
    expect(placed(landscape, room, 1, far).x).toBe(0);
    const back = dragged(placed(landscape, room, 1, far), room, far, { x: -10, y: 0 });
    expect(placed(landscape, room, 1, back).x).toBeCloseTo(-10);
  });

  it('leads from step to step', () => {
    expect([steppedFactor(0.17, 1), steppedFactor(1, 1), steppedFactor(1, -1), steppedFactor(8, 1)]).toEqual([
      0.25,
      2,
      0.5,
      undefined,
    ]);
  });
});

describe('the zoom of a view', () => {
  it('keeps its relative place from a landscape to a portrait', () => {
    const zoom = new Zoom();
    zoom.toggle({ picture: landscape, room }, { x: 900, y: 400 });
    expect(zoom.factor).toBe(1);
    const { x, y } = zoom.centre;
    const at = zoom.place({ picture: portrait, room });
    expect((500 - at.x) / at.width).toBeCloseTo(x, 5);
    expect((400 - at.y) / at.height).toBeCloseTo(y, 5);
  });

  it('steps in and out, to the whole photo at last', () => {
    const zoom = new Zoom();
    zoom.look({ picture: landscape, room });
    zoom.step(1);
    expect(zoom.factor).toBe(0.25);
    zoom.step(-1);
    expect(zoom.isFit).toBe(true);
    zoom.pan(0.2, 0);
    expect(zoom.centre).toEqual({ x: 0.5, y: 0.5 });
  });

  it('pans by keys once it is closer', () => {
    const zoom = new Zoom();
    zoom.look({ picture: landscape, room });
    zoom.to(1);
    zoom.pan(0.2, 0);
    expect(zoom.centre.x).toBeCloseTo(0.5 + 200 / 6000);
  });
});
