import { basename } from 'node:path';
import { bytesOf, FileBytes, partOf, viewOf } from './bytes.ts';
import { emptyContainer, type Container } from './containers/container.ts';
import { readIso } from './containers/iso.ts';
import { readJpeg } from './containers/jpeg.ts';
import { readPng } from './containers/png.ts';
import { formatOfDirectories, readDirectories, readTiff } from './containers/tiff.ts';
import { readWebp } from './containers/webp.ts';
import { noExif, readExif, type ExifFacts } from './exif.ts';
import { fingerprintOf } from './fingerprint.ts';
import { claimsByName, whyNotScored, type Format } from './format.ts';
import { PlainError } from '../../shared/result.ts';
import { emptyFile, notAPhoto, plain } from './sentences.ts';
import { isAppleDouble, sniff } from './sniff.ts';

/** What a file is and where it comes from, read from its outside alone. */
export interface Identity extends ExifFacts {
  /** By content; null where the content is not that of a photo. */
  format: Format | null;
  /** It is a photo by its ending or its content, and so has a row of its own. */
  claims: boolean;
  /** Why it cannot be scored, one plain sentence; null if it is worth a try. */
  refusal: string | null;
  /** 32 hexadecimal digits that depend on the compressed picture alone; null unless it is a photo by content. */
  fingerprint: string | null;
  /** Upright size in pixels; null where the file does not say it plainly. */
  width: number | null;
  height: number | null;
}

/**
 * Reads what is needed of a file, never all of it: its head, its directories, and the samples of the fingerprint.
 *
 * @throws PlainError when the file cannot be opened or read
 */
export async function identify(file: string): Promise<Identity> {
  try {
    await using bytes = await FileBytes.open(file);
    return await identifyBytes(bytes, basename(file));
  } catch (error) {
    throw plain(error);
  }
}

async function identifyBytes(bytes: FileBytes, name: string): Promise<Identity> {
  const head = await bytes.head();
  const { format, container } = await readContainer(bytes, name);
  if (format === null) {
    const claims = claimsByName(name) && !isAppleDouble(head);
    const refusal = bytes.size === 0 ? emptyFile : notAPhoto;
    return { ...noExif, format, claims, refusal, fingerprint: null, width: null, height: null };
  }
  const whole = [{ start: 0, end: bytes.size }];
  const exif = container.exif === null ? noExif : readExif(container.exif);
  const orientation = container.turned === undefined ? exif.orientation : 1;
  const quarter = container.turned?.quarter ?? orientation >= 5;
  return {
    ...exif,
    orientation,
    format,
    claims: true,
    refusal: whyNotScored(format),
    fingerprint: await fingerprintOf(bytes, container.picture.length > 0 ? container.picture : whole),
    width: quarter ? container.height : container.width,
    height: quarter ? container.width : container.height,
  };
}

async function readContainer(
  bytes: FileBytes,
  name: string,
): Promise<{ format: Format | null; container: Container }> {
  const format = sniff(await bytes.head());
  try {
    if (format === 'jpeg') return { format, container: await readJpeg(bytes) };
    if (format === 'png') return { format, container: await readPng(bytes) };
    if (format === 'webp') return { format, container: await readWebp(bytes) };
    if (format === 'avif' || format === 'heic' || format === 'cr3') {
      return { format, container: await readIso(bytes) };
    }
    if (format === 'tiff' || format === 'cr2' || format === 'rw2' || format === 'orf') {
      const directories = await readDirectories(bytes);
      const exact = format === 'tiff' ? formatOfDirectories(directories, name) : format;
      return { format: exact, container: await readTiff(bytes, directories, exact) };
    }
    if (format === 'raf') return { format, container: await readRaf(bytes) };
  } catch (error) {
    // Offsets of a damaged file lead anywhere; what it is stays known, and the decoder has the last word.
    if (!(error instanceof RangeError)) throw error;
  }
  return { format, container: emptyContainer };
}

/** Fujifilm's RAW holds a whole JPEG with the EXIF, and says in its header where. */
async function readRaf(bytes: FileBytes): Promise<Container> {
  const head = bytesOf(await bytes.head());
  const place = viewOf(await head.read(84, 8));
  const jpeg = await readJpeg(partOf(bytes, place.getUint32(0), place.getUint32(4)));
  return { ...emptyContainer, exif: jpeg.exif };
}

/**
 * The format by content, RAW told from TIFF.
 *
 * @throws PlainError naming what to do, where it is no photo or of a format that is not read yet
 */
export async function scorableFormat(file: string): Promise<Format> {
  await using bytes = await FileBytes.open(file);
  let format = sniff(await bytes.head());
  if (format === 'tiff') format = formatOfDirectories(await readDirectories(bytes), basename(file));
  if (format === null) throw new PlainError(bytes.size === 0 ? emptyFile : notAPhoto);
  const refusal = whyNotScored(format);
  if (refusal !== null) throw new PlainError(refusal);
  return format;
}
