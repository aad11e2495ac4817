import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PlainError } from '../../shared/result.ts';

/** Backs up the catalogue in this folder without holding anybody up. @throws PlainError that says why it could not be done */
export async function backUpInThread(dir: string): Promise<void> {
  const entry = new URL(`./backup-worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(entry, { workerData: { dir } });
  const [trouble] = (await once(worker, 'message')) as [string | null];
  await worker.terminate();
  if (trouble !== null) throw new PlainError(trouble);
}
