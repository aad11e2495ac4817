import { isRawFormat, type rawFormats } from '../../shared/formats.ts';

/** Raise it when more files can be read than before: those that failed are then tried again. */
export const readingVersion = 2;

/** What a file is by its content. */
export type Format = 'jpeg' | 'png' | 'webp' | 'tiff' | 'avif' | 'heic' | 'jxl' | (typeof rawFormats)[number];

const endings: Record<string, Format> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jpe: 'jpeg',
  jfif: 'jpeg',
  png: 'png',
  webp: 'webp',
  tif: 'tiff',
  tiff: 'tiff',
  avif: 'avif',
  heic: 'heic',
  heif: 'heic',
  hif: 'heic',
  jxl: 'jxl',
  dng: 'dng',
  gpr: 'dng',
  cr2: 'cr2',
  cr3: 'cr3',
  crw: 'crw',
  nef: 'nef',
  nrw: 'nef',
  arw: 'arw',
  sr2: 'arw',
  srf: 'arw',
  pef: 'pef',
  srw: 'srw',
  raf: 'raf',
  rw2: 'rw2',
  rwl: 'rw2',
  orf: 'orf',
  ori: 'orf',
  x3f: 'x3f',
  '3fr': 'raw',
  fff: 'raw',
  iiq: 'raw',
  mef: 'raw',
  mos: 'raw',
  erf: 'raw',
  kdc: 'raw',
  dcr: 'raw',
};

/** The format that a file's name promises, or null where its ending is not one of a photo. */
export function formatByName(name: string): Format | null {
  const dot = name.lastIndexOf('.');
  // A dot at the very start makes a hidden file, not an ending.
  return dot > 0 ? (endings[name.slice(dot + 1).toLowerCase()] ?? null) : null;
}

/** Whether the name alone says that this is a photo. A file beside it made by macOS (`._x.jpg`) says so wrongly. */
export const claimsByName = (name: string): boolean => formatByName(name) !== null;

export const isRaw = (format: Format): boolean => isRawFormat(format);
