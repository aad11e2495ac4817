import { app, BrowserWindow, dialog, screen, session } from 'electron';
import { isOwnPage, pageAddress } from './electron-addresses.ts';
import type { KeptPlaces } from './kept-places.ts';
import { windowOptions } from './electron-window-options.ts';
import { placeOf } from './window-place.ts';

/** Takes from every page, present and future, what a light table never needs. Call it once Electron is ready. */
export function lockDown(): void {
  const own = session.defaultSession;
  own.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    // `will-frame-navigate` fires for the page itself and for any frame in it; a reload is the only one allowed.
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isOwnPage(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
    });
  });
}

interface WindowKind {
  /** By which its place is remembered. */
  name: string;
  places: KeptPlaces;
  /** Of the page's address: what the page is to show, where that is not the whole application. */
  fragment?: string;
}

/** Opens the application's page in a window of its own, where that window stood last. */
export function openWindow(preload: string, { name, places, fragment = '' }: WindowKind): BrowserWindow {
  const first = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== first.id);
  const kept = places.of(name);
  const place = placeOf(
    kept,
    [first, ...others].map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow(windowOptions(preload, place));
  if (kept?.maximized) window.maximize();
  if (kept?.fullScreen) window.setFullScreen(true);
  const keep = (): void => {
    places.keep(name, {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      fullScreen: window.isFullScreen(),
    });
  };
  window.on('resize', keep);
  window.on('move', keep);
  window.on('close', keep);
  window.once('ready-to-show', () => {
    window.show();
  });
  void window.loadURL(pageAddress + fragment);
  return window;
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** The system's own folder dialog; the absolute path of the chosen folder, null if none was chosen. */
export async function chooseFolder(): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory', 'createDirectory'] });
  return filePaths[0] ?? null;
}
