import { parse, stringify } from 'devalue';
import type { Api, Events, OutputOf, RequestInput, RequestName } from '../shared/contract.ts';
import type { CallFrame, ServerFrame } from '../shared/wire.ts';
import type { Connection } from './connection.ts';

interface Waiting {
  frame: string;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/**
 * The contract over a WebSocket that comes back by itself. Requests that are under way when the line breaks are
 * sent again on the next one: each of them may safely be answered twice.
 */
export function connectSocket(
  address: string,
  { firstDelay = 250, longestDelay = 8000 } = {},
): Connection & { close(): void } {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<keyof Events, Set<(event: never) => void>>();
  const watchers = new Set<(connected: boolean) => void>();
  let socket: WebSocket | null = null;
  let connected = false;
  let closed = false;
  let delay = firstDelay;
  let lastId = 0;

  const tell = (now: boolean) => {
    if (connected === now) return;
    connected = now;
    for (const watcher of watchers) watcher(now);
  };

  const receive = (frame: ServerFrame) => {
    if ('event' in frame) {
      for (const listener of listeners.get(frame.event) ?? []) listener(frame.data as never);
      return;
    }
    const request = waiting.get(frame.id);
    waiting.delete(frame.id);
    if (frame.ok) request?.resolve(frame.value);
    else request?.reject(new Error(frame.error));
  };

  const open = () => {
    const line = new WebSocket(address);
    socket = line;
    line.addEventListener('open', () => {
      delay = firstDelay;
      tell(true);
      for (const { frame } of waiting.values()) line.send(frame);
    });
    line.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') receive(parse(data) as ServerFrame);
    });
    // An error is always followed by a close.
    line.addEventListener('close', () => {
      tell(false);
      if (closed) return;
      setTimeout(open, delay);
      delay = Math.min(delay * 2, longestDelay);
    });
  };
  open();

  function call<Name extends RequestName>(
    name: Name,
    ...input: undefined extends RequestInput<Name> ? [] : [RequestInput<Name>]
  ): Promise<OutputOf<Name>> {
    return new Promise((resolve, reject) => {
      const id = ++lastId;
      const frame = stringify({ id, name, input: input[0] } satisfies CallFrame);
      waiting.set(id, { frame, resolve: resolve as (value: unknown) => void, reject });
      if (connected) socket?.send(frame);
    });
  }

  const on: Api['on'] = (name, listener) => {
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set.add(listener));
    return () => set.delete(listener);
  };

  return {
    call,
    on,
    pictureBase: '',
    addDropped: null,
    onConnected(watcher) {
      watchers.add(watcher);
      watcher(connected);
      return () => watchers.delete(watcher);
    },
    close() {
      closed = true;
      socket?.close();
    },
  };
}
