import ExifReader from 'exifreader';

/** What EXIF says of a capture; null where it says nothing, or nonsense. */
export interface ExifFacts {
  /** Local wall clock as milliseconds since 1970 read as UTC, sub-seconds included. */
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
  /** 1 to 8. */
  orientation: number;
}

export const noExif: ExifFacts = {
  captured: null,
  capturedOffset: null,
  camera: null,
  cameraSerial: null,
  lens: null,
  focalLength: null,
  aperture: null,
  shutter: null,
  iso: null,
  orientation: 1,
};

/** @param block TIFF header and directories, as in JPEG's APP1 behind "Exif\0\0" */
export function readExif(block: Uint8Array): ExifFacts {
  let tags: Tags;
  try {
    tags = (ExifReader.loadView(new DataView(block.buffer, block.byteOffset, block.length), {
      expanded: true,
      includeTags: { exif: true },
    }).exif ?? {}) as Tags;
  } catch {
    // A block that cannot be read says nothing; the picture may be whole.
    return noExif;
  }
  const [date, subSeconds, offset] = dateOf(tags);
  const orientation = numberOf(tags['Orientation']) ?? 1;
  return {
    captured: parseDate(date, subSeconds),
    capturedOffset: parseOffset(offset),
    camera: cameraName(textOf(tags['Make']), textOf(tags['Model'])),
    cameraSerial: textOf(tags['BodySerialNumber']) ?? textOf(tags['CameraSerialNumber']),
    lens: textOf(tags['LensModel']),
    focalLength: positive(tags['FocalLength']),
    aperture: positive(tags['FNumber']),
    shutter: positive(tags['ExposureTime']),
    iso: positive(tags['ISOSpeedRatings']) ?? positive(tags['PhotographicSensitivity']),
    orientation: Number.isInteger(orientation) && orientation >= 1 && orientation <= 8 ? orientation : 1,
  };
}

type Tags = Record<string, { value: unknown } | undefined>;
type Tag = Tags[string];

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

/** "2018:09:02 14:03:05"; cameras without a clock write zeros or blanks. */
export function parseDate(text: string | null, subSeconds: string | null): number | null {
  const match = /^(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?/.exec(text ?? '');
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const inRange = year >= 1826 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  if (!inRange || hour > 23 || minute > 59 || second > 60) return null;
  const digits = /^\d+/.exec(subSeconds ?? '')?.[0] ?? '0';
  return Date.UTC(year, month - 1, day, hour, minute, second) + Math.floor(Number(`0.${digits}`) * 1000);
}

function parseOffset(text: string | null): number | null {
  if (text === 'Z') return 0;
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(text ?? '');
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return minutes > 14 * 60 ? null : match[1] === '-' ? -minutes : minutes;
}

const companyWords =
  /[,\s]+(inc|corporation|corp|co|ltd|camera|company|electric|optical|imaging|techwin)\b.*$/i;

/** "NIKON CORPORATION" and "NIKON D70" make "NIKON D70"; "Canon" and "EOS 40D" make "Canon EOS 40D". */
export function cameraName(make: string | null, model: string | null): string | null {
  if (make === null || model === null) return model ?? make;
  const brand = make.replace(companyWords, '');
  const firstWord = model.split(' ')[0]?.toLowerCase();
  return brand
    .toLowerCase()
    .split(' ')
    .some((word) => word === firstWord)
    ? model
    : `${brand} ${model}`;
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

function positive(tag: Tag): number | null {
  const value = numberOf(tag);
  return value !== null && Number.isFinite(value) && value > 0 ? value : null;
}
