import type { Metadata } from '../../shared/metadata.ts';

/** Raise it when more is read of what a file says: photos read under another number are read again, not scored again. */
export const metadataVersion = 2;

/**
 * One account of a photo from several: on how it was taken the camera's own word stands, and later ones fill in what it
 * leaves open; of what people wrote the latest counts.
 *
 * @param packets XMP in the file, then beside it
 */
export function mergeMetadata(exif: Metadata, packets: readonly Metadata[]): Metadata {
  return packets.reduce(
    (known, said) => ({
      captured: known.captured ?? said.captured,
      capturedOffset: known.capturedOffset ?? (sameSecond(known, said) ? said.capturedOffset : null),
      camera: known.camera ?? said.camera,
      cameraSerial: known.cameraSerial ?? said.cameraSerial,
      lens: known.lens ?? said.lens,
      focalLength: known.focalLength ?? said.focalLength,
      aperture: known.aperture ?? said.aperture,
      shutter: known.shutter ?? said.shutter,
      iso: known.iso ?? said.iso,
      exposureBias: known.exposureBias ?? said.exposureBias,
      bracketed: known.bracketed || said.bracketed,
      // How it is to be shown stays with the file: a sidecar's turn is its program's own edit.
      orientation: known.orientation,
      ...(known.latitude === null ? placeOf(said) : placeOf(known)),
      title: said.title ?? known.title,
      caption: said.caption ?? known.caption,
      keywords: said.keywords.length > 0 ? said.keywords : known.keywords,
      rating: said.rating ?? known.rating,
      label: said.label ?? known.label,
    }),
    exif,
  );
}

/** An offset belongs to its time: another time's says nothing of this one. */
const sameSecond = (one: Metadata, other: Metadata): boolean =>
  one.captured === null ||
  (other.captured !== null && Math.floor(one.captured / 1000) === Math.floor(other.captured / 1000));

/** Latitude without longitude is no place. */
const placeOf = ({
  latitude,
  longitude,
  altitude,
}: Metadata): Pick<Metadata, 'latitude' | 'longitude' | 'altitude'> =>
  latitude === null || longitude === null
    ? { latitude: null, longitude: null, altitude: null }
    : { latitude, longitude, altitude };
