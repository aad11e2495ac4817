import { isRawFormat } from '../../shared/formats.ts';

/** What pairing goes by: a photo that is there, of one camera and one second. */
export interface Candidate {
  photo: number;
  root: number;
  /** Relative to the root, forward slashes. */
  path: string;
  format: string | null;
  /** Milliseconds; 0 of a second where the camera does not say more. */
  captured: number;
  cameraSerial: string | null;
  /** Upright size of the photo, and of the picture that shows it: of a RAW file, the one inside. */
  width: number | null;
  height: number | null;
  pictureWidth: number | null;
  pictureHeight: number | null;
  /** There is a picture to be shown. */
  showable: boolean;
  /** An editing program wrote it. */
  edited: boolean;
}

export interface Place {
  /** The photo of the shot's RAW file; null for a photo of its own. */
  shot: number | null;
  /** Another photo of the shot stands for it. */
  hidden: boolean;
  /** The photo that this is an edited version of. */
  versionOf: number | null;
}

/** Raise it when other photos are paired than before: they are all paired again. */
export const pairingRules = 1;

/** A shot, or a photo by itself. */
interface Unit {
  stem: string;
  first: Candidate;
  face: Candidate;
}

/**
 * Puts the files of one shot together: a RAW file and the camera's own JPEG or HEIF of the same name, whose camera and
 * second are the same already. Two cards' folders may hold them; where there are copies of both, those next to each other
 * belong together. What an editing program made is no file of the shot but a version of it.
 *
 * @param candidates all of one camera and one second
 */
export function pairUp(candidates: readonly Candidate[]): Map<number, Place> {
  const inOrder = candidates.toSorted((a, b) => a.root - b.root || (a.path < b.path ? -1 : 1));
  const raws = inOrder
    .filter(({ format }) => isRawFormat(format))
    .toSorted((a, b) => Number(a.format === 'dng') - Number(b.format === 'dng'));
  const mates = inOrder.filter(({ format, edited }) => !edited && (format === 'jpeg' || format === 'heic'));
  const shots = new Map<Candidate, Candidate[]>(raws.map((raw) => [raw, []]));
  const free = new Set(mates);
  for (const isNear of [sameFolder, sameRoot, anywhere]) {
    for (const mate of free) {
      const raw = raws.find(
        (one) =>
          isNear(one, mate) &&
          stemOf(one) === stemOf(mate) &&
          isSameShot(one, mate) &&
          !shots.get(one)?.some(({ format }) => format === mate.format),
      );
      if (!raw) continue;
      shots.get(raw)?.push(mate);
      free.delete(mate);
    }
  }
  const places = new Map<number, Place>();
  const units: Unit[] = [];
  for (const [raw, others] of shots) {
    if (others.length === 0) continue;
    const face = faceOf(raw, others);
    for (const one of [raw, ...others])
      places.set(one.photo, { shot: raw.photo, hidden: one !== face, versionOf: null });
    units.push({ stem: stemOf(raw), first: raw, face });
  }
  for (const one of inOrder)
    if (!places.has(one.photo)) units.push({ stem: stemOf(one), first: one, face: one });
  for (const unit of units) {
    if (places.has(unit.first.photo)) continue;
    const versionOf = originalOf(unit.first, units)?.face.photo ?? null;
    places.set(unit.first.photo, { shot: null, hidden: false, versionOf });
  }
  return places;
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const anywhere = (): boolean => true;
const sameRoot = (a: Candidate, b: Candidate): boolean => a.root === b.root;
const sameFolder = (a: Candidate, b: Candidate): boolean =>
  sameRoot(a, b) && folderOf(a.path) === folderOf(b.path);

/** The name without its ending, as it is compared. */
function stemOf({ path }: Candidate): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return (dot > 0 ? name.slice(0, dot) : name).normalize('NFC').toLowerCase();
}

/** Parts of the second and serial numbers may be missing; where both say them, they are the same. */
function isSameShot(a: Candidate, b: Candidate): boolean {
  const [part, otherPart] = [a.captured % 1000, b.captured % 1000];
  const isSameMoment = part === otherPart || part === 0 || otherPart === 0;
  const isSameBody = a.cameraSerial === b.cameraSerial || a.cameraSerial === null || b.cameraSerial === null;
  return isSameMoment && isSameBody;
}

const longerSide = (width: number | null, height: number | null): number => Math.max(width ?? 0, height ?? 0);

/** A camera's JPEG may be cut to another shape, or be a few pixels smaller than the sensor's picture. */
const fullShare = 0.9;

/** Which file shows the shot: the JPEG or HEIF if it has all pixels, or more than the picture inside the RAW file. */
function faceOf(raw: Candidate, others: readonly Candidate[]): Candidate {
  const [largest] = others
    .filter(({ showable }) => showable)
    .toSorted((a, b) => longerSide(b.width, b.height) - longerSide(a.width, a.height));
  if (!largest) return raw;
  if (!raw.showable) return largest;
  const side = longerSide(largest.width, largest.height);
  const isFull = side >= fullShare * longerSide(raw.width, raw.height);
  const inside = longerSide(raw.pictureWidth ?? raw.width, raw.pictureHeight ?? raw.height);
  return isFull || side >= inside ? largest : raw;
}

const editedEnding = /edit|enhanced|bearbeitet|retouch|retusch|hdr|pano/;
/** No camera writes photos in these. */
const editorsFormats = new Set(['tiff', 'png', 'webp', 'jxl', 'avif']);

/** The shot or photo that a photo was made of; the one with the longest name that its own begins with. */
function originalOf(version: Candidate, units: readonly Unit[]): Unit | undefined {
  const stem = stemOf(version);
  const isMade = version.edited || editorsFormats.has(version.format ?? '');
  return units
    .filter(({ first, stem: original }) => {
      if (first === version || !isSameShot(first, version)) return false;
      if (original === stem) return isMade && !first.edited && !editorsFormats.has(first.format ?? '');
      const ending = endingBehind(stem, original);
      return ending !== null && (isMade || editedEnding.test(ending));
    })
    .toSorted((a, b) => b.stem.length - a.stem.length)[0];
}

/** "-edit" of "img_1-edit" behind "img_1"; "img_e1234" is how Apple names what was made of "img_1234". */
function endingBehind(stem: string, original: string): string | null {
  if (/^img_\d+$/.test(original) && stem === original.replace('_', '_e')) return 'edit';
  if (!stem.startsWith(original)) return null;
  const ending = stem.slice(original.length);
  return /^[^\p{L}\p{N}]/u.test(ending) ? ending : null;
}
