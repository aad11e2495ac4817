import type { Box } from './fit.ts';
import {
  dragged,
  fitFactor,
  middle,
  placed,
  steppedFactor,
  zoomedAt,
  type Factor,
  type Placed,
  type Point,
} from './zoom.ts';

/** A picture and the room it is shown in, in pixels of the screen. */
export interface Shown {
  picture: Box;
  room: Box;
}

/**
 * How closely and where one looks. The place is relative, so that it is kept from frame to frame whatever their shapes
 * are; several frames that share one of these are linked.
 */
export class Zoom {
  factor = $state<Factor>(null);
  centre = $state.raw<Point>(middle);

  /** What steps and drags are measured by: the frame that one looks at. */
  #shown: Shown | null = null;

  get isFit(): boolean {
    return this.factor === null;
  }

  /** The frame that keys without a point on it are about. */
  look(shown: Shown): void {
    this.#shown = shown;
  }

  place({ picture, room }: Shown): Placed {
    return placed(picture, room, this.factor, this.centre);
  }

  /** From the whole picture to its own pixels, at a point if one is given, and back. */
  toggle(shown: Shown | null = this.#shown, point?: Point): void {
    if (this.factor !== null) this.factor = null;
    else this.to(1, shown, point);
  }

  to(factor: number, shown: Shown | null = this.#shown, point?: Point): void {
    if (shown && point) this.centre = zoomedAt(this.place(shown), shown.room, point, shown.picture, factor);
    this.factor = factor;
  }

  /** Up or down by one step; below the whole picture there is nothing. */
  step(steps: 1 | -1, shown: Shown | null = this.#shown, point?: Point): void {
    const whole = shown ? fitFactor(shown.picture, shown.room) : 0;
    const next = steppedFactor(this.factor ?? whole, steps);
    if (steps < 0 && (next === undefined || next <= whole)) this.factor = null;
    else if (next !== undefined) this.to(next, shown, point);
  }

  drag(by: Point, shown: Shown | null = this.#shown): void {
    if (!shown || this.factor === null) return;
    this.centre = dragged(this.place(shown), shown.room, this.centre, by);
  }

  /** By a share of the room, for keys. */
  pan(x: number, y: number): void {
    const room = this.#shown?.room;
    if (room) this.drag({ x: -x * room.width, y: -y * room.height });
  }

  /** As another one is now. */
  follow(other: Zoom): void {
    this.factor = other.factor;
    this.centre = other.centre;
  }
}
