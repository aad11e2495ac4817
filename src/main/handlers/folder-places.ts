import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FolderChoice } from '../../shared/library.ts';

export interface Place {
  path: string;
  name: string;
  kind: FolderChoice['kind'];
}

/** The machine as the chooser sees it; tests give their own. */
export interface Machine {
  platform: NodeJS.Platform;
  home: string;
  user: string;
  env: NodeJS.ProcessEnv;
}

export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Where the chooser starts: home, its pictures folder, the drives. Only what exists. */
export async function startingPlaces(machine: Machine): Promise<Place[]> {
  const home: Place = { path: machine.home, name: 'Home', kind: 'home' };
  const pictures = await picturesFolder(machine);
  const places = [
    home,
    ...(pictures === null ? [] : [{ path: pictures, name: basename(pictures), kind: 'pictures' as const }]),
    ...(await drives(machine)),
  ];
  const there = await Promise.all(places.map(({ path }) => isFolder(path)));
  return places.filter(
    ({ path }, index) => there[index] && places.findIndex((place) => place.path === path) === index,
  );
}

/** Where the system keeps the person's pictures; it may be absent. */
async function picturesFolder({ platform, home, env }: Machine): Promise<string | null> {
  if (platform === 'win32') {
    // OneDrive moves the folder into its own where it backs it up.
    const moved = env['OneDrive'] && join(env['OneDrive'], 'Pictures');
    return moved && (await isFolder(moved)) ? moved : join(home, 'Pictures');
  }
  if (platform === 'darwin') return join(home, 'Pictures');
  const configured = env['XDG_PICTURES_DIR'] ?? (await fromUserDirs(home, env));
  // By the XDG convention a folder that is set to home itself is switched off.
  return configured === home ? null : (configured ?? join(home, 'Pictures'));
}

/** XDG_PICTURES_DIR as `user-dirs.dirs` sets it: absolute, or below $HOME. */
async function fromUserDirs(home: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const file = join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'user-dirs.dirs');
  const text = await readFile(file, 'utf8').catch(() => '');
  const value = /^\s*XDG_PICTURES_DIR="(.*)"/m.exec(text)?.[1]?.replace(/\\(.)/g, '$1');
  if (value === undefined) return null;
  if (value === '$HOME' || value === '$HOME/') return home;
  return value.startsWith('$HOME/') ? join(home, value.slice(6)) : value;
}

const driveLetters = [...'CDEFGHIJKLMNOPQRSTUVWXYZ'];

async function drives({ platform, user }: Machine): Promise<Place[]> {
  if (platform === 'win32')
    return driveLetters.map((letter) => ({ path: `${letter}:\\`, name: `${letter}:`, kind: 'drive' }));
  if (platform === 'darwin') return below('/Volumes');
  const mounts = [`/media/${user}`, `/run/media/${user}`, '/media', '/mnt'];
  const found = (await Promise.all(mounts.map(below))).flat();
  // On a server the photographs are often in none of the places above.
  const top: Place = { path: '/', name: 'This computer', kind: 'drive' };
  return [...found.filter(({ path }) => path !== `/media/${user}`), top];
}

/** The folders right inside a folder where drives are mounted; none where it is absent. */
async function below(folder: string): Promise<Place[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => !name.startsWith('.'))
    .sort((a, b) => a.localeCompare(b))
    .map((name) => ({ path: join(folder, name), name, kind: 'drive' }));
}
