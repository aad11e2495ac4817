import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import Database from 'better-sqlite3';
import { migrations } from '../../src/main/catalogue/migrations/index.ts';
import { partSuffix } from '../../src/main/disk/verified-copy.ts';
import { readXmp } from '../../src/main/imaging/xmp/read.ts';

export interface CrashFigures {
  kills: number;
  /** Decisions that were confirmed before the kill and are not in the catalogue, or not in its log, after it. */
  lost_decisions: number;
  /** Confirmed verdicts that a sidecar took back, though no other program wrote one: the program read its own as another's. */
  overruled_decisions: number;
  /** Sidecars, copies and thumbnails that are there and not whole. */
  torn_files: number;
  /** Work that is still in the queue once the program says that it has nothing to do, and copies begun that nobody ended. */
  stuck_jobs: number;
  /** Kills after which `PRAGMA integrity_check` did not say ok. */
  damaged_catalogues: number;
  confirmed_decisions: number;
}

type Said = { kind: 'begun' | 'open' } | { kind: 'asked' | 'confirmed'; photo: number; stars: number };

const victim = join(import.meta.dirname, `crash-victim${extname(import.meta.url)}`);
const random = (below: number): number => Math.floor(Math.random() * below);

/**
 * Kills the real program by SIGKILL at random moments and looks after each at what it left.
 *
 * @param dir an empty folder
 * @param photo writes photo number n to the file named
 * @param goesOn whether to kill once more, given how many kills there were
 */
export async function crash(
  dir: string,
  photo: (file: string, number: number) => Promise<void>,
  goesOn: (kills: number) => boolean,
  fromOld: (catalogue: string) => void,
): Promise<CrashFigures> {
  const figures: CrashFigures = {
    kills: 0,
    lost_decisions: 0,
    overruled_decisions: 0,
    torn_files: 0,
    stuck_jobs: 0,
    damaged_catalogues: 0,
    confirmed_decisions: 0,
  };
  let photos = 0;
  const addPhotos = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await photo(join(dir, 'shoot', `IMG_${++photos}.jpg`), photos);
  };
  for (const folder of ['shoot', 'card/DCIM/100TEST']) await mkdir(join(dir, folder), { recursive: true });
  await addPhotos(6);
  for (let i = 1; i <= 4; i++)
    await copyFile(join(dir, 'shoot', `IMG_${i}.jpg`), join(dir, 'card/DCIM/100TEST', `CARD${i}.jpg`));
  await writeFile(join(dir, 'card/DCIM/100TEST/FILM.MP4'), Buffer.alloc(20e6, 'film'));
  /** What is in the catalogue for certain, by photo: the stars in the order they were given. */
  const kept = new Map<number, number[]>();
  while (goesOn(figures.kills)) {
    if (figures.kills % 5 === 4) {
      await killedMigration(join(dir, `old-${figures.kills}`), fromOld, figures);
      continue;
    }
    const confirmed = await killedRun(dir, figures.kills);
    figures.kills++;
    for (const { photo: id, stars } of confirmed) kept.set(id, [...(kept.get(id) ?? []), stars]);
    figures.confirmed_decisions += confirmed.length;
    look(dir, kept, figures);
    await addPhotos(1 + random(2));
  }
  await finish(dir);
  look(dir, kept, figures);
  const db = new Database(join(dir, 'catalogue', 'catalogue.db'), { readonly: true });
  figures.stuck_jobs += db.prepare('SELECT count(*) FROM job').pluck().get() as number;
  figures.stuck_jobs += db.prepare('SELECT count(*) FROM copy_begun').pluck().get() as number;
  const unscored = db
    .prepare('SELECT count(*) FROM photo WHERE NOT EXISTS (SELECT 1 FROM score WHERE photo_id = photo.id)')
    .pluck()
    .get() as number;
  figures.stuck_jobs += unscored;
  db.close();
  figures.stuck_jobs += halfCopies(dir).length;
  return figures;
}

/** An old catalogue is brought up to date, and the program killed while it starts; the next start ends it. */
async function killedMigration(
  dir: string,
  fromOld: (catalogue: string) => void,
  figures: CrashFigures,
): Promise<void> {
  const catalogue = join(dir, 'catalogue');
  await mkdir(join(dir, 'shoot'), { recursive: true });
  await mkdir(join(dir, 'card/DCIM/100TEST'), { recursive: true });
  await writeFile(join(dir, 'card/DCIM/100TEST/FILM.MP4'), 'film');
  fromOld(catalogue);
  const rows = (): unknown => {
    const db = new Database(join(catalogue, 'catalogue.db'));
    try {
      if (db.pragma('integrity_check', { simple: true }) !== 'ok') figures.damaged_catalogues++;
      return db.prepare("SELECT count(*) FROM copy WHERE target LIKE '/old/%'").pluck().get();
    } finally {
      db.close();
    }
  };
  const before = rows();
  await killedRun(dir, 0);
  figures.kills++;
  if (rows() !== before) figures.lost_decisions++;
  await finish(dir);
  const db = new Database(join(catalogue, 'catalogue.db'), { readonly: true });
  if (db.pragma('user_version', { simple: true }) !== migrations.length) figures.stuck_jobs++;
  db.close();
  if (rows() !== before) figures.lost_decisions++;
}

async function finish(dir: string): Promise<void> {
  const [status] = (await once(fork(victim, [dir, 'finish', '0'], { silent: true }), 'exit')) as [
    number | null,
  ];
  if (status !== 0) throw new Error(`The last start ended with status ${status}`);
}

/** @returns the decisions it confirmed before it was killed */
async function killedRun(dir: string, run: number): Promise<{ photo: number; stars: number }[]> {
  const child = fork(victim, [dir, 'work', String(run)], { silent: true });
  const confirmed: { photo: number; stars: number }[] = [];
  const ended = once(child, 'exit');
  // One in three, and every migration, dies while it starts; the others anywhere in their work.
  const dieOn = run % 3 === 0 ? 'begun' : 'confirmed';
  let doomed = false;
  child.on('message', (message) => {
    const said = message as Said;
    if (said.kind === 'confirmed') confirmed.push({ photo: said.photo, stars: said.stars });
    if (doomed || said.kind !== dieOn) return;
    doomed = true;
    setTimeout(() => child.kill('SIGKILL'), random(dieOn === 'begun' ? 2500 : 1000));
  });
  const [status] = (await ended) as [number | null];
  if (status !== null) throw new Error(`The program ended by itself, with status ${status}`);
  return confirmed;
}

function look(dir: string, kept: Map<number, number[]>, figures: CrashFigures): void {
  const file = join(dir, 'catalogue', 'catalogue.db');
  if (existsSync(file)) lookAtCatalogue(dir, file, kept, figures);
  figures.torn_files += tornFiles(dir);
}

function lookAtCatalogue(
  dir: string,
  file: string,
  kept: Map<number, number[]>,
  figures: CrashFigures,
): void {
  const db = new Database(file);
  try {
    if (db.pragma('integrity_check', { simple: true }) !== 'ok') figures.damaged_catalogues++;
    const hasDecisions = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'decision'").get();
    if (hasDecisions) {
      const given = db.prepare<[number], number>(
        `SELECT after FROM decision JOIN step ON step.id = decision.step_id
           WHERE photo_id = ? AND field = 'stars' AND source <> 'sidecar' ORDER BY decision.id`,
      );
      const standing = db.prepare<[number], number>('SELECT stars FROM verdict WHERE photo_id = ?');
      for (const [photo, stars] of kept) {
        const found = given.pluck().all(photo);
        figures.lost_decisions += stars.filter((value, index) => found[index] !== value).length;
      }
      figures.overruled_decisions = db
        .prepare("SELECT count(*) FROM decision JOIN step ON step.id = step_id WHERE source = 'sidecar'")
        .pluck()
        .get() as number;
      const last = db.prepare<[number], number>(
        "SELECT after FROM decision WHERE photo_id = ? AND field = 'stars' ORDER BY id DESC LIMIT 1",
      );
      const decided = db.prepare<[], number>("SELECT DISTINCT photo_id FROM decision WHERE field = 'stars'");
      for (const photo of decided.pluck().all()) {
        if (standing.pluck().get(photo) !== last.pluck().get(photo)) figures.lost_decisions++;
        // One that was asked for and not confirmed may have been stored as well, also as a photo's first.
        kept.set(photo, given.pluck().all(photo));
      }
      figures.lost_decisions += missingInLog(dir, kept);
    }
  } finally {
    db.close();
  }
}

/** The log is brought up with every decision that was confirmed; only the one under way may be missing until the next start. */
function missingInLog(dir: string, kept: Map<number, number[]>): number {
  const file = join(dir, 'catalogue', 'decisions.jsonl');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const whole = lines.filter((line) => {
    try {
      const { field, source } = JSON.parse(line) as { field?: string; source?: string };
      return field === 'stars' && source !== 'sidecar';
    } catch {
      return false;
    }
  });
  const decided = kept.values().reduce((sum, stars) => sum + stars.length, 0);
  return Math.max(0, decided - whole.length - 1);
}

function tornFiles(dir: string): number {
  let torn = 0;
  for (const name of readdirSync(join(dir, 'shoot')).filter((file) => file.endsWith('.xmp'))) {
    const bytes = readFileSync(join(dir, 'shoot', name));
    try {
      readXmp(bytes);
      if (!bytes.toString().includes('</x:xmpmeta>')) torn++;
    } catch {
      torn++;
    }
  }
  for (const target of ['first', 'second']) {
    for (const path of filesIn(join(dir, target))) {
      if (path.endsWith(partSuffix) || path.endsWith('.xmp')) continue;
      const source = join(dir, 'card/DCIM/100TEST', path.slice(path.lastIndexOf('/') + 1));
      if (!existsSync(source) || !readFileSync(path).equals(readFileSync(source))) torn++;
    }
  }
  for (const path of filesIn(join(dir, 'catalogue', 'thumbs')).filter((file) => file.endsWith('.webp'))) {
    const bytes = readFileSync(path);
    if (bytes.length < 8 || bytes.readUInt32LE(4) + 8 !== bytes.length) torn++;
  }
  return torn;
}

const halfCopies = (dir: string): string[] =>
  ['first', 'second']
    .flatMap((target) => filesIn(join(dir, target)))
    .filter((path) => path.endsWith(partSuffix));

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];
