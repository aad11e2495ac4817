import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PlainError } from '../../shared/result.ts';
import { writeWholeSync } from '../disk/write-whole.ts';

const ownerSchema = z.object({ pid: z.int(), program: z.string() });

export interface OwnerLock {
  release(): void;
}

/**
 * One process owns a catalogue: it holds an exclusive transaction on owner.db, which the system ends with the
 * process, even one that was killed. Who it is stands beside it in owner.json, for the message.
 *
 * @throws PlainError that names the owner
 */
export function lockCatalogue(dir: string, program: string): OwnerLock {
  const db = new Database(join(dir, 'owner.db'), { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
    throw new PlainError(
      `The catalogue in ${dir} is in use by ${ownerOf(dir)}; close it first, or choose another one with --catalogue.`,
    );
  }
  try {
    writeWholeSync(join(dir, 'owner.json'), JSON.stringify({ pid: process.pid, program }));
  } catch {
    // It is only for a message: on a full drive one is told of "another process".
  }
  return { release: () => db.close() };
}

function ownerOf(dir: string): string {
  try {
    const owner = ownerSchema.parse(JSON.parse(readFileSync(join(dir, 'owner.json'), 'utf8')));
    return `${owner.program} (process ${owner.pid})`;
  } catch {
    return 'another process';
  }
}
