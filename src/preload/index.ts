import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { DesktopApi, Events } from '../shared/contract.ts';
import type { Result } from '../shared/result.ts';
import { ipcChannels, type EventFrame } from '../shared/wire.ts';

const listeners = new Set<(frame: EventFrame) => void>();

ipcRenderer.on(ipcChannels.event, (_event, frame: EventFrame) => {
  for (const listener of listeners) listener(frame);
});

const valueOf = (answer: unknown): never => {
  const result = answer as Result<never>;
  if (result.ok) return result.value;
  throw new Error(result.error);
};

/** The contract and nothing else: the page reaches neither a channel nor `ipcRenderer`. */
const api: DesktopApi = {
  call: async (name, ...input) => valueOf(await ipcRenderer.invoke(ipcChannels.call, name, input[0])),
  // Only a file that a person really dropped has a path; the page never learns it.
  addDropped: async (files) =>
    valueOf(
      await ipcRenderer.invoke(
        ipcChannels.drop,
        Array.from(files, (file) => webUtils.getPathForFile(file)),
      ),
    ),
  on: <Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void) => {
    const receive = (frame: EventFrame): void => {
      if (frame.event === name) listener(frame.data as Events[Name]);
    };
    listeners.add(receive);
    return () => void listeners.delete(receive);
  },
  pictureBase: 'photo://library/',
};

contextBridge.exposeInMainWorld('proofsheet', api);
