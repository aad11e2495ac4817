import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PlainError } from '../../../shared/result.ts';
import { cannotUnpack } from '../sentences.ts';
import { Slots } from '../slots.ts';

export interface UnpackRequest {
  format: 'heic' | 'jxl' | 'raw';
  file: string;
  /** What the colours of a HEIC mean; null for sRGB. */
  profile: Uint8Array | null;
}

/** What the thread answers; `code` is the system's, of a file that cannot be read. */
export type Unpacked = { tiff: Uint8Array<ArrayBuffer> } | { error: string; code: string | null };

/** WebAssembly keeps the memory of its largest picture: a thread that has had nothing to do this long is ended. */
const idleMs = 5_000;
/** After a picture of this size (32 megapixels) it is ended at once. */
const largeBytes = 96e6;
/** A picture made to be slow must not hold up the rest. */
const limitMs = 60_000;

const threads = new Slots(Math.min(2, availableParallelism()));
const idle: { worker: Worker; timer: NodeJS.Timeout }[] = [];

/**
 * Unpacks a picture that libvips cannot, in a thread of its own; at most two at a time.
 *
 * @returns an uncompressed TIFF, upright
 * @throws Error in the words of the decoder or the system, PlainError where the thread itself cannot work
 */
export function unpack(request: UnpackRequest): Promise<Uint8Array> {
  return threads.use(async () => {
    const worker = takeWorker();
    try {
      const tiff = await answerOf(worker, request);
      if (tiff.length > largeBytes) void worker.terminate();
      else rest(worker);
      return tiff;
    } catch (error) {
      // After an error nobody knows what state its memory is in.
      void worker.terminate();
      throw error;
    }
  });
}

function takeWorker(): Worker {
  const rested = idle.pop();
  if (rested === undefined) {
    const worker = new Worker(new URL(`./unpack-worker${extname(import.meta.url)}`, import.meta.url));
    // One that breaks while it rests fails whoever asks it next; it must not end the process.
    return worker.on('error', () => undefined);
  }
  clearTimeout(rested.timer);
  return rested.worker;
}

function rest(worker: Worker): void {
  // Neither the thread nor its end keeps the process from ending.
  worker.unref();
  const timer = setTimeout(() => {
    idle.splice(
      idle.findIndex((each) => each.worker === worker),
      1,
    );
    void worker.terminate();
  }, idleMs).unref();
  idle.push({ worker, timer });
}

function answerOf(worker: Worker, request: UnpackRequest): Promise<Uint8Array> {
  worker.ref();
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      act();
    };
    const onMessage = (answer: Unpacked) =>
      settle(() => {
        if ('tiff' in answer) resolve(answer.tiff);
        else reject(Object.assign(new Error(answer.error), answer.code !== null && { code: answer.code }));
      });
    const onError = (cause: Error) => settle(() => reject(new PlainError(cannotUnpack, { cause })));
    const onExit = () => settle(() => reject(new Error('The thread that unpacks pictures ended.')));
    const timer = setTimeout(() => settle(() => reject(new Error('timeout'))), limitMs);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(request);
  });
}
