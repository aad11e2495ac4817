import { readdir } from 'node:fs/promises';

/** Folders that cameras make at the top of a card: of photos, of films. */
const cameraFolders = /^(DCIM|PRIVATE|M4ROOT|AVCHD|CLIPS?|XDROOT|BPAV)$/i;

/** Whether a camera wrote to a drive; null where nothing can be read there, such as a reader without a card. */
export async function isCard(drive: string): Promise<boolean | null> {
  const names = await readdir(drive).catch(() => null);
  return names && names.some((name) => cameraFolders.test(name));
}
