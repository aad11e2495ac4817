import { partOf, type Bytes } from './bytes.ts';
import type { Container, Range } from './containers/container.ts';
import { readJpeg } from './containers/jpeg.ts';
import { readStorage } from './containers/raw-tiff.ts';
import type { Format } from './format.ts';
import { previewCutOff, noPreview, smallPreview } from './sentences.ts';

/** The JPEG inside a RAW file that stands for the photo. */
export interface RawPreview {
  place: Range;
  /** Stored size in pixels. */
  width: number;
  height: number;
  /** How it is to be turned, by EXIF's numbers 1 to 8, whoever said so. */
  orientation: number;
  /** Its colours are Adobe RGB if it has no profile of its own. */
  adobeRgb: boolean;
  /** EXIF of its own, from its TIFF header on. */
  exif: Uint8Array | null;
  /** An XMP packet of its own. */
  xmp: Uint8Array | null;
  /** Its own upright size. */
  picture: { width: number; height: number };
  /** Upright size of the photo: the sensor's where the file says it, else the preview's. */
  photo: { width: number; height: number };
}

/** Longer side in pixels below which a preview tells too little of a photo to be judged. */
const smallestJudged = 256;

/** Baseline, extended and progressive; lossless JPEG is how sensors are stored. */
const pictureFrames = new Set([0xc0, 0xc1, 0xc2]);

/** The largest JPEG in a RAW file, and the sentence where it cannot be judged. */
export async function findPreview(
  bytes: Bytes,
  format: Format,
  container: Container,
): Promise<{ preview: RawPreview | null; refusal: string | null }> {
  let largest: Largest | null = null;
  let cutOff = false;
  for (const place of container.raw?.previews ?? []) {
    const found = await lookAt(bytes, place);
    if (found === null) continue;
    if (place.end > bytes.size) cutOff = true;
    else if (largest === null || areaOf(found) > areaOf(largest)) largest = found;
  }
  if (largest === null) return { preview: null, refusal: cutOff ? previewCutOff : noPreview(format) };
  const preview = await withStorage(largest, container);
  const { width, height } = preview;
  const tooSmall = Math.max(width, height) < smallestJudged;
  return { preview, refusal: tooSmall ? smallPreview(format, width, height) : null };
}

type Largest = Pick<RawPreview, 'place' | 'width' | 'height' | 'exif' | 'xmp'>;

const areaOf = ({ width, height }: Largest): number => width * height;

async function lookAt(bytes: Bytes, place: Range): Promise<Largest | null> {
  const jpeg = partOf(bytes, place.start, place.end - place.start);
  const [first, second] = await jpeg.read(0, 2);
  if (first !== 0xff || second !== 0xd8) return null;
  const { frame, width, height, exif, xmp } = await readJpeg(jpeg);
  if (!width || !height || !pictureFrames.has(frame ?? 0)) return null;
  return { place, width, height, exif, xmp };
}

async function withStorage(largest: Largest, container: Container): Promise<RawPreview> {
  const own = largest.exif && (await readStorage(largest.exif));
  const outer = container.exif && (await readStorage(container.exif));
  const held = container.raw?.orientation ?? outer?.orientation ?? null;
  const orientation = own?.orientation ?? turnOf(largest, container, held ?? 1);
  const { width, height } = container;
  return {
    ...largest,
    orientation,
    adobeRgb: own?.adobeRgb === true || container.raw?.adobeRgb === true,
    picture: turned(largest, orientation),
    photo: width && height ? turned({ width, height }, held ?? orientation) : turned(largest, orientation),
  };
}

const turned = ({ width, height }: { width: number; height: number }, orientation: number) =>
  orientation >= 5 ? { width: height, height: width } : { width, height };

/**
 * The RAW file's orientation, for a preview that has none. A preview that stands upright where the sensor's picture
 * lies on its side was turned by the camera already.
 */
function turnOf(preview: Largest, { width, height }: Container, orientation: number): number {
  if (orientation < 5 || width === null || height === null) return orientation;
  const alreadyTurned = width > height !== preview.width > preview.height && preview.width !== preview.height;
  return alreadyTurned ? 1 : orientation;
}
