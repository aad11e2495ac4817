import ExifReader from 'exifreader';
import { noMetadata, type Metadata } from '../../shared/metadata.ts';
import { cameraName, parseDate, parseOffset, validRating } from './exif-values.ts';
import { decodePacket } from './xmp/encoding.ts';

type Property = { value: unknown; description?: string } | undefined;
type Properties = Record<string, Property>;

const packetMark = '<?xpacket';
const xmlDeclaration = /^\ufeff?\s*(<\?xml[^>]*\?>)?\s*/;

/** What an XMP packet or a sidecar says of its photo; nothing where it cannot be read. */
export function readXmp(packet: Uint8Array): Metadata {
  const found = propertiesOf(packet);
  const text = (name: string): string | null => textOf(found[name]);
  const positive = (name: string): number | null => {
    const value = numberOf(text(name));
    return value !== null && value > 0 ? value : null;
  };
  const [captured, capturedOffset] = dateOf(
    text('DateTimeOriginal') ?? text('DateCreated') ?? text('CreateDate'),
  );
  return {
    ...noMetadata,
    captured,
    capturedOffset,
    camera: cameraName(text('Make'), text('Model')),
    cameraSerial: text('BodySerialNumber') ?? text('SerialNumber'),
    lens: text('LensModel') ?? text('Lens'),
    focalLength: positive('FocalLength'),
    aperture: positive('FNumber'),
    shutter: positive('ExposureTime'),
    iso: positive('ISOSpeedRatings') ?? positive('PhotographicSensitivity'),
    latitude: degreesOf(text('GPSLatitude'), 90),
    longitude: degreesOf(text('GPSLongitude'), 180),
    altitude: altitudeOf(text('GPSAltitude'), text('GPSAltitudeRef')),
    title: text('title'),
    caption: text('description'),
    keywords: listOf(found['subject']),
    rating: validRating(numberOf(text('Rating'))),
    label: text('Label'),
  };
}

function propertiesOf(packet: Uint8Array): Properties {
  try {
    const text = decodePacket(packet).text.replace(xmlDeclaration, '').replace(/\0+$/, '');
    // The reader knows a packet by its mark, which sidecars may be without.
    const marked = text.startsWith(packetMark) ? text : `${packetMark} begin="" id=""?>${text}`;
    const data = new TextEncoder().encode(marked);
    const { xmp } = ExifReader.loadView(new DataView(data.buffer), {
      expanded: true,
      includeTags: { xmp: true },
    });
    return (xmp ?? {}) as Properties;
  } catch {
    return {};
  }
}

/** The text of a simple value, the one in the default language of an alternative, the first of a list. */
function textOf(property: Property): string | null {
  const value = property?.value;
  if (typeof value === 'string') return tidyText(value);
  if (!Array.isArray(value)) return null;
  const entries = value as { value?: unknown; attributes?: { lang?: string } }[];
  const entry = entries.find(({ attributes }) => attributes?.lang === 'x-default') ?? entries[0];
  return typeof entry?.value === 'string' ? tidyText(entry.value) : null;
}

const tidyText = (text: string): string | null => text.trim() || null;

function listOf(property: Property): string[] {
  const value = property?.value;
  const texts = Array.isArray(value) ? (value as Property[]).map(textOf) : [textOf(property)];
  return [...new Set(texts.filter((text) => text !== null))];
}

/** XMP writes a number as it is or as a fraction, "28/10". */
function numberOf(text: string | null): number | null {
  const match = /^([+-]?[\d.]+)(?:\/(\d+))?$/.exec(text ?? '');
  if (match === null) return null;
  const value = Number(match[1]) / Number(match[2] ?? 1);
  return Number.isFinite(value) ? value : null;
}

/** "2019-06-06T07:29:51.00+02:00", of it what is there. */
function dateOf(text: string | null): [number | null, number | null] {
  const match = /^(\S{10}[T ]\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/.exec(text ?? '');
  if (match === null) return [null, null];
  return [parseDate(match[1] ?? null, match[2] ?? null), parseOffset(match[3] ?? null)];
}

/** "53,7.95354N" or "53,7,57N": degrees and minutes, seconds perhaps, and the half of the globe. */
function degreesOf(text: string | null, limit: number): number | null {
  const match = /^(\d+),(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?([NSEW])$/.exec(text ?? '');
  if (match === null) return null;
  const value = Number(match[1]) + Number(match[2]) / 60 + Number(match[3] ?? 0) / 3600;
  if (value > limit) return null;
  return match[4] === 'S' || match[4] === 'W' ? -value : value;
}

function altitudeOf(text: string | null, reference: string | null): number | null {
  const value = numberOf(text);
  return value !== null && reference === '1' ? -value : value;
}
