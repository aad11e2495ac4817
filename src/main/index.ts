import { join } from 'node:path';
import { app, dialog, shell } from 'electron';
import { z } from 'zod';
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
const secondStart = z.object({ roots: z.array(z.string()) });

registerSchemes();
app.enableSandbox();

const { roots, catalogueDir } = readArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());
// The lock against a second start lies in this folder, so that each catalogue has one of its own.
if (catalogueDir !== undefined) app.setPath('userData', join(catalogueDir, 'window'));

if (app.requestSingleInstanceLock({ roots })) start().catch(giveUp);
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
    trashItem: (path) => shell.trashItem(path),
  });
  closeBeforeQuitting(application);

  answerCalls(application.handlers, log);
  servePictures(application.pictures, log);
  await servePage(join(out, 'renderer'));

  const window = openWindow(join(out, 'preload', 'index.cjs'));
  sendEvents(window, application.events);
  app.on('second-instance', (_event, _args, _folder, data) => {
    bringToFront(window);
    addFolders(application, data).catch((error: unknown) => {
      application.events.emit('notice', { text: sentenceOf(error) });
    });
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
}

/** The folders that a second start was given. */
async function addFolders({ library }: Application, data: unknown): Promise<void> {
  for (const path of secondStart.parse(data).roots) {
    const { root, folder } = await library.add(path);
    void library.scan(root, folder);
  }
}

function closeBeforeQuitting(application: Application): void {
  let closing = false;
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    if (closing) return;
    closing = true;
    application
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
  app.exit(2);
}
