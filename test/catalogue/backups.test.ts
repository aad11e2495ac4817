import Database from 'better-sqlite3';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BackupKeeper } from '../../src/main/catalogue/backup-keeper.ts';
import {
  isBackupDue,
  listBackups,
  makeBackup,
  planRestore,
  spareBackups,
} from '../../src/main/catalogue/backups.ts';
import { openStore as openOrRecover } from '../../src/main/catalogue/open-store.ts';
import type { Store } from '../../src/main/catalogue/store.ts';
import type { Backup } from '../../src/shared/backups.ts';
import type { VerdictChange } from '../../src/shared/verdict.ts';
import { smallManifest } from '../support/manifest.ts';
import { libraryWith, openStore, photosByName, seen } from '../support/store.ts';
import { temporaryFolder } from '../support/temporary.ts';

const day = 24 * 3_600_000;

const judge = (store: Store, name: string, verdict: VerdictChange) =>
  store.decide({
    source: 'person',
    screen: null,
    changes: [{ photo: photosByName(store)[name] ?? 0, verdict }],
  });

const verdictsOf = (store: Store) =>
  Object.fromEntries(
    Object.entries(photosByName(store)).map(([name, id]) => [name, store.rows([id])[0]?.verdict]),
  );

function filled(): string {
  const dir = temporaryFolder();
  const store = openStore(dir);
  libraryWith(store, seen('a.jpg'), seen('b.jpg'));
  judge(store, 'a.jpg', { stars: 3 });
  store.close();
  return dir;
}

function recovering(dir: string): Store {
  const store = openOrRecover({
    dir,
    program: 'test',
    manifest: smallManifest,
    modelVersion: 'v1',
    readingVersion: 1,
    metadataVersion: 1,
  });
  onTestFinished(() => {
    try {
      store.close();
    } catch {
      // Closed by the test.
    }
  });
  return store;
}

describe('a backup', () => {
  it('is made while the catalogue is worked with, is whole, and leaves no half file', async () => {
    const dir = filled();
    const store = openStore(dir);
    judge(store, 'b.jpg', { pick: 'pick' });
    const { backups } = await new BackupKeeper(dir).make();
    expect(backups).toMatchObject([{ kind: 'dated' }]);
    expect(readdirSync(join(dir, 'backups'))).toHaveLength(1);
    const db = new Database(join(dir, 'backups', backups[0]?.name ?? ''), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.prepare('SELECT count(*) FROM decision').pluck().get()).toBe(2);
    db.close();
  });

  it('is due once a day, and only if something was written since', () => {
    const dir = filled();
    const now = Date.now();
    expect(isBackupDue(dir, now)).toBe(true);
    makeBackup(dir, now);
    expect(isBackupDue(dir, now)).toBe(false);
    expect(isBackupDue(dir, now + 2 * day)).toBe(false);
    const later = new Date(now + day);
    utimesSync(join(dir, 'catalogue.db'), later, later);
    expect(isBackupDue(dir, now + 2 * day)).toBe(true);
  });

  it('stays for 7 days, 4 weeks and 12 months', () => {
    const now = Date.UTC(2026, 10, 25, 12);
    const all = Array.from({ length: 800 }, (_, days): Backup => {
      const at = now - days * day;
      return { name: String(days), at, bytes: 1, kind: 'dated' };
    });
    const spare = new Set(spareBackups(all, now));
    const kept = all.filter((backup) => !spare.has(backup));
    expect(kept.slice(0, 7).map(({ name }) => Number(name))).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(kept.length).toBeGreaterThanOrEqual(7 + 3 + 9);
    expect(kept.length).toBeLessThanOrEqual(7 + 4 + 12);
    // Taken away day by day, it comes to the same: what is to stay is there when its turn comes.
    let held: Backup[] = [];
    for (const backup of all.toReversed()) {
      held = [backup, ...held];
      const gone = new Set(spareBackups(held, backup.at));
      held = held.filter((other) => !gone.has(other));
    }
    expect(held.length).toBeGreaterThanOrEqual(7 + 3 + 9);
  });

  it('says what to do where it cannot be made', () => {
    const dir = filled();
    writeFileSync(join(dir, 'backups'), 'not a folder');
    expect(() => makeBackup(dir, Date.now())).toThrow('could not be backed up');
  });
});

describe('a restore', () => {
  it('loses no decision that is newer than the backup, and keeps what was there', () => {
    const dir = filled();
    makeBackup(dir, Date.now());
    const store = openStore(dir);
    judge(store, 'a.jpg', { stars: 5 });
    judge(store, 'b.jpg', { pick: 'reject' });
    judge(store, 'b.jpg', { label: 'red' });
    store.undo(null);
    const before = verdictsOf(store);
    store.close();
    const [backup] = listBackups(dir);
    planRestore(dir, backup?.name ?? '');

    const again = openStore(dir);
    expect(again.openingNotice()).toContain('4 decisions came back');
    expect(verdictsOf(again)).toEqual(before);
    expect(again.decisionLog()).toEqual({ waiting: 0, trouble: null });
    expect(listBackups(dir).map(({ kind }) => kind)).toEqual(['replaced', 'dated']);
    // The line of undo is what it was.
    again.redo(null);
    expect(verdictsOf(again)['b.jpg']).toMatchObject({ pick: 'reject', label: 'red' });
    again.close();
    expect(openStore(dir).openingNotice()).toBeNull();
  });

  it('can be taken back before the next start, and is refused for what is no backup', () => {
    const dir = filled();
    makeBackup(dir, Date.now());
    const keeper = new BackupKeeper(dir);
    const name = keeper.status().backups[0]?.name ?? '';
    expect(keeper.restore(name).restoring).toBe(name);
    expect(keeper.restore(null).restoring).toBeNull();
    expect(() => keeper.restore('../catalogue.db')).toThrow('There is no backup');
  });
});

describe('a damaged catalogue', () => {
  it('is replaced by its newest good backup, and kept; the log brings back the rest', () => {
    const dir = filled();
    makeBackup(dir, Date.now() - 2 * day);
    makeBackup(dir, Date.now());
    const store = openStore(dir);
    judge(store, 'b.jpg', { stars: 4 });
    const before = verdictsOf(store);
    store.close();
    // The newest backup is damaged as well.
    truncateSync(join(dir, 'backups', listBackups(dir)[0]?.name ?? ''), 9000);
    writeFileSync(join(dir, 'catalogue.db'), Buffer.alloc(50_000, 'x'));

    const again = recovering(dir);
    expect(verdictsOf(again)).toEqual(before);
    expect(again.openingNotice()).toMatch(/was damaged.*backup of .* UTC is open.*1 decisions came back/);
    expect(readdirSync(dir).some((name) => name.startsWith('catalogue.db.damaged-'))).toBe(true);
  });

  it('is also known by a page in its middle', () => {
    const dir = filled();
    makeBackup(dir, Date.now());
    truncateSync(join(dir, 'catalogue.db'), 20_000);
    expect(verdictsOf(recovering(dir))['a.jpg']).toMatchObject({ stars: 3 });
  });

  it('without a backup is left as it is, with a sentence', () => {
    const dir = filled();
    writeFileSync(join(dir, 'catalogue.db'), Buffer.alloc(50_000, 'x'));
    expect(() => recovering(dir)).toThrow('no good copy');
    expect(existsSync(join(dir, 'catalogue.db'))).toBe(true);
  });
});

describe('a replay', () => {
  it('rebuilds the verdicts of a catalogue begun anew, by fingerprint, with undo as it was', () => {
    const dir = filled();
    const store = openStore(dir);
    judge(store, 'a.jpg', { stars: 5, label: 'blue' });
    judge(store, 'b.jpg', { pick: 'pick' });
    store.undo(null);
    const before = verdictsOf(store);
    store.close();

    const other = temporaryFolder();
    copyFileSync(join(dir, 'decisions.jsonl'), join(other, 'decisions.jsonl'));
    const fresh = openStore(other);
    libraryWith(fresh, seen('elsewhere/a.jpg'), seen('b.jpg'));
    // The catalogue made by the test's helper names its pictures by their path.
    expect(fresh.decisionLog().waiting).toBeGreaterThan(0);
    expect(fresh.replay()).toMatchObject({ waiting: 3 });
    fresh.close();

    rmSync(join(other, 'catalogue.db'));
    const again = openStore(other);
    libraryWith(again, seen('b.jpg'), seen('a.jpg'));
    expect(again.replay()).toMatchObject({ waiting: 0, photos: 1 });
    expect(verdictsOf(again)).toEqual(before);
    expect(again.decisionLog()).toEqual({ waiting: 0, trouble: null });
    expect(again.replay()).toEqual({ decisions: 0, photos: 0, waiting: 0 });
    again.redo(null);
    expect(verdictsOf(again)['b.jpg']?.pick).toBe('pick');
  });

  it('lets stand what was decided later', () => {
    const dir = filled();
    const other = temporaryFolder();
    copyFileSync(join(dir, 'decisions.jsonl'), join(other, 'decisions.jsonl'));
    const store = openStore(other);
    libraryWith(store, seen('a.jpg'));
    judge(store, 'a.jpg', { stars: 1 });
    store.replay();
    expect(verdictsOf(store)['a.jpg']?.stars).toBe(1);
  });
});
