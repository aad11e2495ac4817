import type { DesktopApi } from '../shared/contract.ts';
import { socketPath } from '../shared/wire.ts';
import type { Connection } from './connection.ts';
import { connectSocket } from './socket-api.ts';

declare global {
  interface Window {
    /** Exposed by the preload in the desktop application; absent in browser mode. */
    proofsheet?: DesktopApi;
  }
}

/** The desktop's IPC where the preload offers it, else the socket beside the page's own address. */
export function connect(): Connection {
  const desktop = window.proofsheet;
  if (desktop) {
    return {
      call: (name, ...input) => desktop.call(name, ...input),
      on: (name, listener) => desktop.on(name, listener),
      pictureBase: desktop.pictureBase,
      addDropped: (files) => desktop.addDropped(files),
      onConnected: (listener) => {
        listener(true);
        return () => undefined;
      },
    };
  }
  const address = new URL(socketPath, location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return connectSocket(address.href);
}
