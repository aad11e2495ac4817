import { parentPort, workerData } from 'node:worker_threads';
import { PlainError, sentenceOf } from '../../shared/result.ts';
import type { CatalogueCall, CatalogueReply } from './catalogue.ts';
import { openStore } from './open-store.ts';
import type { Store, StoreOptions } from './store.ts';

/** The thread that owns the catalogue: SQLite is synchronous, and would freeze the window on any other. */

const port = parentPort;
if (!port) throw new Error('The catalogue runs in a worker thread');

let store: Store | null = null;

function answer(call: CatalogueCall): CatalogueReply {
  try {
    if (call.method === 'open') {
      // Handed over by our own process at its start, never by a file or the network.
      store = openStore(workerData as StoreOptions);
      return { id: call.id, ok: true, value: undefined };
    }
    if (!store) throw new Error('The catalogue is not open');
    const method = store[call.method] as (...args: unknown[]) => unknown;
    return { id: call.id, ok: true, value: method.apply(store, call.args) };
  } catch (error) {
    return { id: call.id, ok: false, error: sentenceOf(error), plain: error instanceof PlainError };
  }
}

port.on('message', (call: CatalogueCall) => {
  port.postMessage(answer(call));
  if (call.method === 'close') port.close();
});
