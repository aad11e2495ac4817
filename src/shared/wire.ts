import type { Events } from './contract.ts';
import type { Result } from './result.ts';

/**
 * How the contract travels. Loopback carries it as text frames written by devalue (which knows typed arrays and
 * undefined) over one WebSocket; Electron carries the same values as structured clones over two IPC channels.
 */

/** From the page; the answer bears the same id. */
export interface CallFrame {
  id: number;
  name: string;
  input: unknown;
}

type AnswerFrame = { id: number } & Result<unknown>;

export type EventFrame = { [Name in keyof Events]: { event: Name; data: Events[Name] } }[keyof Events];

/** From the main process: an answer has an `id`, an event has an `event`. */
export type ServerFrame = AnswerFrame | EventFrame;

/** Relative to the page's address, which ends in the token and a slash. */
export const socketPath = 'socket';

export const ipcChannels = { call: 'call', event: 'event', drop: 'drop' } as const;
