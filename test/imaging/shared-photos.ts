import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../shared/photos', import.meta.url));

/** Real photographs lie beside the project, not in it. */
export const photosAbsent = !existsSync(root);

export const sharedPhoto = (path: string): string => join(root, path);

export const sharedPhotos = (folder: string): string[] =>
  photosAbsent
    ? []
    : readdirSync(join(root, folder))
        .sort()
        .map((name) => join(root, folder, name));
