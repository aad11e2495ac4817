import { formatName } from '../../shared/formats.ts';
import type { PhotoDetail, PhotoRow, ShotFile } from '../../shared/photo.ts';

const megabytes = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** Words on the files of which a photo consists. */
export const shotStrings = {
  /** "RAW+JPEG", "Live"; empty for a plain photo. */
  badge({ format, companions, motion }: Pick<PhotoRow, 'format' | 'companions' | 'motion'>): string {
    const formats = companions.length === 0 || format === null ? [] : [format, ...companions].map(formatName);
    const pair = [...new Set(formats)].toSorted((a, b) => Number(b === 'RAW') - Number(a === 'RAW'));
    const film = motion === null ? [] : [motion === 'live' ? 'Live' : 'Motion'];
    return [pair.join('+'), ...film].filter(Boolean).join(' ');
  },
  version: 'Version',

  file: ({ name, format, role, bytes, shown }: ShotFile): string =>
    `${name}: ${role === 'film' ? 'film' : (format ?? 'file')}, ${megabytes.format(bytes / 1e6)} MB${shown ? ', shown and scored' : ''}`,
  preview: ({ picture }: Pick<PhotoDetail, 'picture'>): string =>
    picture === null
      ? "Colours and tones as in the camera's JPEG"
      : `Shown by the camera's JPEG inside, ${String(picture.width)} × ${String(picture.height)}`,
  versions: (names: readonly string[]): string =>
    `${names.length === 1 ? 'Edited version' : 'Edited versions'}: ${names.join(', ')}`,
  motion: 'A film lies in the file (motion photo)',

  pairing: {
    title: 'Files of one shot',
    choice: 'Show RAW and JPEG or HEIF of one shot as one photo',
    note: 'Paired by name, camera and time, also across folders. Decisions are kept for each file, so this can be changed at any time.',
  },
};
