import { parentPort, workerData } from 'node:worker_threads';
import { sentenceOf } from '../../shared/result.ts';
import { makeBackup } from './backups.ts';

/** A thread of its own: a copy of a large catalogue takes seconds, and neither the window nor a verdict may wait for it. */

const { dir } = workerData as { dir: string };
try {
  makeBackup(dir, Date.now());
  parentPort?.postMessage(null);
} catch (error) {
  parentPort?.postMessage(sentenceOf(error));
}
