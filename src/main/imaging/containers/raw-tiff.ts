import { bytesOf, type Bytes } from '../bytes.ts';
import type { Container, Range } from './container.ts';
import { jpegPlace, makerNotePreviews } from './maker-notes.ts';
import {
  containerOf,
  exifDirectory,
  numberOf,
  numbersOf,
  rangesOf,
  readDirectories,
  readDirectory,
  sensorPhotometric,
  textOf,
} from './tiff.ts';
import { tag, type Directory } from './tiff-fields.ts';

/** A RAW file that is built like a TIFF, as most are. */
export async function readRawTiff(bytes: Bytes): Promise<Container> {
  const directories = await readDirectories(bytes);
  const [first] = directories;
  const exif = first === undefined ? null : await exifDirectory(bytes, first);
  const note = exif?.places.get(tag.makerNote);
  const ofMaker = exif && note ? await makerNotePreviews(bytes, note, exif.littleEndian) : [];
  return {
    ...(await containerOf(bytes, directories, largestPicture(directories, bytes.size))),
    raw: {
      previews: [...directories.flatMap(previewsOf), ...ofMaker],
      orientation: null,
      adobeRgb: await saysAdobeRgb(bytes, exif),
    },
  };
}

/** A RAW file's picture is the largest, wherever its maker put it. */
const largestPicture = (directories: Directory[], size: number): Directory | undefined => {
  const length = (directory: Directory) =>
    rangesOf(directory, size).reduce((sum, { start, end }) => sum + end - start, 0);
  return directories.toSorted((a, b) => length(b) - length(a))[0];
};

const jpegCompression = new Set([6, 7]);
/** Panasonic's JpgFromRaw, and the larger one of later cameras. */
const panasonicPreviews = [0x002e, 0x0127];

/** Places where a directory may hold a JPEG. */
function previewsOf(directory: Directory): Range[] {
  if (sensorPhotometric.has(numberOf(directory, tag.photometric) ?? -1)) return [];
  const [start, ...others] = numbersOf(directory, tag.stripOffsets);
  const length = numberOf(directory, tag.stripCounts);
  const isJpeg = jpegCompression.has(numberOf(directory, tag.compression) ?? -1);
  return [
    ...jpegPlace(directory, tag.jpegStart, tag.jpegLength),
    ...(isJpeg && start && length && others.length === 0 ? [{ start, end: start + length }] : []),
    ...panasonicPreviews.flatMap((id) => directory.places.get(id) ?? []),
  ];
}

/** DCF marks Adobe RGB by "R03" in the interoperability directory, where sRGB has "R98". */
async function saysAdobeRgb(bytes: Bytes, exif: Directory | null): Promise<boolean> {
  const at = exif && numberOf(exif, tag.interoperability);
  if (!at) return false;
  return textOf((await readDirectory(bytes, at, exif.littleEndian)).directory, 1) === 'R03';
}

/**
 * What an EXIF block says of the picture that it lies beside.
 *
 * @returns `orientation` 1 to 8, null where the block has none
 */
export async function readStorage(
  block: Uint8Array,
): Promise<{ orientation: number | null; adobeRgb: boolean }> {
  const bytes = bytesOf(block);
  const [first] = await readDirectories(bytes);
  if (first === undefined) return { orientation: null, adobeRgb: false };
  const orientation = numberOf(first, tag.orientation) ?? 0;
  return {
    orientation: orientation >= 1 && orientation <= 8 ? orientation : null,
    adobeRgb: await saysAdobeRgb(bytes, await exifDirectory(bytes, first)),
  };
}
