import { join, sep } from 'node:path';
import type { PhotoGroup } from '../../shared/groups.ts';
import type { PhotoDetail, PhotoRow, PhotoState, Problem } from '../../shared/photo.ts';
import { noVerdict, type Verdict } from '../../shared/verdict.ts';
import type { Metadata } from '../../shared/metadata.ts';
import { isRawFormat } from '../../shared/formats.ts';
import { clockJoin, clockOffset } from './clocks.ts';
import type { Columns } from './columns.ts';
import type { FileFacts } from './fact-columns.ts';
import type { EarlierScores } from './earlier-scores.ts';
import { profile } from './decisions.ts';
import type { PhotoChanges } from './files.ts';
import { frameColumns, frameJoins, frameOf, type FrameRow } from './groups/frame-rows.ts';
import type { GroupActs } from './groups/group-acts.ts';
import type { Groups } from './groups/groups.ts';
import { keywordsOf, metadataColumns } from './metadata.ts';
import { rangeOf } from './path-range.ts';
import { isFilmOf, ShotFiles } from './shot-files.ts';
import type { ExportRow, FileRecord } from './types.ts';
import type { Search } from './search.ts';
import type { Statements } from './statements.ts';
import { suggestionOf } from './suggestions.ts';

interface IndexRow extends FrameRow, FileFacts {
  photo: number;
  root: number;
  path: string;
  /** By the clock as it is set right. */
  captured: number | null;
  /** Of the model in use. */
  raw: Buffer | null;
  pick: Verdict['pick'] | null;
  stars: number | null;
  label: Verdict['label'] | null;
}

/** What a row of the grid shows of its file; `live` is to be asked for where the file has a `contentId`. */
interface RowFile {
  fileId: number;
  root: number;
  path: string;
  format: string | null;
  picture: string | null;
  failure: string | null;
  contentId: string | null;
}

type RowPhoto = Pick<
  DetailRow,
  | 'id'
  | 'captured'
  | 'width'
  | 'height'
  | 'thumbed'
  | 'shot'
  | 'versionOf'
  | 'motion'
  | 'pictureWidth'
  | 'pictureHeight'
> & { camera: string; serial: string };

/** What rows of the grid and of the panel are made of. */
type RowFacts = Omit<RowPhoto, 'camera' | 'serial'> &
  Pick<DetailRow, 'root' | 'path' | 'format' | 'picture' | 'failure' | 'offline' | 'clock' | 'live'>;

interface DetailRow extends Omit<Metadata, 'keywords' | 'bracketed'> {
  bracketed: number;
  /** Milliseconds that the camera's clock is set right by. */
  clock: number;
  id: number;
  uid: Buffer;
  fileId: number;
  root: number;
  rootPath: string;
  offline: number;
  path: string;
  size: number;
  mtime: number;
  format: string | null;
  fingerprint: string | null;
  picture: string | null;
  failure: string | null;
  failedAt: number | null;
  width: number | null;
  height: number | null;
  thumbed: number;
  shot: number | null;
  versionOf: number | null;
  motion: number;
  live: number;
  pictureWidth: number | null;
  pictureHeight: number | null;
}

const detailColumns = `photo.id, photo.uid, file.id AS fileId, file.root_id AS root, root.path AS rootPath, root.offline,
  file.path, file.size, file.mtime, file.format, file.fingerprint, file.picture, file.failure, file.failed_at AS failedAt,
  photo.width, photo.height, photo.thumbed, photo.shot_id AS shot, photo.version_of AS versionOf, photo.motion,
  photo.picture_width AS pictureWidth, photo.picture_height AS pictureHeight, ${clockOffset} AS clock,
  file.content_id IS NOT NULL AND EXISTS (SELECT 1 FROM file AS film WHERE ${isFilmOf('film', 'file')}) AS live, ${metadataColumns}`;

const indexed = `SELECT file.photo_id AS photo, file.root_id AS root, file.path,
    photo.captured + ${clockOffset} AS captured, score.raw, verdict.pick, verdict.stars, verdict.label,
    photo.lens, photo.file_rating AS rating, ${frameColumns}
  FROM file JOIN photo ON photo.id = file.photo_id ${clockJoin} ${frameJoins}
  LEFT JOIN verdict ON verdict.photo_id = photo.id AND verdict.profile_id = ${profile}
  LEFT JOIN score ON score.photo_id = photo.id AND score.model_id = ?`;

export const photoQueries = {
  index: `${indexed} WHERE file.photo_id IS NOT NULL AND file.gone_at IS NULL AND photo.hidden = 0`,
  indexOne: `${indexed} WHERE file.photo_id = ? AND file.gone_at IS NULL AND photo.hidden = 0`,
  // Asked for apart from the index: of most photos the model in use has a score, and this one costs as much as all else.
  earlierScore:
    'SELECT model_id AS model, raw FROM score WHERE photo_id = ? ORDER BY scored_at DESC, model_id DESC LIMIT 1',
  detail: `SELECT ${detailColumns} FROM file JOIN photo ON photo.id = file.photo_id JOIN root ON root.id = file.root_id
    ${clockJoin} WHERE file.photo_id = ? AND file.gone_at IS NULL`,
  // One table each: joined, with all that a photo's detail needs, they take ten times as long.
  rowFile: `SELECT id AS fileId, root_id AS root, path, format, picture, failure, content_id AS contentId FROM file
    WHERE photo_id = ? AND gone_at IS NULL`,
  rowPhoto: `SELECT id, captured, width, height, thumbed, shot_id AS shot, version_of AS versionOf, motion,
    picture_width AS pictureWidth, picture_height AS pictureHeight, coalesce(camera, '') AS camera,
    coalesce(camera_serial, '') AS serial FROM photo WHERE id = ?`,
  rootsOffline: 'SELECT id FROM root WHERE offline = 1',
  clocks: 'SELECT camera, serial, offset FROM camera_clock',
  isLive: `SELECT 1 FROM file WHERE file.id = ? AND EXISTS (SELECT 1 FROM file AS film WHERE ${isFilmOf('film', 'file')})`,
  problems: `SELECT ${detailColumns} FROM file JOIN photo ON photo.id = file.photo_id JOIN root ON root.id = file.root_id
    ${clockJoin} WHERE file.failure IS NOT NULL AND file.gone_at IS NULL AND photo.hidden = 0
    ORDER BY file.failed_at DESC LIMIT 10000`,
  copies: `SELECT photo_id AS photo FROM file
    WHERE fingerprint = ? AND gone_at IS NULL AND photo_id IS NOT NULL AND photo_id <> ?`,
  /** A file of a shot that another one stands for has that one's scores. */
  exported: `SELECT file.photo_id AS photo, file.path, score.raw,
      CASE WHEN score.raw IS NULL THEN file.failure END AS failure
    FROM file JOIN photo ON photo.id = file.photo_id
    LEFT JOIN photo AS face ON photo.hidden = 1 AND face.shot_id = photo.shot_id AND face.hidden = 0
    LEFT JOIN score ON score.photo_id = coalesce(face.id, photo.id) AND score.model_id = :model
    WHERE file.root_id = :root AND file.gone_at IS NULL AND file.path >= :from AND file.path < :to
    ORDER BY file.path`,
  failed: `SELECT file.photo_id AS photo FROM file WHERE file.failure IS NOT NULL AND file.gone_at IS NULL`,
};

const floatsOf = (bytes: Buffer): Float32Array => {
  const length = bytes.byteLength / Float32Array.BYTES_PER_ELEMENT;
  if (bytes.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0)
    return new Float32Array(bytes.buffer, bytes.byteOffset, length);
  return new Float32Array(Uint8Array.from(bytes).buffer);
};

/** Rows for the grid and the panel, and the columns kept equal to the tables. */
export class Photos implements PhotoChanges {
  readonly #db: Statements;
  readonly #columns: Columns;
  readonly #groups: Groups;
  readonly #acts: GroupActs;
  readonly #model: number;
  readonly #earlier: EarlierScores;
  /** Photos whose scores are not of the model in use, and whose they are. */
  readonly #scoredBy = new Map<number, number>();
  readonly #search: Search;
  readonly #shotFiles: ShotFiles;
  #touched = new Set<number>();
  #reworded = new Set<number>();

  constructor(
    db: Statements,
    { columns, groups, acts }: { columns: Columns; groups: Groups; acts: GroupActs },
    search: Search,
    model: number,
    earlier: EarlierScores,
  ) {
    this.#db = db;
    this.#columns = columns;
    this.#groups = groups;
    this.#acts = acts;
    this.#search = search;
    this.#shotFiles = new ShotFiles(db);
    this.#model = model;
    this.#earlier = earlier;
  }

  loadColumns(): void {
    for (const row of this.#db.prepare<[number], IndexRow>(photoQueries.index).iterate(this.#model))
      this.#put(row);
  }

  touch(photo: number): void {
    this.#touched.add(photo);
  }

  reword(photo: number): void {
    this.#touched.add(photo);
    this.#reworded.add(photo);
  }

  /** Photos of which something changed since the columns were brought up. */
  get touched(): ReadonlySet<number> {
    return this.#touched;
  }

  /** Photos whose names or facts changed in this transaction. */
  get reworded(): ReadonlySet<number> {
    return this.#reworded;
  }

  /** Brings the search up to the tables; to be called in the transaction that reworded the photos. */
  indexReworded(): void {
    for (const photo of this.#reworded) this.#search.index(photo);
    this.#reworded.clear();
  }

  /** Brings the columns up to the tables; to be called after the transaction that touched the photos. */
  refreshTouched(): boolean {
    if (this.#touched.size === 0) return false;
    this.#columns.revision++;
    const find = this.#db.prepare<[number, number], IndexRow>(photoQueries.indexOne);
    for (const photo of this.#touched) {
      const row = find.get(this.#model, photo);
      if (row) this.#put(row);
      else {
        this.#columns.remove(photo);
        this.#groups.remove(photo);
        this.#scoredBy.delete(photo);
      }
    }
    this.#touched.clear();
    return true;
  }

  rows(ids: number[]): PhotoRow[] {
    const findFile = this.#db.prepare<[number], RowFile>(photoQueries.rowFile);
    const findPhoto = this.#db.prepare<[number], RowPhoto>(photoQueries.rowPhoto);
    const isLive = this.#db.prepare<[number]>(photoQueries.isLive);
    const away = new Set(
      this.#db
        .prepare<[], { id: number }>(photoQueries.rootsOffline)
        .all()
        .map(({ id }) => id),
    );
    const clocks = this.#db
      .prepare<[], { camera: string; serial: string; offset: number }>(photoQueries.clocks)
      .all();
    return ids.flatMap((id) => {
      const [file, photo] = [findFile.get(id), findPhoto.get(id)];
      if (!file || !photo) return [];
      const clock = clocks.find(({ camera, serial }) => camera === photo.camera && serial === photo.serial);
      return this.#rowOf({
        ...photo,
        ...file,
        offline: Number(away.has(file.root)),
        clock: clock?.offset ?? 0,
        live: Number(file.contentId !== null && isLive.get(file.fileId) !== undefined),
      });
    });
  }

  detail(id: number): PhotoDetail | null {
    const row = this.#db.prepare<[number], DetailRow>(photoQueries.detail).get(id);
    if (!row) return null;
    const copies = row.fingerprint
      ? this.#db.prepare<[string, number], { photo: number }>(photoQueries.copies).all(row.fingerprint, id)
      : [];
    return {
      ...this.#rowOf(row),
      ...metadataOf(row),
      keywords: keywordsOf(this.#db, id),
      bytes: row.size,
      rendering: isRawFormat(row.format) ? 'camera JPEG' : 'own',
      files: this.#shotFiles.describe(id),
      versions: this.#shotFiles.versionsOf(id),
      percentiles: this.#columns.percentilesOf(id),
      shoot: this.#columns.shootOf(id),
      copies: copies.map(({ photo }) => photo),
    };
  }

  /** Absolute paths of photos' files, and by what their thumbnails are named. */
  placesOf(ids: number[]): { photo: number; path: string; uid: string; picture: string | null }[] {
    const find = this.#db.prepare<[number], DetailRow>(photoQueries.detail);
    return ids.flatMap((photo) => {
      const row = find.get(photo);
      if (!row) return [];
      const path = join(row.rootPath, row.path.split('/').join(sep));
      return [{ photo, path, uid: row.uid.toString('hex'), picture: row.picture }];
    });
  }

  /** The file a photo's pictures are made of; null where nothing there is a picture. */
  pictureFile(id: number): FileRecord | null {
    const row = this.#db.prepare<[number], DetailRow>(photoQueries.detail).get(id);
    if (!row?.picture) return null;
    const { fileId, root, rootPath, path, size, mtime, picture } = row;
    return {
      id: fileId,
      root,
      rootPath,
      path,
      size,
      mtime,
      photo: id,
      uid: row.uid.toString('hex'),
      picture,
    };
  }

  problems(): Problem[] {
    return this.#db
      .prepare<[], DetailRow>(photoQueries.problems)
      .all()
      .map((row) => {
        const { name, folder } = this.#rowOf(row);
        const rootName = lastPart(row.rootPath);
        return {
          photo: row.id,
          name,
          place: folder ? `${rootName}/${folder}` : rootName,
          sentence: row.failure ?? '',
          at: row.failedAt ?? 0,
        };
      });
  }

  /** Photos whose file failed, all or those among `photos`. */
  failed(photos: number[] | null): number[] {
    const all = this.#db
      .prepare<[], { photo: number }>(photoQueries.failed)
      .all()
      .map(({ photo }) => photo);
    if (!photos) return all;
    const wanted = new Set(photos);
    return all.filter((photo) => wanted.has(photo));
  }

  fileOf(photo: number): number | undefined {
    return this.#db.prepare<[number], DetailRow>(photoQueries.detail).get(photo)?.fileId;
  }

  /** Everything in a folder that claims to be a photo, in the order of the paths' code points. */
  exportRows(root: number, folder: string): ExportRow[] {
    const [from, to] = rangeOf(folder);
    const rows = this.#db
      .prepare<
        [{ model: number; root: number; from: string; to: string }],
        { photo: number; path: string; raw: Buffer | null; failure: string | null }
      >(photoQueries.exported)
      .all({ model: this.#model, root, from, to });
    return rows.map((row) => ({
      photo: row.photo,
      path: row.path,
      raw: row.raw ? floatsOf(row.raw) : null,
      failure: row.failure,
    }));
  }

  #put(row: IndexRow): void {
    const { photo, root, path, captured, raw, pick, stars, label, camera, lens, rating } = row;
    this.#scoredBy.delete(photo);
    const shown = raw ? floatsOf(raw) : this.#earlierScore(photo);
    const verdict: Verdict = {
      pick: pick ?? noVerdict.pick,
      stars: stars ?? noVerdict.stars,
      label: label ?? noVerdict.label,
    };
    this.#columns.put({
      id: photo,
      root,
      path,
      captured,
      raw: shown,
      verdict,
      facts: { camera, lens, rating },
    });
    this.#groups.put(frameOf(row, this.#acts.handOf(row.photo)));
  }

  #groupOf(photo: number): PhotoGroup | null {
    const group = this.#groups.of(photo);
    return group && { id: group.id, kind: group.kind, size: group.photos.length, place: null };
  }

  /** What the model that scored the photo last says of it, in the terms of the one in use. */
  #earlierScore(photo: number): Float32Array | null {
    const row = this.#db
      .prepare<[number], { model: number; raw: Buffer }>(photoQueries.earlierScore)
      .get(photo);
    const translated = row ? this.#earlier.translate(row.model, floatsOf(row.raw)) : null;
    if (row && translated) this.#scoredBy.set(photo, row.model);
    return translated;
  }

  #rowOf(row: RowFacts): PhotoRow {
    const slash = row.path.lastIndexOf('/');
    const scores = this.#columns.scoresOf(row.id);
    const earlier = this.#scoredBy.get(row.id);
    let state: PhotoState = 'waiting';
    if (row.offline) state = 'offline';
    else if (row.failure !== null) state = 'failed';
    else if (scores) state = 'scored';
    return {
      id: row.id,
      version: row.picture ?? 'none',
      name: row.path.slice(slash + 1),
      folder: slash < 0 ? '' : row.path.slice(0, slash),
      root: row.root,
      state,
      error: row.failure,
      width: row.width,
      height: row.height,
      captured: row.captured === null ? null : row.captured + row.clock,
      thumb: row.thumbed === 1,
      scores,
      earlierModel: earlier === undefined ? null : this.#earlier.nameOf(earlier),
      verdict: this.#columns.verdictOf(row.id),
      format: row.format,
      companions: row.shot === null ? [] : this.#shotFiles.companionsOf(row.id),
      versionOf: row.versionOf,
      motion: row.live ? 'live' : row.motion ? 'motion' : null,
      picture:
        row.pictureWidth !== null && row.pictureHeight !== null
          ? { width: row.pictureWidth, height: row.pictureHeight }
          : null,
      suggestion: suggestionOf(this.#db, row.id),
      group: this.#groupOf(row.id),
    };
  }
}

const metadataOf = (row: DetailRow): Omit<Metadata, 'keywords' | 'captured'> => ({
  capturedOffset: row.capturedOffset,
  camera: row.camera,
  cameraSerial: row.cameraSerial,
  lens: row.lens,
  focalLength: row.focalLength,
  aperture: row.aperture,
  shutter: row.shutter,
  iso: row.iso,
  exposureBias: row.exposureBias,
  bracketed: row.bracketed === 1,
  orientation: row.orientation,
  latitude: row.latitude,
  longitude: row.longitude,
  altitude: row.altitude,
  title: row.title,
  caption: row.caption,
  rating: row.rating,
  label: row.label,
});

/** Last part of an absolute path of this system; the path itself for a drive's top. */
export const lastPart = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
