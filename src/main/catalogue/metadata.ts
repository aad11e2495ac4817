import type { Metadata } from '../../shared/metadata.ts';
import type { Statements } from './statements.ts';

/** The columns of `photo` that hold metadata, under the names they have in the program. */
export const metadataColumns = `photo.captured, photo.captured_offset AS capturedOffset, photo.camera,
  photo.camera_serial AS cameraSerial, photo.lens, photo.focal_length AS focalLength, photo.aperture, photo.shutter,
  photo.iso, photo.exposure_bias AS exposureBias, photo.bracketed, photo.orientation, photo.latitude, photo.longitude, photo.altitude, photo.title, photo.caption,
  photo.file_rating AS rating, photo.file_label AS label`;

/** Writes what files say of their photos. */
export function writeMetadata(db: Statements, photo: number, metadata: Metadata): void {
  db.prepare(
    `UPDATE photo SET captured = ?, captured_offset = ?, camera = ?, camera_serial = ?, lens = ?, focal_length = ?,
       aperture = ?, shutter = ?, iso = ?, exposure_bias = ?, bracketed = ?, orientation = ?, latitude = ?, longitude = ?, altitude = ?, title = ?,
       caption = ?, file_rating = ?, file_label = ? WHERE id = ?`,
  ).run(
    metadata.captured,
    metadata.capturedOffset,
    metadata.camera,
    metadata.cameraSerial,
    metadata.lens,
    metadata.focalLength,
    metadata.aperture,
    metadata.shutter,
    metadata.iso,
    metadata.exposureBias,
    Number(metadata.bracketed),
    metadata.orientation,
    metadata.latitude,
    metadata.longitude,
    metadata.altitude,
    metadata.title,
    metadata.caption,
    metadata.rating,
    metadata.label,
    photo,
  );
  writeKeywords(db, photo, metadata.keywords);
}

function writeKeywords(db: Statements, photo: number, keywords: readonly string[]): void {
  db.prepare('DELETE FROM photo_keyword WHERE photo_id = ?').run(photo);
  keywords.forEach((keyword, position) => {
    db.prepare('INSERT OR IGNORE INTO keyword (name) VALUES (?)').run(keyword);
    db.prepare(
      `INSERT OR IGNORE INTO photo_keyword (photo_id, keyword_id, position)
       SELECT ?, id, ? FROM keyword WHERE name = ?`,
    ).run(photo, position, keyword);
  });
}

export const keywordsOf = (db: Statements, photo: number): string[] =>
  db
    .prepare<[number], { name: string }>(
      `SELECT keyword.name FROM photo_keyword JOIN keyword ON keyword.id = photo_keyword.keyword_id
       WHERE photo_keyword.photo_id = ? ORDER BY photo_keyword.position`,
    )
    .all(photo)
    .map(({ name }) => name);
