import { lstat, readdir } from 'node:fs/promises';
import { posix } from 'node:path';
import { formatByName } from '../../imaging/format.ts';

/** The folder, beside the photos, that those moved away lie in. */
const rejectedFolder = '_Rejected';

/** What lies beside a photo under its name: develop settings, a small picture, a voice note, its film. */
const companionEndings = new Set(['.xmp', '.thm', '.wav', '.aae', '.dop', '.pp3', '.mov']);

/** Relative paths, forward slashes, of what belongs to a photo beside its own files. */
export function companionsOf(
  files: readonly string[],
  inFolder: readonly string[],
  /** Other photos that stay: what could be theirs stays with them. */
  stays: (path: string) => boolean,
): string[] {
  const found = new Set<string>();
  for (const file of files) {
    const folder = posix.dirname(file);
    const { base, name: stem } = posix.parse(file);
    const shared = inFolder.some((other) => {
      const path = posix.join(folder, other);
      return (
        other !== base && posix.parse(other).name === stem && formatByName(other) !== null && stays(path)
      );
    });
    for (const other of inFolder) {
      const { name, ext } = posix.parse(other);
      const isItsOwn = other.startsWith(`${base}.`) && companionEndings.has(ext.toLowerCase());
      const isByStem = name === stem && companionEndings.has(ext.toLowerCase());
      if (isItsOwn || (isByStem && !shared)) found.add(posix.join(folder, other));
    }
  }
  return [...found];
}

/** Names in a folder; none where it cannot be read. */
export const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/**
 * Where the files of one shot go, under their own names or, where one is taken, all with `-2`, `-3` ... behind the stem.
 *
 * @param files of one shot, relative to the root; they may lie in several folders
 * @param taken paths that others of the same move go to
 * @returns the new path of each, in their order
 */
export async function placesFor(
  files: readonly string[],
  absolute: (path: string) => string,
  taken: Set<string>,
): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    const places = files.map((file) => placeOf(file, attempt === 1 ? '' : `-${attempt}`));
    const found = await Promise.all(places.map((place) => exists(absolute(place))));
    if (found.includes(true) || places.some((place) => taken.has(place))) continue;
    for (const place of places) taken.add(place);
    return places;
  }
}

/** IMG_1.CR2.xmp becomes _Rejected/IMG_1-2.CR2.xmp. */
function placeOf(file: string, suffix: string): string {
  const { dir, base } = posix.parse(file);
  const dot = base.indexOf('.', 1);
  const stem = dot < 0 ? base : base.slice(0, dot);
  return posix.join(dir, rejectedFolder, stem + suffix + base.slice(stem.length));
}
