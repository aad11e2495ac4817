import type { BrowserWindow } from 'electron';
import { app, crashReporter, Menu, nativeTheme, powerSaveBlocker, shell } from 'electron';
import type { Progress } from '../../shared/library.ts';
import type { EventHub } from '../handlers/events.ts';
import { type MenuActions, menuTemplate } from './electron-menu.ts';
import { barOf } from './progress-bar.ts';

/** What the desktop application does with the system around it. */

/** Crash reports stay on this machine; call it before Electron is ready. */
export function keepCrashReports(): void {
  crashReporter.start({ uploadToServer: false });
}

export const showCrashReports = (): void => void shell.openPath(app.getPath('crashDumps'));

/** Menus and the window's frame are as dark as the window: photographs are judged beside them. */
export function setDarkFrame(): void {
  nativeTheme.themeSource = 'dark';
}

export function setMenu(actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, actions)));
}

/** Opens the system's file manager on a file. */
export const showInFolder = (path: string): void => {
  shell.showItemInFolder(path);
};

/** Puts a file into the system's trash; rejects where the system has none for it. */
export const trashItem = (path: string): Promise<void> => shell.trashItem(path);

/** While photos are scored, the window's place in dock or taskbar shows how far it is, and the machine stays awake. */
export function followProgress(window: BrowserWindow, events: EventHub): void {
  let blocker: number | null = null;
  const letSleep = (): void => {
    if (blocker !== null) powerSaveBlocker.stop(blocker);
    blocker = null;
  };
  const stop = events.onAny((frame) => {
    if (frame.event !== 'progress') return;
    const bar = barOf(frame.data as Progress);
    if (!window.isDestroyed()) window.setProgressBar(bar);
    if (bar < 0) letSleep();
    // The screen may go dark; only the work goes on.
    else blocker ??= powerSaveBlocker.start('prevent-app-suspension');
  });
  window.once('closed', () => {
    stop();
    letSleep();
  });
}
