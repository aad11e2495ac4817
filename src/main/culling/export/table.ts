import { stringify } from 'csv-stringify/sync';
import type { ModelManifest } from '../../../shared/manifest.ts';
import type { Listed } from './document.ts';

type Value = string | number | null;

/** Everything known of a photo, under the names of the columns. */
function rowOf(photo: Listed, tasks: ModelManifest['tasks']): Record<string, Value | readonly string[]> {
  const scores = tasks.map(({ id }, index): [string, Value] => {
    const score = photo.scores?.[index] ?? null;
    return [id, score === null ? null : Math.round(score * 100) / 100];
  });
  return {
    path: photo.path,
    name: photo.name,
    folder: photo.folder,
    state: photo.state,
    error: photo.error,
    ...photo.verdict,
    ...Object.fromEntries(scores),
    scoredByEarlierModel: photo.earlierModel,
    format: photo.format,
    bytes: photo.bytes,
    width: photo.width,
    height: photo.height,
    captured: photo.captured === null ? null : new Date(photo.captured).toISOString().slice(0, -1),
    capturedOffset: photo.capturedOffset,
    camera: photo.camera,
    cameraSerial: photo.cameraSerial,
    lens: photo.lens,
    focalLength: photo.focalLength,
    aperture: photo.aperture,
    shutter: photo.shutter,
    iso: photo.iso,
    orientation: photo.orientation,
    latitude: photo.latitude,
    longitude: photo.longitude,
    altitude: photo.altitude,
    title: photo.title,
    caption: photo.caption,
    keywords: photo.keywords,
    ratingInFile: photo.rating,
    labelInFile: photo.label,
  };
}

/** One row a photo; several keywords lie in one cell, with semicolons between them. */
export function csvTable(photos: readonly Listed[], tasks: ModelManifest['tasks']): string {
  return stringify(
    photos.map((photo) => {
      const row = rowOf(photo, tasks);
      return { ...row, keywords: photo.keywords.join('; ') };
    }),
    { header: true, ...(photos.length === 0 && { columns: ['path'] }) },
  );
}

export const jsonTable = (photos: readonly Listed[], tasks: ModelManifest['tasks']): string =>
  `${JSON.stringify(
    photos.map((photo) => rowOf(photo, tasks)),
    null,
    2,
  )}\n`;
