import { ipcMain, type BrowserWindow, type WebFrameMain } from 'electron';
import { z } from 'zod';
import type { Handlers } from '../../shared/contract.ts';
import { sentenceOf, type Result } from '../../shared/result.ts';
import { ipcChannels } from '../../shared/wire.ts';
import type { EventHub } from '../handlers/events.ts';
import { createDispatch, type Log } from './dispatch.ts';
import { isOwnPage } from './electron-addresses.ts';

/** Answers the page's requests; any other sender, a frame inside the page included, gets a refusal. */
export function answerCalls(handlers: Handlers, log: Log): void {
  const dispatch = createDispatch(handlers, log);
  handle(ipcChannels.call, log, dispatch);
}

/** Takes what was dropped on the window. @param add adds folders, given by absolute paths, to the library */
export function answerDrops(add: (folders: string[]) => Promise<void>, log: Log): void {
  handle(ipcChannels.drop, log, async (paths): Promise<Result<void>> => {
    try {
      return { ok: true, value: await add(droppedPaths.parse(paths)) };
    } catch (error) {
      return { ok: false, error: sentenceOf(error) };
    }
  });
}

const droppedPaths = z.array(z.string().min(1).max(32_767)).max(1000);

function handle(
  channel: string,
  log: Log,
  answer: (...input: [unknown, unknown]) => Promise<Result<unknown>>,
): void {
  ipcMain.handle(channel, ({ senderFrame }, ...input: [unknown, unknown]) => {
    if (isPage(senderFrame)) return answer(...input);
    log(`A request from ${senderFrame?.url ?? 'a frame that is gone'} was refused.`);
    return { ok: false, error: 'Only the window of Proofsheet may ask this.' } satisfies Result<unknown>;
  });
}

type Frame = Pick<WebFrameMain, 'url'> & { parent: unknown };

const isPage = (frame: Frame | null): boolean =>
  frame !== null && frame.parent === null && isOwnPage(frame.url);

/** Tells a window every event until it is closed. */
export function sendEvents(window: BrowserWindow, events: EventHub): void {
  const stop = events.onAny((frame) => {
    if (!window.webContents.isDestroyed()) window.webContents.send(ipcChannels.event, frame);
  });
  window.once('closed', stop);
}
