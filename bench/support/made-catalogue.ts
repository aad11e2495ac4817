import { lookBytes } from '../../src/main/imaging/look.ts';
import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openDatabase } from '../../src/main/catalogue/open-database.ts';
import { wordsOf } from '../../src/main/catalogue/search.ts';
import type { StoreOptions } from '../../src/main/catalogue/store.ts';
import { readingVersion } from '../../src/main/imaging/format.ts';
import { metadataVersion } from '../../src/main/imaging/merge-metadata.ts';
import { defaultModelDir } from '../../src/main/application.ts';
import { loadManifest } from '../../src/main/model/load-model.ts';
import { randomFrom } from '../../src/shared/statistics/random.ts';
import { plannedPhotos, type PlannedPhoto } from './planned-photos.ts';

export interface MadeCatalogueOptions {
  /** Folder of the catalogue; it must hold none yet. */
  dir: string;
  photos: number;
  /** Folder of the photographs; without files it is not made, and counts as a drive that is away. */
  root: string;
  /** Writes a small file for each photo, and keeps its size, time and inode; else these are made up. */
  files?: boolean;
  /** Pictures that stand for the photos' thumbnails in turn, by hard links. */
  thumbnails?: readonly string[];
}

/** How the shipped model's catalogue is opened. */
export async function storeOptions(dir: string): Promise<StoreOptions> {
  const { manifest, version } = await loadManifest(defaultModelDir);
  return { dir, program: 'bench', manifest, modelVersion: version, readingVersion, metadataVersion };
}

/**
 * Writes a catalogue as the application would have made it of ten years of photographs: every photo identified and
 * scored with the shipped model, with metadata, verdicts, an embedding and the words that are searched.
 */
export async function makeCatalogue(options: MadeCatalogueOptions): Promise<void> {
  const { dir, photos, root, files = false } = options;
  mkdirSync(dir, { recursive: true });
  if (files) mkdirSync(root, { recursive: true });
  const { manifest, modelVersion } = await storeOptions(dir);
  const db = openDatabase(dir);
  try {
    // Nothing here is worth the wait for the drive.
    db.pragma('synchronous = OFF');
    const model = Number(
      db
        .prepare('INSERT INTO model (version, manifest, added_at) VALUES (?, ?, ?)')
        .run(modelVersion, JSON.stringify(manifest), Date.now()).lastInsertRowid,
    );
    const write = writer(
      db,
      options,
      model,
      manifest.tasks.map(({ scale }) => scale),
      manifest.embedding.size,
    );
    const batch: PlannedPhoto[] = [];
    const flush = db.transaction(() => batch.splice(0).forEach(write));
    for (const photo of plannedPhotos(photos, manifest.tasks.length)) {
      batch.push(photo);
      if (batch.length === 10_000) flush();
    }
    flush();
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

function writer(
  db: Database.Database,
  { dir, root, files = false, thumbnails = [] }: MadeCatalogueOptions,
  model: number,
  scales: readonly { mean: number; deviation: number }[],
  embeddingSize: number,
): (photo: PlannedPhoto) => void {
  const top = files ? realpathSync(root) : root;
  const device = files ? String(statSync(top).dev) : 'made';
  const now = Date.now();
  const rootId = db
    .prepare('INSERT INTO root (path, volume, device, added_at) VALUES (?, NULL, ?, ?)')
    .run(top, device, now).lastInsertRowid;
  const addPhoto = db.prepare(
    `INSERT INTO photo (uid, captured, camera, lens, focal_length, aperture, shutter, iso, width, height, thumbed, added_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)`,
  );
  const addFile = db.prepare(
    `INSERT INTO file (root_id, path, path_key, size, mtime, device, inode, is_photo, format, fingerprint, picture,
       photo_id, metadata_version)
     VALUES (?, ?, ?, ?, ?, ?, ?, 1, 'jpeg', ?, ?, ?, ?)`,
  );
  const addScore = db.prepare('INSERT INTO score (photo_id, model_id, raw, scored_at) VALUES (?, ?, ?, ?)');
  const addEmbedding = db.prepare('INSERT INTO embedding (photo_id, model_id, vector) VALUES (?, ?, ?)');
  const addLook = db.prepare('INSERT INTO look (photo_id, look) VALUES (?, ?)');
  // Alike enough for a burst where the time is near enough.
  const addLikeness = db.prepare(
    `INSERT INTO likeness (photo_id, before_id, content, picture, shift_x, shift_y, overlap)
     VALUES (?, ?, 0.95, 0.8, 0, 0, 1)`,
  );
  const addVerdict = db.prepare(
    'INSERT INTO verdict (profile_id, photo_id, pick, stars, label) VALUES (1, ?, ?, ?, ?)',
  );
  const addKeyword = db.prepare('INSERT OR IGNORE INTO keyword (name) VALUES (?)');
  const tag = db.prepare(
    'INSERT INTO photo_keyword (photo_id, keyword_id, position) SELECT ?, id, ? FROM keyword WHERE name = ?',
  );
  const addWords = db.prepare('INSERT INTO photo_text (rowid, words) VALUES (?, ?)');
  const embed = embeddings(embeddingSize);
  const folders = new Set<string>();
  let lastFolder = '';
  let folderWords: string[] = [];
  let number = 0;
  const look = new Uint8Array(lookBytes);

  return (photo) => {
    number++;
    const digest = createHash('sha256').update(`photo ${number}`).digest();
    const uid = digest.subarray(0, 16);
    const fingerprint = digest.toString('hex', 16);
    const picture = `${fingerprint}-1`;
    const [width, height] = photo.upright ? [4000, 6000] : [6000, 4000];
    const id = addPhoto.run(
      uid,
      photo.captured,
      photo.camera,
      photo.lens,
      photo.focalLength,
      photo.aperture,
      photo.shutter,
      photo.iso,
      width,
      height,
      now,
    ).lastInsertRowid;
    const file = files
      ? writeSmallFile(join(top, photo.path), digest, folders)
      : { size: 9_000_000 + number, mtime: photo.captured, inode: String(number), device };
    addFile.run(
      rootId,
      photo.path,
      photo.path.normalize('NFC'),
      file.size,
      file.mtime,
      file.device,
      file.inode,
      fingerprint,
      picture,
      id,
      metadataVersion,
    );
    const raw = Float32Array.from(
      scales,
      ({ mean, deviation }, task) => mean + deviation * (photo.quality[task] ?? 0),
    );
    addScore.run(id, model, Buffer.from(raw.buffer), now);
    addEmbedding.run(id, model, embed(photo.scene));
    addLook.run(id, look);
    if (number > 1) addLikeness.run(id, BigInt(id) - 1n);
    if (photo.pick !== 'none' || photo.stars > 0 || photo.label !== 'none')
      addVerdict.run(id, photo.pick, photo.stars, photo.label);
    photo.keywords.forEach((keyword, position) => {
      addKeyword.run(keyword);
      tag.run(id, position, keyword);
    });
    const folder = dirname(photo.path);
    if (folder !== lastFolder) {
      lastFolder = folder;
      folderWords = wordsOf(`${top.slice(top.lastIndexOf('/') + 1)} ${folder} ${photo.camera}`);
    }
    const own = wordsOf(`${photo.path.slice(folder.length)} ${photo.lens} ${photo.keywords.join(' ')}`);
    addWords.run(id, [...new Set([...folderWords, ...own])].join(' '));
    const thumbnail = thumbnails[number % thumbnails.length];
    if (thumbnail !== undefined) linkThumbnail(dir, thumbnail, uid.toString('hex'), picture, folders);
  };
}

/** Vectors of which those of one scene are alike. */
function embeddings(size: number): (scene: number) => Buffer {
  const random = randomFrom(11);
  const noise = Float16Array.from({ length: 1 << 16 }, () => (random() + random() + random() - 1.5) * 2);
  const some = (): Float16Array => {
    const start = Math.floor(random() * (noise.length - size));
    return noise.subarray(start, start + size);
  };
  let lastScene = -1;
  let ofScene = some();
  return (scene) => {
    if (scene !== lastScene) ofScene = some();
    lastScene = scene;
    const vector = ofScene.slice();
    vector.set(some().subarray(0, size / 8), Math.floor(random() * size * 0.875));
    return Buffer.from(vector.buffer);
  };
}

/** A file that claims to be a photo; nothing in it but what makes it unlike the others. */
function writeSmallFile(
  path: string,
  content: Uint8Array,
  folders: Set<string>,
): { size: number; mtime: number; device: string; inode: string } {
  makeOnce(dirname(path), folders);
  writeFileSync(path, content);
  const { size, mtimeNs, dev, ino } = statSync(path, { bigint: true });
  return { size: Number(size), mtime: Number(mtimeNs) / 1e6, device: String(dev), inode: String(ino) };
}

/** Under the name that the picture store gives it. */
function linkThumbnail(dir: string, from: string, uid: string, picture: string, folders: Set<string>): void {
  const folder = join(dir, 'thumbs', uid.slice(0, 2));
  makeOnce(folder, folders);
  const version = createHash('sha256').update(picture).digest('hex').slice(0, 16);
  linkSync(from, join(folder, `${uid}-${version}.webp`));
}

function makeOnce(folder: string, made: Set<string>): void {
  if (made.has(folder)) return;
  mkdirSync(folder, { recursive: true });
  made.add(folder);
}
