import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { sentenceOf } from '../../shared/result.ts';

/**
 * Updates are off until a release is built with a place to publish to: electron-builder then puts app-update.yml into
 * the package, and electron-updater installs only what is signed by the same publisher.
 *
 * @returns how to look for one, null where updates are off
 */
export function updates(tell: (text: string) => void): (() => void) | null {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return null;
  return () => {
    look(tell).catch((error: unknown) => {
      tell(`No update could be looked for: ${sentenceOf(error)}`);
    });
  };
}

async function look(tell: (text: string) => void): Promise<void> {
  const { default: updater } = await import('electron-updater');
  const { autoUpdater } = updater;
  // Nothing is fetched before a person asks, and nothing installed before they quit.
  autoUpdater.autoDownload = true;
  autoUpdater.autoInstallOnAppQuit = true;
  const found = await autoUpdater.checkForUpdates();
  if (!found?.isUpdateAvailable) {
    tell('This is the newest version.');
    return;
  }
  tell(`Version ${found.updateInfo.version} is being fetched; it is installed when Proofsheet is closed.`);
  await found.downloadPromise;
}
