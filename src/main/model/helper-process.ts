import { HelperWorker } from './helper-worker.ts';

/**
 * Entry of the helper process, which decodes and infers: a crash in native code ends it alone. It speaks through
 * Electron's parent port where there is one, else through node's channel.
 */

interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const { parentPort } = process as { parentPort?: ParentPort };

const send = (message: unknown): void => {
  if (parentPort !== undefined) parentPort.postMessage(message);
  else process.send?.(message);
};

const worker = new HelperWorker(send, () => process.exit(0));

if (parentPort !== undefined) {
  parentPort.on('message', ({ data }) => worker.receive(data));
} else {
  process.on('message', (message) => worker.receive(message));
  // The parent is gone. An orderly exit would wait for decoders that may never end.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}
