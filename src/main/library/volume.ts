import { opendir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What the system calls the volume a folder is on, so that a drive may be known again elsewhere; null where it does not say. */
export async function volumeOf(path: string): Promise<string | null> {
  try {
    const { dev } = await stat(path);
    // Windows gives the volume's serial number as the device.
    if (process.platform === 'win32') return dev.toString(16);
    if (process.platform !== 'linux') return null;
    const ids = '/dev/disk/by-uuid';
    for (const id of await readdir(ids)) {
      if ((await stat(join(ids, id))).rdev === dev) return id;
    }
    return null;
  } catch {
    return null;
  }
}

export type RootPresence =
  | { here: true; device: string }
  /** Unplugged, unmounted or not to be read. */
  | { here: false };

/**
 * Whether a library folder is there. A mount point that is left empty when its drive goes has another device than
 * before: that is an absent drive, not a folder somebody emptied.
 */
export async function rootPresence(path: string, knownDevice: string): Promise<RootPresence> {
  try {
    const device = String((await stat(path, { bigint: true })).dev);
    // One entry tells that the folder can be read, and that it is not empty; it is asked for every few seconds.
    const folder = await opendir(path);
    const first = await folder.read().finally(() => folder.close());
    if (device !== knownDevice && first === null) return { here: false };
    return { here: true, device };
  } catch {
    return { here: false };
  }
}

/**
 * Whether the drive of a library folder is there, be the folder itself moved away or not: what its place lies on now has
 * the device the folder had.
 */
export async function isDriveHere(path: string, knownDevice: string): Promise<boolean> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  if (found) return String(found.dev) === knownDevice;
  return dirname(path) !== path && (await isDriveHere(dirname(path), knownDevice));
}
