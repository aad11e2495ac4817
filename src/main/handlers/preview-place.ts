import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import { PlainError } from '../../shared/result.ts';
import type { Settings } from '../../shared/settings.ts';
import type { SettingsFile } from '../catalogue/settings-file.ts';
import { BoundedFolder } from '../disk/bounded-folder.ts';
import type { FolderChoices } from './folder-choices.ts';

/** In a folder of the person's own, previews have one for themselves. */
const ownFolder = 'Proofsheet previews';

/** The folder of previews as the settings have it. */
export function previewFolder(
  { previewPlace, previewGigabytes }: Pick<Settings, 'previewPlace' | 'previewGigabytes'>,
  catalogueDir: string,
): BoundedFolder {
  const dir = previewPlace === '' ? join(catalogueDir, 'previews') : join(previewPlace, ownFolder);
  return new BoundedFolder(dir, previewGigabytes * 1e9);
}

export const previewPlaceHandlers = (
  settings: SettingsFile,
  folders: FolderChoices,
): Pick<Handlers, 'pictures.place'> => ({
  'pictures.place': async ({ folder }) => {
    const place = folder === null ? '' : folders.pathOf(folder);
    if (place !== '') {
      await access(place, constants.W_OK).catch((cause: unknown) => {
        throw new PlainError(`Nothing may be written to ${place}: choose another folder.`, { cause });
      });
    }
    await settings.change({ previewPlace: place });
  },
});
