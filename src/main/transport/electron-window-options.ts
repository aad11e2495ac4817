import type { BrowserWindowConstructorOptions } from 'electron';
import { type Bounds, smallestWindow } from './window-place.ts';

/** How every window of the application is made: the page in it has no more power than a web page. */
export const windowOptions = (preload: string, place: Bounds): BrowserWindowConstructorOptions => ({
  ...place,
  minWidth: smallestWindow.width,
  minHeight: smallestWindow.height,
  show: false,
  // The page's own background, so that nothing flashes before it is drawn.
  backgroundColor: '#1b1b1b',
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    spellcheck: false,
    // A dropped file must not take the page's place.
    navigateOnDragDrop: false,
  },
});
