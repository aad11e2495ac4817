import { PlainError } from '../../shared/result.ts';
import type { Format } from './format.ts';

/** What is said to people about a file that gives no picture. */

export const emptyFile = 'The file is empty: copy it again from the card or a backup.';
export const notAPhoto =
  'The file is named like a photo but holds something else: rename it, or copy it again from the card or a backup.';
const endsEarly = 'The file ends before its picture does: copy it again from the card or a backup.';
export const broken =
  'The picture in the file is damaged and cannot be read: copy it again from the card or a backup.';
const tooSlow =
  'Reading the picture took more than a minute and was stopped: save it as a plain JPEG to score it.';

export const cannotUnpack =
  'The part of Proofsheet that reads HEIC and JPEG XL does not work on this machine: close other programs and try again, or install Proofsheet again.';

export const tooLarge = (megapixels: number, limit: number): string =>
  `The picture has ${megapixels} megapixels, more than the ${limit} that are read: save a smaller copy to score it.`;

export const previewCutOff =
  'The file ends before the preview picture in it does: copy it again from the card or a backup.';

/** "RAW file (NEF)"; `raw` stands for makers without a format name here. */
const rawFile = (format: Format): string =>
  format === 'raw' ? 'RAW file' : `RAW file (${format.toUpperCase()})`;

export const noPreview = (format: Format): string =>
  `This ${rawFile(format)} has no preview picture inside: export it as JPEG or TIFF to score it.`;

export const smallPreview = (format: Format, width: number, height: number): string =>
  `The preview inside this ${rawFile(format)} has only ${width} x ${height} pixels, too few to judge: export it as JPEG or TIFF to score it.`;

const ofSystem: Record<string, string> = {
  ENOENT: 'The file is no longer there.',
  EACCES: 'The file may not be read by this user: change its permissions and try again.',
  EPERM: 'The file may not be read by this user: change its permissions and try again.',
  EISDIR: 'This is a folder, not a photo.',
  EIO: 'The drive failed while the file was read: copy it from another drive or a backup.',
  ENOSPC: 'The drive for thumbnails is full: make room on it and try again.',
  EROFS: 'The drive for thumbnails is write-protected: choose another place for the catalogue.',
  EMFILE: 'Too many files are open on this machine: close other programs and try again.',
  ENOMEM: 'There is not enough memory to read the picture: close other programs and try again.',
};

/** What libvips and its libraries say, by the part of it that lasts; the first that fits counts. */
const ofDecoder: [RegExp, string][] = [
  [/timeout/i, tooSlow],
  [
    /premature end|libpng read error|ends? early|unexpected end|end of (file|data)|truncat|bad seek/i,
    endsEarly,
  ],
  [/out of memory|cannot allocate/i, ofSystem['ENOMEM'] ?? broken],
];

/**
 * An error of the system or of the decoder as one plain sentence.
 *
 * @returns the error itself where it already is one
 */
export function plain(error: unknown): PlainError {
  if (error instanceof PlainError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  const sentence = ofSystem[code] ?? ofDecoder.find(([pattern]) => pattern.test(message))?.[1] ?? broken;
  return new PlainError(sentence, { cause: error });
}
