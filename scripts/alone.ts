import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { cacheFolder } from './project.ts';

const pollMs = 200;

/**
 * Does work of this name while no other process does it, and waits its turn. The lock is SQLite's, which the system
 * releases even after kill -9.
 */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  await mkdir(cacheFolder, { recursive: true });
  const lock = new Database(join(cacheFolder, `${name}-lock.db`), { timeout: 0 });
  try {
    while (!tryToHold(lock)) await sleep(pollMs);
    return await work();
  } finally {
    lock.close();
  }
}

function tryToHold(lock: Database.Database): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false;
    throw error;
  }
}
