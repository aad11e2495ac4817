import { contextBridge, ipcRenderer } from 'electron';
import type { Api, Events } from '../shared/contract.ts';
import type { Result } from '../shared/result.ts';
import { ipcChannels, type EventFrame } from '../shared/wire.ts';

const listeners = new Set<(frame: EventFrame) => void>();

ipcRenderer.on(ipcChannels.event, (_event, frame: EventFrame) => {
  for (const listener of listeners) listener(frame);
});

/** The contract and nothing else: the page reaches neither a channel nor `ipcRenderer`. */
const api: Api = {
  call: async (name, ...input) => {
    const result = (await ipcRenderer.invoke(ipcChannels.call, name, input[0])) as Result<never>;
    if (result.ok) return result.value;
    throw new Error(result.error);
  },
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
