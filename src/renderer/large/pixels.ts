import type { Levels } from './levels.ts';

export type Marked = 'clipping' | 'focus';

export interface PixelQuestion {
  id: number;
  picture: ImageBitmap;
  kind: 'levels' | Marked;
}

export interface PixelAnswer {
  id: number;
  found: Levels | ImageData;
}

let worker: Worker | null = null;
const waiting = new Map<number, (found: PixelAnswer['found']) => void>();
let lastId = 0;

/** How many pixels of a picture have which level. The picture stays the caller's. */
export async function levelsOf(picture: ImageBitmap): Promise<Levels> {
  return (await ask(await createImageBitmap(picture), 'levels')) as Levels;
}

/** Marks over what a canvas shows, as large as it. */
export async function marksOver(canvas: HTMLCanvasElement, kind: Marked): Promise<ImageData> {
  return (await ask(await createImageBitmap(canvas), kind)) as ImageData;
}

function ask(picture: ImageBitmap, kind: PixelQuestion['kind']): Promise<PixelAnswer['found']> {
  worker ??= start();
  const id = ++lastId;
  const answered = new Promise<PixelAnswer['found']>((resolve) => waiting.set(id, resolve));
  worker.postMessage({ id, picture, kind } satisfies PixelQuestion, [picture]);
  return answered;
}

function start(): Worker {
  const started = new Worker(new URL('./pixels-worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<PixelAnswer>) => {
    waiting.get(data.id)?.(data.found);
    waiting.delete(data.id);
  });
  return started;
}
