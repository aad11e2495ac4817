import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { outFolder } from './project.ts';

/** Programs that open an address, with their first arguments; `start` takes its first quoted one for a title. */
const openers: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '""'],
  linux: ['xdg-open'],
};

/**
 * Opens the address in the person's browser where that can be done. The address holds the token, and a program's
 * arguments can be read by everyone on the machine: they name a file instead, which only this account can read and which
 * leads on to the address. It lies in `out/`, since some browsers may read neither hidden nor temporary folders.
 */
export function openInBrowser(address: string): void {
  const [program, ...first] = openers[process.platform] ?? [];
  if (program === undefined) return;
  const file = join(outFolder, `open-${String(process.pid)}.html`);
  writeFileSync(file, `<!doctype html><meta http-equiv="refresh" content="0; url=${address}">`, {
    mode: 0o600,
  });
  process.once('exit', () => {
    rmSync(file, { force: true });
  });
  const child = spawn(program, [...first, pathToFileURL(file).href], { stdio: 'ignore', detached: true });
  // No browser, no harm: the address is printed.
  child.on('error', () => undefined);
  child.unref();
}
