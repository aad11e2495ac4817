import type { CameraClock } from '../../shared/groups.ts';
import { PlainError } from '../../shared/result.ts';
import type { PhotoChanges } from './files.ts';
import type { Statements } from './statements.ts';

export const clockJoin = `LEFT JOIN camera_clock ON camera_clock.camera = coalesce(photo.camera, '')
    AND camera_clock.serial = coalesce(photo.camera_serial, '')`;
export const clockOffset = 'coalesce(camera_clock.offset, 0)';

const camerasOf = `SELECT photo.camera, photo.camera_serial AS serial, count(*) AS photos, ${clockOffset} AS offset
  FROM file JOIN photo ON photo.id = file.photo_id ${clockJoin}
  WHERE file.gone_at IS NULL AND photo.captured IS NOT NULL`;
const byCamera = 'GROUP BY photo.camera, photo.camera_serial ORDER BY photo.camera, photo.camera_serial';

interface Moment {
  camera: string | null;
  serial: string | null;
  captured: number | null;
  offset: number;
}

/** Clocks of cameras set right, so that photos of several cameras stand in the order they were taken. */
export class CameraClocks {
  readonly #db: Statements;
  readonly #photos: PhotoChanges;

  constructor(db: Statements, photos: PhotoChanges) {
    this.#db = db;
    this.#photos = photos;
  }

  all(): CameraClock[] {
    return this.#db.prepare<[], CameraClock>(`${camerasOf} ${byCamera}`).all();
  }

  /**
   * From now on the photo counts as taken when the reference was.
   *
   * @throws PlainError where one of them has no time, or both are of one camera
   */
  align(photo: number, reference: number): CameraClock {
    const [own, other] = [this.#momentOf(photo), this.#momentOf(reference)];
    if (own.captured === null || other.captured === null)
      throw new PlainError('One of the two photos does not say when it was taken; choose another one.');
    if (own.camera === other.camera && own.serial === other.serial)
      throw new PlainError('Both photos are of one camera; choose two of different cameras.');
    return this.#set(own, other.captured + other.offset - own.captured);
  }

  /** Takes the camera's word for it again. */
  trust(photo: number): CameraClock {
    return this.#set(this.#momentOf(photo), 0);
  }

  #set({ camera, serial }: Moment, offset: number): CameraClock {
    this.#db
      .prepare('INSERT OR REPLACE INTO camera_clock (camera, serial, offset) VALUES (?, ?, ?)')
      .run(camera ?? '', serial ?? '', offset);
    const photos = this.#db
      .prepare<[string | null, string | null], { id: number }>(
        'SELECT id FROM photo WHERE camera IS ? AND camera_serial IS ?',
      )
      .all(camera, serial);
    for (const { id } of photos) this.#photos.touch(id);
    return { camera, serial, photos: photos.length, offset };
  }

  #momentOf(photo: number): Moment {
    const moment = this.#db
      .prepare<[number], Moment>(
        `SELECT photo.camera, photo.camera_serial AS serial, photo.captured, ${clockOffset} AS offset
         FROM photo ${clockJoin} WHERE photo.id = ?`,
      )
      .get(photo);
    if (!moment) throw new PlainError('This photo is not in the library any more.');
    return moment;
  }
}
