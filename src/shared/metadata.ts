/** What a photo's file and its sidecars say of it, apart from the picture; null where they say nothing, or nonsense. */
export interface Metadata {
  /** Local wall clock of the capture as milliseconds since 1970 read as UTC, sub-seconds included. */
  captured: number | null;
  /** Of that wall clock from UTC, in minutes. */
  capturedOffset: number | null;
  /** Maker and model, the maker's name once. */
  camera: string | null;
  cameraSerial: string | null;
  lens: string | null;
  /** Millimetres. */
  focalLength: number | null;
  /** f-number. */
  aperture: number | null;
  /** Seconds. */
  shutter: number | null;
  iso: number | null;
  /** Steps of exposure that the camera was told to add. */
  exposureBias: number | null;
  /** The camera says that the frame is one of an exposure bracket. */
  bracketed: boolean;
  /** EXIF's number for how the picture is stored, 1 to 8. */
  orientation: number;
  /** Degrees north and east, WGS 84. */
  latitude: number | null;
  longitude: number | null;
  /** Metres above the sea. */
  altitude: number | null;
  title: string | null;
  caption: string | null;
  keywords: readonly string[];
  /** What other programs gave it: 0 to 5 stars, -1 for rejected. A person's verdict here is kept apart from it. */
  rating: number | null;
  /** The word that another program uses for a colour. */
  label: string | null;
}

export const noMetadata: Metadata = {
  captured: null,
  capturedOffset: null,
  camera: null,
  cameraSerial: null,
  lens: null,
  focalLength: null,
  aperture: null,
  shutter: null,
  iso: null,
  exposureBias: null,
  bracketed: false,
  orientation: 1,
  latitude: null,
  longitude: null,
  altitude: null,
  title: null,
  caption: null,
  keywords: [],
  rating: null,
  label: null,
};

export const shutterOf = (seconds: number): string =>
  seconds < 0.4 ? `1/${String(Math.round(1 / seconds))}` : tidy(seconds);

/** "50 mm, f/1.8, 1/250 s, ISO 400", of it what is known. */
export function exposureOf({
  focalLength,
  aperture,
  shutter,
  iso,
}: Pick<Metadata, 'focalLength' | 'aperture' | 'shutter' | 'iso'>): string | null {
  const parts = [
    focalLength === null ? null : `${tidy(focalLength)} mm`,
    aperture === null ? null : `f/${tidy(aperture)}`,
    shutter === null ? null : `${shutterOf(shutter)} s`,
    iso === null ? null : `ISO ${String(Math.round(iso))}`,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : null;
}

const tidy = (value: number): string => String(Math.round(value * 10) / 10);
