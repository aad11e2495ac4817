import { basename } from 'node:path';
import { noShotFacts, type ShotFacts } from '../catalogue/types.ts';
import { noMetadata, type Metadata } from '../../shared/metadata.ts';
import { FileBytes } from './bytes.ts';
import { uprightSize } from './containers/container.ts';
import { readExif } from './exif.ts';
import { fingerprintOf } from './fingerprint.ts';
import { claimsByName, isRaw, type Format } from './format.ts';
import { findPreview } from './raw-preview.ts';
import { formatOf, readContainer } from './read-container.ts';
import { mergeMetadata } from './merge-metadata.ts';
import { emptyFile, notAPhoto, plain } from './sentences.ts';
import { readSidecars } from './sidecars.ts';
import { filmContentId, shotMarks } from './shot-marks.ts';
import { isAppleDouble } from './sniff.ts';
import { readXmp } from './xmp-facts.ts';

/** What a file is and where it comes from, read from its outside and from the sidecars beside it. */
export interface Identity extends Metadata {
  /** By content; null where the content is not that of a photo. */
  format: Format | null;
  /** It is a photo by its ending or its content, and so has a row of its own. */
  claims: boolean;
  /** Why it cannot be scored, one plain sentence; null if it is worth a try. */
  refusal: string | null;
  /** There is a picture to be shown, worth a score or not. */
  shown: boolean;
  /** 32 hexadecimal digits that depend on the compressed picture alone; null unless it is a photo by content. */
  fingerprint: string | null;
  shot: ShotFacts;
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
    return await identifyBytes(bytes, file);
  } catch (error) {
    throw plain(error);
  }
}

async function identifyBytes(bytes: FileBytes, file: string): Promise<Identity> {
  const name = basename(file);
  const head = await bytes.head();
  const format = await formatOf(bytes, name);
  if (format === null) {
    const claims = claimsByName(name) && !isAppleDouble(head);
    const refusal = bytes.size === 0 ? emptyFile : notAPhoto;
    return {
      ...noMetadata,
      format,
      claims,
      refusal,
      shown: false,
      fingerprint: null,
      shot: { ...noShotFacts, contentId: await filmContentId(bytes) },
      width: null,
      height: null,
    };
  }
  const container = await readContainer(bytes, format);
  const { preview, refusal } = isRaw(format)
    ? await findPreview(bytes, format, container)
    : { preview: null, refusal: null };
  const whole = [{ start: 0, end: bytes.size }];
  const block = container.exif ?? preview?.exif ?? null;
  const packet = container.xmp ?? preview?.xmp ?? null;
  const metadata = mergeMetadata(
    block === null ? noMetadata : readExif(block),
    [...(packet === null ? [] : [packet]), ...(await readSidecars(file, isRaw(format)))].map(readXmp),
  );
  const orientation = container.turned === undefined ? metadata.orientation : 1;
  const quarter = container.turned?.quarter ?? orientation >= 5;
  return {
    ...metadata,
    orientation: preview?.orientation ?? orientation,
    format,
    claims: true,
    refusal,
    shown: refusal === null || preview !== null,
    shot: {
      picture: preview?.picture ?? null,
      ...(await shotMarks(block, packet)),
    },
    fingerprint: await fingerprintOf(bytes, container.picture.length > 0 ? container.picture : whole),
    ...(preview?.photo ?? uprightSize(container, quarter)),
  };
}
