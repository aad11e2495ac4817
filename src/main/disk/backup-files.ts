import { fsyncSync, closeSync, openSync, renameSync, rmSync, copyFileSync, existsSync } from 'node:fs';

/** The catalogue's own files, moved and copied whole. */

/** Gives a finished file its name once it is on the drive. */
export function publish(part: string, file: string): void {
  const handle = openSync(part, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, file);
}

export const removeOwn = (file: string): void => rmSync(file, { force: true });

/** A database of ours with its log goes to another name. What is not there is passed over. */
export function moveDatabase(from: string, to: string): void {
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(from + suffix)) renameSync(from + suffix, to + suffix);
}

/** Puts a copy in a place that is free. */
export function copyInto(from: string, to: string): void {
  copyFileSync(from, `${to}.part`);
  publish(`${to}.part`, to);
}
