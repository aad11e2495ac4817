/** RAW formats by content; `raw` stands for the makers whose files are TIFF without a format name of their own here. */
export const rawFormats = [
  'dng',
  'cr2',
  'cr3',
  'crw',
  'nef',
  'arw',
  'pef',
  'srw',
  'raf',
  'rw2',
  'orf',
  'x3f',
  'raw',
] as const;

export const isRawFormat = (format: string | null): boolean =>
  (rawFormats as readonly (string | null)[]).includes(format);

const names: Record<string, string> = {
  jpeg: 'JPEG',
  heic: 'HEIF',
  tiff: 'TIFF',
  webp: 'WebP',
  jxl: 'JPEG XL',
};

/** For people, e.g. "RAW", "JPEG", "HEIF". */
export const formatName = (format: string): string =>
  isRawFormat(format) ? 'RAW' : (names[format] ?? format.toUpperCase());
