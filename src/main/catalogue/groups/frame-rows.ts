import type { Frame } from './frames.ts';
import { likenessColumns, linkOf, type LikenessRow } from './likeness-table.ts';

/** What the columns are filled with tells of a frame as well. */
export interface FrameRow extends LikenessRow {
  photo: number;
  root: number;
  path: string;
  captured: number | null;
  camera: string | null;
  serial: string | null;
  mtime: number;
  shutter: number | null;
  aperture: number | null;
  iso: number | null;
  focalLength: number | null;
  exposureBias: number | null;
  bracketed: number;
  looked: number;
}

export const frameColumns = `photo.camera, photo.camera_serial AS serial, file.mtime, photo.shutter, photo.aperture,
    photo.iso, photo.focal_length AS focalLength, photo.exposure_bias AS exposureBias, photo.bracketed,
    look.photo_id IS NOT NULL AS looked, ${likenessColumns}`;

export const frameJoins = `LEFT JOIN look ON look.photo_id = photo.id
  LEFT JOIN likeness ON likeness.photo_id = photo.id`;

/** @param hand as `GroupActs` gives it */
export function frameOf(row: FrameRow, hand: string | null): Frame {
  const slash = row.path.lastIndexOf('/');
  const folder = row.path.slice(0, Math.max(0, slash));
  return {
    photo: row.photo,
    sequence: sequenceName(`${row.root}/${folder}\n${row.camera ?? ''}\n${row.serial ?? ''}`),
    captured: row.captured,
    name: row.path.slice(slash + 1),
    mtime: row.mtime,
    shutter: row.shutter,
    aperture: row.aperture,
    iso: row.iso,
    focalLength: row.focalLength,
    exposureBias: row.exposureBias,
    bracketed: row.bracketed === 1,
    isComparable: row.looked === 1,
    hand,
    link: linkOf(row),
  };
}

const names = new Map<string, string>();

/** The same string for the same name: 100,000 copies of it would take megabytes. */
function sequenceName(name: string): string {
  const known = names.get(name);
  if (known === undefined) names.set(name, name);
  return known ?? name;
}
