import { z } from 'zod';
import { request } from './request.ts';

/** A second window that shows the active photo of the first one, and what the two say to each other by the main process. */

const photoId = z.int().positive();

/** A window names itself, so that its second screen follows it and no other. */
const windowName = z.string().regex(/^[a-z0-9]{8,32}$/);

/** A page opened with this fragment is the second screen of the window it names. */
export const screenFragment = (window: string): string => `#screen=${window}`;

const shownPhoto = z.object({
  id: photoId,
  version: z.string().max(128),
  name: z.string().max(4096),
  width: z.number().nullable(),
  height: z.number().nullable(),
  thumb: z.boolean(),
  unreadable: z.boolean(),
});

export const screenViewSchema = z.object({
  window: windowName,
  /** null: nothing is chosen. */
  photo: shownPhoto.nullable(),
  /** To be made ready. */
  next: z.array(shownPhoto).max(8),
  /** For people: verdict, place in the order. */
  caption: z.string().max(500),
  /** Pixels of the screen for each of the picture; null for all of it at once. */
  factor: z.number().positive().max(64).nullable(),
  centre: z.object({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) }),
  surround: z.string().max(16),
});
export type ScreenView = z.infer<typeof screenViewSchema>;

/** Keys that were pressed on a second screen, numbered, the last few: one that was missed is still among them. */
export interface ScreenKeys {
  window: string;
  keys: { number: number; command: string; advance: boolean }[];
}

export const screenRequests = {
  /** Opens the second screen of a window (desktop); false where the page has to do that itself. */
  'screens.open': request(z.object({ window: windowName })).returns<boolean>(),
  /** Whether it is open, and what it is to show: told to it as the event `screen`. */
  'screens.show': request(screenViewSchema).returns<void>(),
  'screens.shown': request(z.object({ window: windowName })).returns<ScreenView | null>(),
  /** A command whose key was pressed on the second screen; told to the window as the event `screenKeys`. */
  'screens.press': request(
    z.object({ window: windowName, command: z.string().max(64), advance: z.boolean() }),
  ).returns<void>(),
};

export const pictureRequests = {
  /** Keeps previews in a folder chosen from `folders.list`; null: beside the catalogue again. What is kept is made anew. */
  'pictures.place': request(z.object({ folder: z.string().max(64).nullable() })).returns<void>(),
  /** Previews that will be asked for soon are made at lower priority; replaces what was said before. */
  'pictures.ahead': request(z.object({ photos: z.array(photoId).max(64) })).returns<void>(),
};
