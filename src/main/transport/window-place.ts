import { z } from 'zod';

/** Where a window stood, in the coordinates of all screens together. Nothing here needs Electron. */

const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });

export type Bounds = z.output<typeof boundsSchema>;

/** What is kept of the windows from one start to the next, by window. */
export const windowPlacesSchema = z.record(
  z.string(),
  z.object({ bounds: boundsSchema, maximized: z.boolean(), fullScreen: z.boolean() }),
);

export type WindowPlaces = z.output<typeof windowPlacesSchema>;
export type WindowPlace = WindowPlaces[string];

export const smallestWindow = { width: 720, height: 480 };
const usualWindow = { width: 1440, height: 900 };

/** So much of the title bar has to be in reach of the mouse. */
const inReach = { width: 120, height: 32 };

/**
 * Where a window opens: where it stood, if a screen is still there that it can be taken hold of on; else in the middle
 * of the first screen, as large as that allows.
 *
 * @param screens work areas of the screens, the first one first
 */
export function placeOf(kept: WindowPlace | undefined, screens: readonly Bounds[]): Bounds {
  const [first] = screens;
  const fits = kept && screens.some((screen) => isInReach(kept.bounds, screen));
  if (fits || !first) return kept?.bounds ?? { x: 0, y: 0, ...usualWindow };
  const width = Math.min(kept?.bounds.width ?? usualWindow.width, first.width);
  const height = Math.min(kept?.bounds.height ?? usualWindow.height, first.height);
  return {
    x: first.x + Math.round((first.width - width) / 2),
    y: first.y + Math.round((first.height - height) / 2),
    width,
    height,
  };
}

function isInReach(window: Bounds, screen: Bounds): boolean {
  const width = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const topIsOnScreen = window.y >= screen.y && window.y + inReach.height <= screen.y + screen.height;
  return width >= inReach.width && topIsOnScreen;
}
