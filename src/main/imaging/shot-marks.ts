import type { ShotFacts } from '../catalogue/types.ts';
import { asciiOf, bytesOf, viewOf, type Bytes } from './bytes.ts';
import { boxesIn } from './containers/boxes.ts';
import { exifDirectory, readDirectories, readDirectory, textOf } from './containers/tiff.ts';
import { tag } from './containers/tiff-fields.ts';

/** Programs that make pictures out of photos, by what they write for their own name. */
const editors =
  /photoshop|lightroom|camera raw|capture one|darktable|rawtherapee|affinity|gimp|dxo|photolab|luminar|on1 |topaz|snapseed|pixelmator|acdsee|digikam|krita|paint\.net/i;

/** What the metadata inside a file says of the files that belong to it. */
export async function shotMarks(
  exif: Uint8Array | null,
  xmp: Uint8Array | null,
): Promise<Omit<ShotFacts, 'picture'>> {
  const packet = xmp === null ? '' : new TextDecoder().decode(xmp);
  const { software, contentId } = exif === null ? noMarks : await orNothing(() => marksOf(exif), noMarks);
  const tool = valueIn(packet, 'CreatorTool');
  return {
    contentId,
    motion: valueIn(packet, 'MotionPhoto') === '1' || valueIn(packet, 'MicroVideo') === '1',
    edited: [software, tool].some((name) => name !== null && editors.test(name)),
  };
}

/** A simple property of an XMP packet, as attribute or element, whatever its prefix. */
const valueIn = (packet: string, name: string): string | null =>
  new RegExp(`[:\\s]${name}(?:="([^"<]*)"|='([^'<]*)'|>([^<]*)<)`).exec(packet)?.slice(1).find(Boolean) ??
  null;

const noMarks = { software: null, contentId: null };

/** Offsets of a damaged block lead anywhere. */
async function orNothing<T>(read: () => Promise<T>, nothing: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return nothing;
  }
}

const softwareTag = 0x0131;
const appleContentId = 0x0011;

async function marksOf(exif: Uint8Array): Promise<{ software: string | null; contentId: string | null }> {
  const bytes = bytesOf(exif);
  const [first] = await readDirectories(bytes);
  if (first === undefined) return noMarks;
  const directory = await exifDirectory(bytes, first);
  const note = directory?.places.get(tag.makerNote);
  return {
    software: textOf(first, softwareTag),
    contentId: note === undefined ? null : await appleNote(exif.subarray(note.start, note.end)),
  };
}

const appleMark = 'Apple iOS\0';

/** Apple's note: its name, a version, the order of bytes, a directory whose places count from the note's start. */
async function appleNote(note: Uint8Array): Promise<string | null> {
  if (asciiOf(note, 0, appleMark.length) !== appleMark) return null;
  const littleEndian = note[12] === 0x49;
  return textOf((await readDirectory(bytesOf(note), 14, littleEndian)).directory, appleContentId);
}

const largestMovieHeader = 8 << 20;
const contentKey = 'com.apple.quicktime.content.identifier';

/** What a QuickTime film says that it belongs to; null for any other file. */
export const filmContentId = (bytes: Bytes): Promise<string | null> =>
  orNothing(() => readContentId(bytes), null);

async function readContentId(bytes: Bytes): Promise<string | null> {
  const head = await bytes.read(0, 12);
  if (asciiOf(head, 4, 4) !== 'ftyp') return null;
  const movie = (await boxesIn(bytes, 0, bytes.size)).find(({ name }) => name === 'moov');
  if (movie === undefined || movie.end - movie.start > largestMovieHeader) return null;
  const meta = (await boxesIn(bytes, movie.start, movie.end)).find(({ name }) => name === 'meta');
  if (meta === undefined) return null;
  const inside = await boxesIn(bytes, meta.start, meta.end);
  const content = async (name: string): Promise<Uint8Array> => {
    const box = inside.find((each) => each.name === name);
    return box === undefined ? new Uint8Array() : await bytes.read(box.start, box.end - box.start);
  };
  const place = placeOfKey(await content('keys'));
  return place === null ? null : valueOfKey(await content('ilst'), place);
}

/** From 1 on. */
function placeOfKey(keys: Uint8Array): number | null {
  for (let at = 8, place = 1; at + 8 <= keys.length; place++) {
    const size = viewOf(keys).getUint32(at);
    if (size < 8) return null;
    if (asciiOf(keys, at + 8, size - 8) === contentKey) return place;
    at += size;
  }
  return null;
}

/** A list of boxes whose names are places among the keys; each holds a box "data": type, locale, text. */
function valueOfKey(list: Uint8Array, place: number): string | null {
  const view = viewOf(list);
  for (let at = 0; at + 24 <= list.length;) {
    const size = view.getUint32(at);
    if (size < 24) return null;
    if (view.getUint32(at + 4) === place)
      return asciiOf(list, at + 24, Math.min(list.length - at, size) - 24);
    at += size;
  }
  return null;
}
