import { parse, stringify } from 'devalue';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import type { CallFrame, EventFrame, ServerFrame } from '../../shared/wire.ts';
import type { EventHub } from '../handlers/events.ts';
import type { Dispatch, Log } from './dispatch.ts';

/** The largest frame a page may send; the largest the contract allows is about 150 KB. */
export const maxFrameBytes = 1024 * 1024;

/** A page that asks and asks and never reads its answers is let go. */
const maxUnreadBytes = 256 * 1024 * 1024;
const maxWaitingNotices = 20;

const callFrame = z.object({
  id: z.int().nonnegative(),
  name: z.string().max(64),
  input: z.unknown(),
});

function readFrame(data: RawData, isBinary: boolean): CallFrame | null {
  if (isBinary) return null;
  try {
    return callFrame.parse(parse(data.toString()));
  } catch {
    return null;
  }
}

/**
 * Sends events one at a time, as fast as the page reads them. Meanwhile only the newest of each kind waits, since each
 * says how things stand and the older one no longer matters; notices are single sentences, so those are all kept.
 */
class EventQueue {
  readonly #send: (frame: EventFrame, sent: () => void) => void;
  readonly #newest = new Map<string, EventFrame>();
  readonly #notices: EventFrame[] = [];
  #busy = false;

  constructor(send: (frame: EventFrame, sent: () => void) => void) {
    this.#send = send;
  }

  push(frame: EventFrame): void {
    if (frame.event !== 'notice') this.#newest.set(frame.event, frame);
    else if (this.#notices.length < maxWaitingNotices) this.#notices.push(frame);
    if (!this.#busy) this.#next();
  }

  #next(): void {
    const frame = this.#notices.shift() ?? this.#newest.values().next().value;
    this.#busy = frame !== undefined;
    if (!frame) return;
    if (this.#newest.get(frame.event) === frame) this.#newest.delete(frame.event);
    this.#send(frame, () => {
      this.#next();
    });
  }
}

/** Serves one page over its socket until either side closes it. */
export function serveSocket(socket: WebSocket, dispatch: Dispatch, events: EventHub, log: Log): void {
  const send = (frame: ServerFrame, sent?: () => void): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > maxUnreadBytes) {
      socket.terminate();
      return;
    }
    socket.send(stringify(frame), sent);
  };

  async function answer({ id, name, input }: CallFrame): Promise<void> {
    const result = await dispatch(name, input);
    try {
      send({ id, ...result });
    } catch (error) {
      log(`The answer to ${name} cannot be sent: ${String(error)}`);
      send({ id, ok: false, error: 'Something went wrong inside Proofsheet. Try again.' });
    }
  }

  const queue = new EventQueue(send);
  const stop = events.onAny((frame) => {
    queue.push(frame);
  });
  socket.on('close', stop);
  // The socket closes itself after an error, such as a frame that is too large.
  socket.on('error', (error) => {
    log(`The connection to a page was ended: ${error.message}`);
  });
  socket.on('message', (data, isBinary) => {
    const frame = readFrame(data, isBinary);
    if (frame) void answer(frame);
    else socket.close(1008, 'not a request');
  });
}
