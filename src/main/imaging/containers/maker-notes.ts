import { asciiOf, partOf, type Bytes } from '../bytes.ts';
import type { Range } from './container.ts';
import { numberOf, readDirectory } from './tiff.ts';
import { tag, type Directory } from './tiff-fields.ts';

/** A place and a length that two fields of a directory give; none where one is missing. */
export function jpegPlace(directory: Directory, startTag: number, lengthTag: number, base = 0): Range[] {
  const start = numberOf(directory, startTag);
  const length = numberOf(directory, lengthTag);
  return start && length ? [{ start: base + start, end: base + start + length }] : [];
}

/**
 * Places of previews that only the maker's own note tells of. Each maker counts from another place and some from
 * several, so a place named here is only worth a look.
 *
 * @param note place of the note in the file
 * @param littleEndian of the file around it, where the note has no order of its own
 */
export async function makerNotePreviews(bytes: Bytes, note: Range, littleEndian: boolean): Promise<Range[]> {
  const head = await bytes.read(note.start, 16);
  const starts = (text: string) => asciiOf(head, 0, text.length) === text;
  const order = (at: number) => (head[at] === head[at + 1] ? head[at] === 0x49 : littleEndian);
  if (starts('Nikon\0\x02')) return await nikonPreviews(bytes, note.start + 10);
  if (starts('OM SYSTEM\0')) return await olympusPreviews(bytes, note.start, note.start + 16, order(12));
  if (starts('OLYMPUS\0')) return await olympusPreviews(bytes, note.start, note.start + 12, order(8));
  if (starts('OLYMP\0')) return await olympusPreviews(bytes, 0, note.start + 8, littleEndian);
  if (starts('PENTAX \0')) return await pentaxPreviews(bytes, note.start, note.start + 10, order(8));
  if (starts('AOC\0')) return await pentaxPreviews(bytes, 0, note.start + 6, order(4));
  return await plainNotePreviews(bytes, note.start, littleEndian);
}

const nikonPreviewDirectory = 0x0011;

/** Nikon's note is a TIFF of its own with its own header. */
async function nikonPreviews(bytes: Bytes, base: number): Promise<Range[]> {
  const inner = partOf(bytes, base, Infinity);
  const header = await inner.read(0, 8);
  if (header.length < 8) return [];
  const little = header[0] === 0x49;
  const first = new DataView(header.buffer, header.byteOffset, 8).getUint32(4, little);
  return await previewDirectory(
    inner,
    (await readDirectory(inner, first, little)).directory,
    nikonPreviewDirectory,
    base,
  );
}

async function previewDirectory(
  bytes: Bytes,
  directory: Directory,
  pointer: number,
  base: number,
): Promise<Range[]> {
  const at = numberOf(directory, pointer);
  if (!at) return [];
  const { directory: previews } = await readDirectory(bytes, at, directory.littleEndian);
  return jpegPlace(previews, tag.jpegStart, tag.jpegLength, base);
}

const olympusSettings = 0x2020;

async function olympusPreviews(bytes: Bytes, base: number, at: number, little: boolean): Promise<Range[]> {
  const inner = partOf(bytes, base, Infinity);
  const { directory } = await readDirectory(inner, at - base, little);
  const settingsAt = directory.places.get(olympusSettings)?.start ?? numberOf(directory, olympusSettings);
  const settings = settingsAt ? (await readDirectory(inner, settingsAt, little)).directory : null;
  return [...(settings ? jpegPlace(settings, 0x0101, 0x0102, base) : []), ...minoltaPlaces(directory, base)];
}

async function pentaxPreviews(bytes: Bytes, base: number, at: number, little: boolean): Promise<Range[]> {
  const inner = partOf(bytes, base, Infinity);
  const { directory } = await readDirectory(inner, at - base, little);
  return jpegPlace(directory, 0x0004, 0x0003, base);
}

const samsungPreviewDirectory = 0x0035;

/** A directory without a header: Samsung's, Minolta's, Epson's; places count from the file's start or from the note. */
async function plainNotePreviews(bytes: Bytes, at: number, little: boolean): Promise<Range[]> {
  const found: Range[] = [];
  for (const base of [0, at]) {
    const inner = partOf(bytes, base, Infinity);
    const { directory } = await readDirectory(inner, at - base, little);
    found.push(...minoltaPlaces(directory, base));
    found.push(...(await previewDirectory(inner, directory, samsungPreviewDirectory, base)));
  }
  return found;
}

/** Minolta, early Olympus and Epson: start and length, or the whole JPEG as a value. */
const minoltaPlaces = (directory: Directory, base: number): Range[] => [
  ...jpegPlace(directory, 0x0088, 0x0089, base),
  ...[0x0081, 0x0280].flatMap((id) => {
    const place = directory.places.get(id);
    return place ? [{ start: base + place.start, end: base + place.end }] : [];
  }),
];
