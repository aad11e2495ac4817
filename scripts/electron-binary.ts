import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alone } from './alone.ts';
import { cacheFolder, projectRoot } from './project.ts';

/**
 * Electron's npm package holds no binary: it is downloaded on first use, from a place that not every network reaches.
 * So one start tries, for seconds, and remembers how that went.
 */

export type ElectronSearch = { binary: string } | { missing: string };

const electronFolder = join(projectRoot, 'node_modules', 'electron');
const boundMs = 20_000;
/** For whoever asks for it: some 120 MB over a slow line. */
const patientMs = 600_000;
const retryHint = '"npm start -- --retry-electron" tries again, and longer';

/** The binary, fetched first where need be; else why there is none, as the end of a sentence. */
export async function findElectron({ retry }: { retry: boolean }): Promise<ElectronSearch> {
  const { version } = JSON.parse(await readFile(join(electronFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const present = await installedBinary(version);
  return present === null ? alone('electron', () => fetchElectron(version, retry)) : { binary: present };
}

async function fetchElectron(version: string, retry: boolean): Promise<ElectronSearch> {
  const note = join(cacheFolder, `electron-${version}-missing`);
  const remembered = await readFile(note, 'utf8').catch(() => null);
  if (remembered !== null && !retry) return { missing: `${remembered}; ${retryHint}` };

  const failure = await fetchBinary(retry ? patientMs : boundMs);
  const fetched = await installedBinary(version);
  if (fetched !== null) {
    await rm(note, { force: true });
    return { binary: fetched };
  }
  await writeFile(note, failure);
  return { missing: `${failure}; ${retryHint}` };
}

/** `path.txt` is written last, once everything is unpacked. */
async function installedBinary(version: string): Promise<string | null> {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(electronFolder, 'dist');
  const name = await readFile(join(electronFolder, 'path.txt'), 'utf8').catch(() => null);
  const there = await readFile(join(folder, 'version'), 'utf8').catch(() => '');
  if (name === null || there.trim().replace(/^v/, '') !== version) return null;
  const binary = join(folder, name);
  return existsSync(binary) ? binary : null;
}

/** Runs the package's own installer, and ends it with everything it started when the time is over. */
async function fetchBinary(limitMs: number): Promise<string> {
  const downloads = join(cacheFolder, 'electron-download');
  await mkdir(downloads, { recursive: true });
  const child = spawn(process.execPath, [join(electronFolder, 'install.js')], {
    cwd: projectRoot,
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: downloads, TEMP: downloads, TMP: downloads },
    // A process group of its own can be ended whole.
    detached: process.platform !== 'win32',
  });
  const stop = (): void => {
    if (child.pid !== undefined) killTree(child.pid);
  };
  let late = false;
  const bound = setTimeout(() => {
    late = true;
    stop();
  }, limitMs);
  process.once('exit', stop);
  await once(child, 'close').catch(() => undefined);
  process.off('exit', stop);
  clearTimeout(bound);
  await rm(downloads, { recursive: true, force: true }).catch(() => undefined);
  return late
    ? `Electron could not be fetched within ${String(limitMs / 1000)} seconds`
    : 'Electron could not be fetched';
}

function killTree(pid: number): void {
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
