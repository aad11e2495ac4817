import { parse, stringify } from 'devalue';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import { connectSocket } from '../../src/renderer/socket-api.ts';
import type { CallFrame } from '../../src/shared/wire.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A real server on a free port (or the one given) that hands over every call. */
async function serve(onCall: (call: CallFrame, socket: ServerSocket) => void, port = 0) {
  const server = new WebSocketServer({ host: '127.0.0.1', port });
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      onCall(parse((data as Buffer).toString()) as CallFrame, socket);
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const stop = () =>
    new Promise((resolve) => {
      for (const client of server.clients) client.terminate();
      server.close(resolve);
    });
  endings.push(stop);
  return { server, stop, port: (server.address() as { port: number }).port };
}

function connect(port: number) {
  const api = connectSocket(`ws://127.0.0.1:${String(port)}/socket`, { firstDelay: 10, longestDelay: 40 });
  endings.push(() => {
    api.close();
  });
  const becomes = (wanted: boolean) =>
    new Promise<void>((resolve) => {
      const stop = api.onConnected((connected) => {
        if (connected !== wanted) return;
        queueMicrotask(() => stop());
        resolve();
      });
    });
  return { api, becomes };
}

describe('the contract over a socket', () => {
  it('carries requests, typed arrays and errors', async () => {
    const { port } = await serve(({ id, name, input }, socket) => {
      socket.send(
        stringify(
          name === 'view.open'
            ? { id, ok: true, value: { ids: Uint32Array.of(3, 1), unfiltered: 2, revision: 5 } }
            : { id, ok: false, error: `No photo ${String((input as { id: number }).id)}.` },
        ),
      );
    });
    const { api } = connect(port);
    const query = { root: null, sort: { key: 'name', descending: false }, ranges: [] };
    const view = await api.call('view.open', query);
    expect(view.ids).toBeInstanceOf(Uint32Array);
    expect([...view.ids]).toEqual([3, 1]);
    await expect(api.call('photos.detail', { id: 7 })).rejects.toThrow('No photo 7.');
  });

  it('hands events to those who listen, until they stop', async () => {
    const { port, server } = await serve(() => undefined);
    const { api, becomes } = connect(port);
    await becomes(true);
    const heard: number[] = [];
    const stop = api.on('changed', ({ revision }) => heard.push(revision));
    const once = new Promise((resolve) => api.on('notice', resolve));
    const tell = (frame: unknown) => {
      for (const client of server.clients) client.send(stringify(frame));
    };
    tell({ event: 'changed', data: { revision: 1 } });
    tell({ event: 'notice', data: { text: 'done' } });
    await once;
    stop();
    tell({ event: 'changed', data: { revision: 2 } });
    const twice = new Promise((resolve) => api.on('notice', resolve));
    tell({ event: 'notice', data: { text: 'done' } });
    await twice;
    expect(heard).toEqual([1]);
  });

  it('comes back after a break and asks again what was not answered', async () => {
    const first = await serve(() => undefined);
    const { api, becomes } = connect(first.port);
    await becomes(true);
    const answer = api.call('ingest.pause');
    await first.stop();
    await becomes(false);

    const calls: string[] = [];
    await serve(({ id, name }, socket) => {
      calls.push(name);
      socket.send(stringify({ id, ok: true, value: undefined }));
    }, first.port);
    await becomes(true);
    await expect(answer).resolves.toBeUndefined();
    expect(calls).toEqual(['ingest.pause']);
  });
});
