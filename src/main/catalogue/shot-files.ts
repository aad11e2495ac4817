import { formatName, isRawFormat } from '../../shared/formats.ts';
import type { PhotoVersion, ShotFile } from '../../shared/photo.ts';
import { membersOf } from './shot-members.ts';
import type { Statements } from './statements.ts';
import type { PhotoFile } from './types.ts';

const fileColumns = `file.id AS file, file.root_id AS root, root.path AS rootPath, root.offline, file.path, file.size,
  file.mtime FROM file JOIN root ON root.id = file.root_id`;

/** A film has the name of its photo up to the ending, and lies beside it: copies of both are parted by that. */
export const isFilmOf = (film: string, file: string): string =>
  `${film}.content_id = ${file}.content_id AND ${film}.is_photo = 0 AND ${film}.gone_at IS NULL
    AND ${film}.root_id = ${file}.root_id
    AND substr(${film}.path, 1, length(${film}.path) - 3) = substr(${file}.path, 1, length(${film}.path) - 3)`;

export const shotFileQueries = {
  pictures: `SELECT photo.id AS own, photo.hidden, file.format, ${fileColumns} JOIN photo ON photo.id = file.photo_id
    WHERE file.photo_id = ? AND file.gone_at IS NULL`,
  films: `SELECT ${fileColumns} JOIN file AS still ON still.id = ? WHERE ${isFilmOf('file', 'still')} ORDER BY file.path`,
  versions: `SELECT photo.id AS photo, file.path FROM photo
    JOIN file ON file.photo_id = photo.id AND file.gone_at IS NULL
    WHERE photo.version_of = ? ORDER BY file.path`,
};

interface FileRow extends Pick<PhotoFile, 'file' | 'root' | 'rootPath' | 'path' | 'size' | 'mtime'> {
  offline: number;
}

interface PictureRow extends FileRow {
  own: number;
  hidden: number;
  format: string | null;
}

const pictureOf = (photo: number, { hidden, ...row }: PictureRow): PhotoFile => ({
  ...row,
  photo,
  offline: row.offline === 1,
  role: isRawFormat(row.format) ? 'raw' : 'picture',
  shown: hidden === 0,
});

const filmOf = (photo: number, row: FileRow): PhotoFile => ({
  ...row,
  photo,
  own: null,
  format: null,
  offline: row.offline === 1,
  role: 'film',
  shown: false,
});

/** The files of photos, which are several where a shot was stored as RAW and JPEG, or with a film. */
export class ShotFiles {
  readonly #db: Statements;

  constructor(db: Statements) {
    this.#db = db;
  }

  /** The files of photos, those that are there: a shot's RAW file first, then its other pictures, then films. */
  filesOf(photos: readonly number[]): PhotoFile[] {
    const find = this.#db.prepare<[number], PictureRow>(shotFileQueries.pictures);
    const films = this.#db.prepare<[number], FileRow>(shotFileQueries.films);
    return photos.flatMap((photo) => {
      const rows = membersOf(this.#db, photo).flatMap((member) => find.all(member));
      return [
        ...rows.map((row) => pictureOf(photo, row)),
        ...rows.flatMap(({ file }) => films.all(file)).map((row) => filmOf(photo, row)),
      ];
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
