import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** Places where systems mount what is plugged in. */
const pluggedIn = /^\/(media|run\/media|mnt|Volumes)\//;

/** Mount points of drives and cards, absolute. */
export async function mountedDrives(platform: NodeJS.Platform = process.platform): Promise<string[]> {
  if (platform === 'win32') return [...'CDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `${letter}:\\`);
  if (platform === 'darwin') {
    const volumes = (await readdir('/Volumes').catch(() => [])).map((name) => join('/Volumes', name));
    const real = await Promise.all(volumes.map((volume) => realpath(volume).catch(() => '/')));
    // The system's own drive is among them as a link to the top.
    return volumes.filter((_, index) => real[index] !== '/');
  }
  return plugged(await readFile('/proc/mounts', 'utf8').catch(() => ''));
}

/** Of /proc/mounts (fstab(5)), blanks and kin written as octal numbers: what lies where things are plugged in. */
export function plugged(mounts: string): string[] {
  const points = mounts
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .map((point) =>
      point.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))),
    );
  return [...new Set(points.filter((point) => pluggedIn.test(point)))];
}
