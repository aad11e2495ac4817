import { join } from 'node:path';
import { app, dialog } from 'electron';
import { z } from 'zod';
import { sentenceOf } from '../shared/result.ts';
import { screenFragment } from '../shared/screens.ts';
import { createApplication, type Application } from './application.ts';
import { readArguments } from './transport/electron-arguments.ts';
import { startUtilityHelper } from './transport/electron-helper.ts';
import { answerCalls, answerDrops, sendEvents } from './transport/electron-ipc.ts';
import { registerSchemes, servePage, servePictures } from './transport/electron-protocols.ts';
import {
  followProgress,
  keepCrashReports,
  setDarkFrame,
  setMenu,
  showCrashReports,
  showInFolder,
  trashItem,
} from './transport/electron-system.ts';
import { updates } from './transport/electron-updates.ts';
import { bringToFront, chooseFolder, lockDown, openWindow } from './transport/electron-window.ts';
import { KeptPlaces } from './transport/kept-places.ts';

/** Start-up of the desktop application: Electron's side of it. What it does without Electron is in `application.ts`. */

const out = join(import.meta.dirname, '..');
const preload = join(out, 'preload', 'index.cjs');
const log = console.error;
const secondStart = z.object({ roots: z.array(z.string()) });

keepCrashReports();
registerSchemes();
app.enableSandbox();
/** Folders dropped on the application's icon (macOS), perhaps before it is ready for them. */
const dropped = droppedFolders();

const { roots, catalogueDir } = readArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());
// The lock against a second start lies in this folder, so that each catalogue has one of its own.
if (catalogueDir !== undefined) app.setPath('userData', join(catalogueDir, 'window'));

if (app.requestSingleInstanceLock({ roots })) start().catch(giveUp);
else app.quit();

async function start(): Promise<void> {
  await app.whenReady();
  lockDown();
  setDarkFrame();
  const places = await KeptPlaces.open(join(app.getPath('userData'), 'windows.json'));

  const application = await createApplication({
    mode: 'desktop',
    roots,
    ...(catalogueDir !== undefined && { catalogueDir }),
    ...(app.isPackaged && { modelDir: join(process.resourcesPath, 'model') }),
    startHelper: startUtilityHelper,
    nativeFolderDialog: chooseFolder,
    trashItem,
    showInFolder,
    openScreen: (of) => openScreen(of),
  });
  const { events } = application;
  const openScreen = (of: string): void => {
    sendEvents(openWindow(preload, { name: 'screen', places, fragment: screenFragment(of) }), events);
  };
  closeBeforeQuitting(application, places);

  answerCalls(application.handlers, log);
  answerDrops((folders) => addFolders(application, folders), log);
  servePictures(application.pictures, log);
  await servePage(join(out, 'renderer'));

  const window = openWindow(preload, { name: 'main', places });
  sendEvents(window, events);
  followProgress(window, events);
  setMenu({
    command: (command) => {
      bringToFront(window);
      events.emit('menu', { command });
    },
    showCrashReports,
    checkForUpdates: updates((text) => events.emit('notice', { text })),
  });
  const add = (folders: readonly string[]): void => {
    bringToFront(window);
    addFolders(application, folders).catch((error: unknown) => {
      events.emit('notice', { text: sentenceOf(error) });
    });
  };
  app.on('second-instance', (_event, _args, _folder, data) => {
    add(secondStart.parse(data).roots);
  });
  dropped((folder) => {
    add([folder]);
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
}

/** What is dropped on the icon waits until somebody takes it. */
function droppedFolders(): (take: (folder: string) => void) => void {
  const waiting: string[] = [];
  let take = (folder: string): unknown => waiting.push(folder);
  app.on('open-file', (event, path) => {
    event.preventDefault();
    take(path);
  });
  return (taker) => {
    take = taker;
    waiting.forEach(taker);
  };
}

async function addFolders({ library }: Application, folders: readonly string[]): Promise<void> {
  for (const path of folders) {
    const { root, folder } = await library.add(path);
    void library.scan(root, folder);
  }
}

function closeBeforeQuitting(application: Application, places: KeptPlaces): void {
  let closing = false;
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    if (closing) return;
    closing = true;
    Promise.all([application.close(), places.save()])
      .catch((error: unknown) => {
        log(sentenceOf(error));
      })
      .finally(() => {
        closed = true;
        app.quit();
      });
  });
}

function giveUp(error: unknown): void {
  dialog.showErrorBox('Proofsheet cannot start', sentenceOf(error));
  app.exit(2);
}
