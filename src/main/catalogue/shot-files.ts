import { formatName, isRawFormat } from '../../shared/formats.ts';
import type { PhotoVersion, ShotFile } from '../../shared/photo.ts';
import { membersOf } from './shot-members.ts';
import type { Statements } from './statements.ts';
import type { PhotoFile } from './types.ts';

export const shotFileQueries = {
  files: `SELECT file.id AS file, file.photo_id AS photo, file.root_id AS root, root.path AS rootPath, root.offline,
      file.path, file.size, file.mtime, file.format, file.content_id AS contentId, photo.hidden
    FROM file JOIN photo ON photo.id = file.photo_id JOIN root ON root.id = file.root_id
    WHERE file.photo_id = ? AND file.gone_at IS NULL`,
  versions: `SELECT photo.id AS photo, file.path FROM photo
    JOIN file ON file.photo_id = photo.id AND file.gone_at IS NULL
    WHERE photo.version_of = ? ORDER BY file.path`,
  films: `SELECT file.id AS file, file.root_id AS root, root.path AS rootPath, root.offline,
      file.path, file.size, file.mtime
    FROM file JOIN root ON root.id = file.root_id
    WHERE file.content_id = ? AND file.is_photo = 0 AND file.gone_at IS NULL ORDER BY file.id`,
};

type FileRow = Omit<PhotoFile, 'role' | 'offline' | 'shown' | 'photo' | 'own'> & {
  photo: number;
  offline: number;
  contentId: string | null;
  hidden: number;
};

/** The files of photos, which are several where a shot was stored as RAW and JPEG, or with a film. */
export class ShotFiles {
  readonly #db: Statements;

  constructor(db: Statements) {
    this.#db = db;
  }

  /** The files of photos, those that are there: a shot's RAW file first, then its other pictures, then films. */
  filesOf(photos: readonly number[]): PhotoFile[] {
    const find = this.#db.prepare<[number], FileRow>(shotFileQueries.files);
    const films = this.#db.prepare<[string], Omit<FileRow, 'photo' | 'format' | 'contentId' | 'hidden'>>(
      shotFileQueries.films,
    );
    return photos.flatMap((photo) => {
      const rows = membersOf(this.#db, photo).flatMap((member) => find.all(member));
      const pictures = rows.map(({ contentId: _, hidden, photo: own, ...row }): PhotoFile => ({
        ...row,
        photo,
        own,
        offline: row.offline === 1,
        role: isRawFormat(row.format) ? 'raw' : 'picture',
        shown: hidden === 0,
      }));
      const ids = new Set(rows.flatMap(({ contentId }) => contentId ?? []));
      const moving = [...ids]
        .flatMap((id) => films.all(id))
        .map((row): PhotoFile => ({
          ...row,
          photo,
          own: null,
          format: null,
          offline: row.offline === 1,
          role: 'film',
          shown: false,
        }));
      return [...pictures, ...moving];
    });
  }

  /** How many photos these are to the person, who sees one where a shot has several files. */
  count(photos: readonly number[]): number {
    return new Set(photos.map((photo) => membersOf(this.#db, photo)[0])).size;
  }

  /** Formats of the other files of its shot. */
  companionsOf(photo: number): string[] {
    return this.filesOf([photo]).flatMap(({ own, format }) =>
      own === photo || format === null ? [] : format,
    );
  }

  /** What photos are edited versions of this one. */
  versionsOf(photo: number): PhotoVersion[] {
    return this.#db
      .prepare<[number], { photo: number; path: string }>(shotFileQueries.versions)
      .all(photo)
      .map(({ photo: id, path }) => ({ photo: id, name: path.slice(path.lastIndexOf('/') + 1) }));
  }

  /** The files of a photo for people, without places outside the library. */
  describe(photo: number): ShotFile[] {
    return this.filesOf([photo]).map(({ path, root, format, size, role, shown }) => ({
      name: path.slice(path.lastIndexOf('/') + 1),
      folder: path.slice(0, Math.max(0, path.lastIndexOf('/'))),
      root,
      format: format === null ? null : formatName(format),
      bytes: size,
      role,
      shown,
    }));
  }
}
