import { ipcMain, type BrowserWindow, type WebFrameMain } from 'electron';
import type { Handlers } from '../../shared/contract.ts';
import type { Result } from '../../shared/result.ts';
import { ipcChannels } from '../../shared/wire.ts';
import type { EventHub } from '../handlers/events.ts';
import { createDispatch, type Log } from './dispatch.ts';
import { isOwnPage } from './electron-addresses.ts';

/** Answers the page's requests; any other sender, a frame inside the page included, gets a refusal. */
export function answerCalls(handlers: Handlers, log: Log): void {
  const dispatch = createDispatch(handlers, log);
  ipcMain.handle(
    ipcChannels.call,
    ({ senderFrame }, name: unknown, input: unknown): Promise<Result<unknown>> => {
      if (isPage(senderFrame)) return dispatch(name, input);
      log(`A request from ${senderFrame?.url ?? 'a frame that is gone'} was refused.`);
      return Promise.resolve({ ok: false, error: 'Only the window of Proofsheet may ask this.' });
    },
  );
}

const isPage = (frame: WebFrameMain | null): boolean =>
  frame !== null && frame.parent === null && isOwnPage(frame.url);

/** Tells a window every event until it is closed. */
export function sendEvents(window: BrowserWindow, events: EventHub): void {
  const stop = events.onAny((frame) => {
    if (!window.webContents.isDestroyed()) window.webContents.send(ipcChannels.event, frame);
  });
  window.once('closed', stop);
}
