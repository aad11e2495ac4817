import ExifReader from 'exifreader';
import { noMetadata, type Metadata } from '../../shared/metadata.ts';
import { cameraName, parseDate, parseOffset, validRating } from './exif-values.ts';

/** What cameras write into the field for a description when nobody described anything. */
const placeholder = /^(.*digital camera|sony dsc|minolta dsc|dcim.*|untitled|default)$/i;

/** Of EXIF's ExposureMode. */
const autoBracket = 2;

/** @param block TIFF header and directories, as in JPEG's APP1 behind "Exif\0\0" */
export function readExif(block: Uint8Array): Metadata {
  let tags: Tags;
  let gps: Gps;
  try {
    const found = ExifReader.loadView(new DataView(block.buffer, block.byteOffset, block.length), {
      expanded: true,
      includeTags: { exif: true, gps: true },
    });
    tags = (found.exif ?? {}) as Tags;
    gps = found.gps ?? {};
  } catch {
    // A block that cannot be read says nothing; the picture may be whole.
    return noMetadata;
  }
  const [date, subSeconds, offset] = dateOf(tags);
  const orientation = numberOf(tags['Orientation']) ?? 1;
  const caption = textOf(tags['ImageDescription']);
  const place = placeOf(gps);
  return {
    ...noMetadata,
    ...place,
    captured: parseDate(date, subSeconds),
    capturedOffset: parseOffset(offset),
    camera: cameraName(textOf(tags['Make']), textOf(tags['Model'])),
    cameraSerial: textOf(tags['BodySerialNumber']) ?? textOf(tags['CameraSerialNumber']),
    lens: textOf(tags['LensModel']),
    focalLength: positive(tags['FocalLength']),
    aperture: positive(tags['FNumber']),
    shutter: positive(tags['ExposureTime']),
    iso: positive(tags['ISOSpeedRatings']) ?? positive(tags['PhotographicSensitivity']),
    exposureBias: steps(tags['ExposureBiasValue']),
    bracketed: numberOf(tags['ExposureMode']) === autoBracket,
    orientation: Number.isInteger(orientation) && orientation >= 1 && orientation <= 8 ? orientation : 1,
    caption: caption !== null && placeholder.test(caption) ? null : caption,
    rating: validRating(numberOf(tags['Rating'])),
  };
}

type Tags = Record<string, { value: unknown } | undefined>;
type Tag = Tags[string];
interface Gps {
  Latitude?: number;
  Longitude?: number;
  Altitude?: number;
}

/** Nowhere in particular is how some cameras write that they did not know. */
function placeOf({
  Latitude,
  Longitude,
  Altitude,
}: Gps): Pick<Metadata, 'latitude' | 'longitude' | 'altitude'> {
  const isPlace =
    Latitude !== undefined &&
    Longitude !== undefined &&
    Math.abs(Latitude) <= 90 &&
    Math.abs(Longitude) <= 180 &&
    (Latitude !== 0 || Longitude !== 0);
  return {
    latitude: isPlace ? Latitude : null,
    longitude: isPlace ? Longitude : null,
    altitude: isPlace && Altitude !== undefined && Number.isFinite(Altitude) ? Altitude : null,
  };
}

/** Date, sub-seconds and offset that belong together; the time of a later edit only where there is no other. */
function dateOf(tags: Tags): [string | null, string | null, string | null] {
  const sets = [
    ['DateTimeOriginal', 'SubSecTimeOriginal', 'OffsetTimeOriginal'],
    ['DateTimeDigitized', 'SubSecTimeDigitized', 'OffsetTimeDigitized'],
    ['DateTime', 'SubSecTime', 'OffsetTime'],
  ] as const;
  for (const [date, subSeconds, offset] of sets) {
    const text = textOf(tags[date]);
    if (parseDate(text, null) !== null) {
      return [text, textOf(tags[subSeconds]), textOf(tags[offset]) ?? textOf(tags['OffsetTime'])];
    }
  }
  return [null, null, null];
}

function textOf(tag: Tag): string | null {
  const value = Array.isArray(tag?.value)
    ? tag.value.filter((part) => typeof part === 'string').join(' ')
    : tag?.value;
  if (typeof value !== 'string') return null;
  // Fields of fixed length are padded with blanks or zero bytes.
  const text = value.replace(/\0.*$/s, '').trim();
  return text === '' ? null : text;
}

function numberOf(tag: Tag): number | null {
  const value: unknown = tag?.value;
  if (typeof value === 'number') return value;
  if (!Array.isArray(value)) return null;
  const [first, second] = value as unknown[];
  if (typeof first !== 'number') return Array.isArray(first) ? numberOf({ value: first }) : null;
  return typeof second === 'number' && value.length === 2 ? first / second : first;
}

/** Some cameras write nonsense where they add nothing. */
function steps(tag: Tag): number | null {
  const value = numberOf(tag);
  return value !== null && Math.abs(value) <= 10 ? value : null;
}

function positive(tag: Tag): number | null {
  const value = numberOf(tag);
  return value !== null && Number.isFinite(value) && value > 0 ? value : null;
}
