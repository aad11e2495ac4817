import { join } from 'node:path';
import { app, dialog } from 'electron';
import { sentenceOf } from '../shared/result.ts';
import { createApplication, type Application } from './application.ts';
import { readArguments } from './transport/electron-arguments.ts';
import { startUtilityHelper } from './transport/electron-helper.ts';
import { answerCalls, sendEvents } from './transport/electron-ipc.ts';
import { registerSchemes, servePage, servePictures } from './transport/electron-protocols.ts';
import { bringToFront, chooseFolder, lockDown, openWindow, setMenu } from './transport/electron-window.ts';

/** Start-up of the desktop application: Electron's side of it. What it does without Electron is in `application.ts`. */

const out = join(import.meta.dirname, '..');
const log = console.error;

registerSchemes();
app.enableSandbox();

const { roots, catalogueDir } = readArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());
// The lock against a second start lies in this folder, so that each catalogue has one of its own.
if (catalogueDir !== undefined) app.setPath('userData', join(catalogueDir, 'window'));

if (app.requestSingleInstanceLock()) start().catch(giveUp);
else app.quit();

async function start(): Promise<void> {
  await app.whenReady();
  lockDown();
  setMenu();

  const application = await createApplication({
    mode: 'desktop',
    roots,
    ...(catalogueDir !== undefined && { catalogueDir }),
    ...(app.isPackaged && { modelDir: join(process.resourcesPath, 'model') }),
    startHelper: startUtilityHelper,
    nativeFolderDialog: chooseFolder,
  });
  closeBeforeQuitting(application);

  answerCalls(application.handlers, log);
  servePictures(application.pictures, log);
  await servePage(join(out, 'renderer'));

  const window = openWindow(join(out, 'preload', 'index.cjs'));
  sendEvents(window, application.events);
  app.on('second-instance', () => {
    bringToFront(window);
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
}

function closeBeforeQuitting(application: Application): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void application
      .close()
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
  app.exit(1);
}
