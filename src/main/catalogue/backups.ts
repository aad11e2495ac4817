import Database from 'better-sqlite3';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from '../../shared/result.ts';
import type { Backup, BackupStatus } from '../../shared/backups.ts';
import { copyInto, moveDatabase, publish, removeOwn } from '../disk/backup-files.ts';
import { makeFolderSync, writeWholeSync } from '../disk/write-whole.ts';

const day = 24 * 3_600_000;
const pattern = /^catalogue(?:-(schema)\d+|-(replaced))?-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z)\.db$/;

/** How many of the days, weeks and months before now keep their last backup. */
const kept = [
  { span: day, count: 7 },
  { span: 7 * day, count: 4 },
  { span: 30 * day, count: 12 },
];

const folderOf = (dir: string): string => join(dir, 'backups');
const stampOf = (at: number): string => new Date(at).toISOString().replaceAll(':', '-');
const timeOf = (stamp: string): number => Date.parse(stamp.replace(/T(\d\d)-(\d\d)-(\d\d)/, 'T$1:$2:$3'));
const noteOf = (dir: string): string => join(dir, 'restore.txt');

export function backupStatus(dir: string): BackupStatus {
  return { folder: folderOf(dir), backups: listBackups(dir), restoring: toRestore(dir) };
}

/** The latest first. */
export function listBackups(dir: string): Backup[] {
  if (!existsSync(folderOf(dir))) return [];
  return readdirSync(folderOf(dir))
    .flatMap((name): Backup[] => {
      const [, schema, replaced, stamp] = pattern.exec(name) ?? [];
      if (stamp === undefined) return [];
      const kind = schema ? 'schema' : replaced ? 'replaced' : 'dated';
      return [{ name, at: timeOf(stamp), bytes: statSync(join(folderOf(dir), name)).size, kind }];
    })
    .sort((one, two) => two.at - one.at);
}

/** Whether the last backup is older than a day and the catalogue has been written to since. */
export function isBackupDue(dir: string, now: number): boolean {
  const last = listBackups(dir).find(({ kind }) => kind === 'dated');
  const written = ['catalogue.db', 'catalogue.db-wal'].map((name) => writtenAt(join(dir, name)));
  const changed = Math.max(...written);
  return last ? now - last.at > day && changed > last.at : changed > 0;
}

/** An empty log was only opened, perhaps by the last backup. */
function writtenAt(file: string): number {
  if (!existsSync(file)) return 0;
  const { size, mtimeMs } = statSync(file);
  return size === 0 ? 0 : mtimeMs;
}

/**
 * Copies the catalogue while others work with it, and checks the copy; then the older ones that nobody will miss go.
 *
 * @throws PlainError where there is no room, or the copy is not whole
 */
export function makeBackup(dir: string, now: number): void {
  const folder = folderOf(dir);
  const file = join(folder, `catalogue-${stampOf(now)}.db`);
  const part = `${file}.part`;
  try {
    makeFolderSync(folder);
    const db = new Database(join(dir, 'catalogue.db'), { readonly: true });
    try {
      db.prepare('VACUUM INTO ?').run(part);
    } finally {
      db.close();
    }
    const trouble = troubleIn(part);
    if (trouble !== null) throw new PlainError(`The copy is not whole: ${trouble}`);
    publish(part, file);
  } catch (error) {
    if (existsSync(part)) removeOwn(part);
    const why = error instanceof Error ? error.message : String(error);
    throw new PlainError(
      `The catalogue could not be backed up to ${folder} (${why}); make room there and check that it may be written to.`,
      { cause: error },
    );
  }
  for (const { name } of spareBackups(listBackups(dir), now)) removeOwn(join(folder, name));
}

/** Those of which a newer one stands for the same day, week or month, or that are older than all of these. */
export function spareBackups(backups: readonly Backup[], now: number): Backup[] {
  const dated = backups.filter(({ kind }) => kind === 'dated').toSorted((one, two) => two.at - one.at);
  const keep = new Set<Backup>(dated.slice(0, 1));
  for (const { span, count } of kept) {
    const taken = new Set<number>();
    for (const backup of dated) {
      const slot = Math.floor(now / span) - Math.floor(backup.at / span);
      if (slot >= count || taken.has(slot)) continue;
      taken.add(slot);
      keep.add(backup);
    }
  }
  // Those of a kind of their own are few, and nobody knows what they are for better than the person: the last ten stay.
  for (const kind of ['schema', 'replaced'] as const)
    for (const backup of backups.filter((other) => other.kind === kind).slice(0, 10)) keep.add(backup);
  return backups.filter((backup) => !keep.has(backup));
}

/** Notes which backup is to be put back at the next start; null for none. @throws PlainError where there is none such */
export function planRestore(dir: string, name: string | null): void {
  if (name === null) return removeOwn(noteOf(dir));
  if (!listBackups(dir).some((backup) => backup.name === name))
    throw new PlainError(`There is no backup ${name} in ${folderOf(dir)}.`);
  writeWholeSync(noteOf(dir), name);
  return undefined;
}

function toRestore(dir: string): string | null {
  if (!existsSync(noteOf(dir))) return null;
  const name = readFileSync(noteOf(dir), 'utf8').trim();
  return listBackups(dir).some((backup) => backup.name === name) ? name : null;
}

/**
 * Puts back the backup that was asked for. What was there stays beside the backups. To be called by the owner of the
 * catalogue, before it is opened.
 *
 * @returns whether there was one to put back
 */
export function restorePlanned(dir: string): boolean {
  const name = toRestore(dir);
  if (name === null) return false;
  const from = join(folderOf(dir), name);
  const trouble = troubleIn(from);
  if (trouble !== null) {
    removeOwn(noteOf(dir));
    throw new PlainError(`The backup ${from} is damaged (${trouble}); the catalogue is as it was.`);
  }
  const file = join(dir, 'catalogue.db');
  moveDatabase(file, join(folderOf(dir), `catalogue-replaced-${stampOf(Date.now())}.db`));
  copyInto(from, file);
  removeOwn(noteOf(dir));
  return true;
}

/**
 * Puts the newest backup that is whole in the place of a damaged catalogue, which stays beside it under another name.
 *
 * @returns a sentence for the person; null where there is no good backup, and nothing was touched
 */
export function recover(dir: string): string | null {
  const good = listBackups(dir).find(({ name }) => troubleIn(join(folderOf(dir), name)) === null);
  if (!good) return null;
  const file = join(dir, 'catalogue.db');
  const aside = `catalogue.db.damaged-${stampOf(Date.now())}`;
  moveDatabase(file, join(dir, aside));
  copyInto(join(folderOf(dir), good.name), file);
  const when = new Date(good.at).toISOString().slice(0, 16).replace('T', ' ');
  return `The catalogue was damaged, so its backup of ${when} UTC is open instead. Decisions made since come from the log beside it; scores made since are made again. The damaged file is now ${aside}, beside the catalogue.`;
}

/** What SQLite finds wrong with a database; null if nothing. */
function troubleIn(file: string): string | null {
  try {
    const db = new Database(file, { readonly: true });
    try {
      const found = String(db.pragma('integrity_check(1)', { simple: true }));
      return found === 'ok' ? null : found;
    } finally {
      db.close();
      // Opening a copy of a database in WAL mode, even to read, leaves these behind.
      for (const suffix of ['-wal', '-shm']) removeOwn(file + suffix);
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
