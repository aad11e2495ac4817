import sharp, { type Metadata, type Sharp } from 'sharp';
import { PlainError } from '../../shared/result.ts';
import type { Pixels } from './network-input.ts';
import { plain, tooLarge } from './sentences.ts';
import { Slots } from './slots.ts';
import { adobeRgbJpeg, sourceOf, type Size, type Source } from './source.ts';

/** Longer side of a thumbnail, and of the pixels the network's input is made of. */
export const thumbEdge = 512;

/**
 * Raise it with every change that gives other pixels from the same file, here or in `toNetworkInput`: scores of
 * before and after cannot be compared.
 */
export const preprocessingVersion = 2;

/** Larger pictures are refused: 500 megapixels need 1.5 GB as plain RGB where a format cannot shrink on load. */
const megapixelLimit = 500;
/** Of a picture that is unpacked by WebAssembly, whose memory ends at 2 GB: three copies of it are alive at once. */
const unpackedMegapixelLimit = 120;
/** A picture made to be slow must not hold up the rest. */
const secondsLimit = 60;

export interface Decoded {
  /** At most `thumbEdge` on the longer side; smaller pictures are not enlarged. */
  pixels: Pixels;
  /** Upright size of the original. */
  width: number;
  height: number;
}

/**
 * The one decode of a photo: shrunk while loading where the format can, turned upright by its EXIF orientation,
 * converted to sRGB by its embedded profile, transparency laid on neutral grey. A RAW file is decoded by the largest
 * preview in it.
 *
 * @throws PlainError when the file cannot be read, its picture is not whole, or there is too little of it to be judged
 */
export async function decode(file: string): Promise<Decoded> {
  const opened = await upright(file);
  if (opened.refusal !== null) throw new PlainError(opened.refusal);
  const { data, info } = await use(opened, (image) =>
    image
      .resize(thumbEdge, thumbEdge, { fit: 'inside', withoutEnlargement: true })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true }),
  );
  const { width, height } = opened.photo;
  return { pixels: { data, width: info.width, height: info.height }, width, height };
}

/**
 * Which colours come out: sRGB, which the network knows, or those of the photo's own profile, which what is encoded then
 * carries (Display P3 from 16 bits, sRGB from CMYK and grey).
 */
export type Gamut = 'srgb' | 'own';

/** A photo that is ready to be decoded. */
export interface Opened {
  /** Upright, without transparency; to be resized and encoded. */
  image: () => Promise<Sharp>;
  /** What libvips says of the file that it opens itself; null where the picture comes from elsewhere. */
  file: Metadata | null;
  /** Upright size of the photo; the picture that stands for it may be smaller. */
  photo: Size;
  /** Why it may be shown but not judged. */
  refusal: string | null;
  /** Its decoder unpacks all of it in memory. */
  heavy: boolean;
}

/** Several large pictures unpacked side by side would take the memory of the whole application. */
const heavyDecodes = new Slots(1);
const heavyBytes = 64e6;

/** Decodes an opened photo by what `work` asks of it. @throws PlainError */
export async function use<T>({ image, heavy }: Opened, work: (image: Sharp) => Promise<T>): Promise<T> {
  const run = async () => await work(await image());
  try {
    return await (heavy ? heavyDecodes.use(run) : run());
  } catch (error) {
    throw plain(error);
  }
}

/**
 * Opens a photo for decoding: format and size are checked, and the pipeline up to its colours is laid, nothing decoded yet.
 *
 * @throws PlainError when the file cannot be read or should not be
 */
export async function upright(file: string, gamut: Gamut = 'srgb'): Promise<Opened> {
  try {
    return await open(file, await sourceOf(file), gamut);
  } catch (error) {
    throw plain(error);
  }
}

/** Opens what WebAssembly has unpacked, or is to unpack. @throws PlainError where it is too large for that */
export function unpackedPhoto(photo: Size, tiff: () => Promise<Uint8Array>, gamut: Gamut): Opened {
  checkSize(photo, unpackedMegapixelLimit);
  const heavy = photo.width * photo.height * 3 > heavyBytes;
  const image = async () => {
    const unpacked = pipeline(await tiff());
    return gamut === 'own' ? unpacked.keepIccProfile() : unpacked;
  };
  return { image, file: null, photo, refusal: null, heavy };
}

async function open(file: string, source: Source, gamut: Gamut): Promise<Opened> {
  if (source.kind === 'unpacked') return unpackedPhoto(source.photo, source.tiff, gamut);
  const image = pipeline(source.kind === 'preview' ? source.jpeg : file);
  const metadata = await image.metadata();
  const { width, height, orientation, channels, depth, format, isProgressive, icc, exif } = metadata;
  checkSize({ width, height }, megapixelLimit);
  // Plain JPEG, PNG and TIFF are decoded in stripes; these are not.
  const unpacked = format === 'heif' || format === 'webp' || isProgressive === true;
  const bytes = width * height * channels * (depth === 'uchar' ? 1 : 2);
  const heavy = unpacked && bytes > heavyBytes;
  if (source.kind === 'preview') {
    return {
      image: () => Promise.resolve(coloured(image, metadata, gamut)),
      file: null,
      photo: source.photo,
      refusal: source.refusal,
      heavy,
    };
  }
  const quarter = (orientation ?? 1) >= 5;
  const profiled =
    format === 'jpeg' && !icc && exif ? await adobeRgbJpeg(file, exif, orientation ?? 1) : null;
  return {
    image: async () => {
      if (profiled === null) return coloured(image, metadata, gamut);
      const dressed = pipeline(profiled);
      return coloured(dressed, await dressed.metadata(), gamut);
    },
    file: metadata,
    photo: quarter ? { width: height, height: width } : { width, height },
    refusal: null,
    heavy,
  };
}

function coloured(image: Sharp, { icc, depth, space, channels }: Metadata, gamut: Gamut): Sharp {
  if (!icc) return image;
  // sharp turns 16 bits with a profile into Display P3, to be turned into what is asked for at the end.
  if (depth === 'ushort') {
    return gamut === 'own' ? image.withIccProfile('p3') : image.withIccProfile('srgb', { attach: false });
  }
  return gamut === 'own' && space === 'srgb' && channels >= 3 ? image.keepIccProfile() : image;
}

function checkSize({ width, height }: Size, limit: number): void {
  const megapixels = Math.ceil((width * height) / 1e6);
  if (megapixels > limit) throw new PlainError(tooLarge(megapixels, limit));
}

const pipeline = (input: string | Uint8Array): Sharp =>
  sharp(input, {
    // The limit is checked apart, for a sentence with the picture's size in it.
    limitInputPixels: false,
    // A picture that is cut off would be scored for the grey below the cut; warnings (stray bytes between segments,
    // unknown tags) still give a whole picture.
    failOn: 'error',
    sequentialRead: true,
  })
    .timeout({ seconds: secondsLimit })
    .autoOrient()
    .flatten({ background: { r: 119, g: 119, b: 119 } })
    .toColourspace('srgb');
