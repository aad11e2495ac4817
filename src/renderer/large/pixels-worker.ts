import { countLevels, markClipping, markFocus } from './levels.ts';
import type { PixelAnswer, PixelQuestion } from './pixels.ts';

/** Counts and marks pixels beside the window's own work. */
addEventListener('message', ({ data }: MessageEvent<PixelQuestion>) => {
  const { id, picture, kind } = data;
  const { width, height } = picture;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) return;
  context.drawImage(picture, 0, 0);
  picture.close();
  const pixels = context.getImageData(0, 0, width, height).data;
  const answer = (found: PixelAnswer['found']) => {
    // A worker's own postMessage, which the types of a window do not know.
    (postMessage as (message: PixelAnswer) => void)({ id, found });
  };
  if (kind === 'levels') {
    answer(countLevels(pixels));
    return;
  }
  const marks = new Uint8ClampedArray(pixels.length);
  if (kind === 'clipping') markClipping(pixels, width, marks);
  else markFocus(pixels, width, marks);
  answer(new ImageData(marks, width, height));
});
