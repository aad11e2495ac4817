import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PlainError } from '../../shared/result.ts';
import type { Store, StoreOptions } from './store.ts';

type MethodName = {
  [Key in keyof Store]: Store[Key] extends (...args: never[]) => unknown ? Key : never;
}[keyof Store];

/** The catalogue as the rest of the program sees it: the store's methods, answered by the catalogue's thread. */
export type Catalogue = {
  [Name in MethodName]: (...args: Parameters<Store[Name]>) => Promise<ReturnType<Store[Name]>>;
};

export interface CatalogueCall {
  id: number;
  method: MethodName | 'open';
  args: unknown[];
}

export type CatalogueReply =
  { id: number; ok: true; value: unknown } | { id: number; ok: false; error: string; plain: boolean };

/**
 * Starts the catalogue's thread and opens the catalogue in it.
 *
 * @throws PlainError where it cannot be opened: in use, on a network drive, newer than this program, damaged
 */
export async function openCatalogue(options: StoreOptions): Promise<Catalogue> {
  const entry = new URL(`./catalogue-worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(entry, { workerData: options });
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let nextId = 1;
  let ended: Error | null = null;

  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of pending.values()) reject(ended);
    pending.clear();
  };
  worker.on('error', end);
  worker.on('exit', () => end(new Error('The catalogue is closed')));
  worker.on('message', (reply: CatalogueReply) => {
    const waiter = pending.get(reply.id);
    pending.delete(reply.id);
    if (reply.ok) waiter?.resolve(reply.value);
    else waiter?.reject(reply.plain ? new PlainError(reply.error) : new Error(reply.error));
  });

  const call = (method: CatalogueCall['method'], args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      const id = nextId++;
      pending.set(id, { resolve, reject });
      return worker.postMessage({ id, method, args } satisfies CatalogueCall);
    });

  try {
    await call('open', []);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return new Proxy({} as Catalogue, {
    // A proxy that answered "then" would be taken for a promise.
    get: (_, method) =>
      method === 'then' ? undefined : (...args: unknown[]) => call(method as MethodName, args),
  });
}
