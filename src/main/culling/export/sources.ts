import { lstat, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, sep } from 'node:path';
import type { ExportPart } from '../../../shared/export.ts';
import type { NameFacts } from '../../../shared/name-template.ts';
import type { Verdict } from '../../../shared/verdict.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { PhotoFile } from '../../catalogue/types.ts';

export interface SourceFile {
  /** Absolute path. */
  path: string;
  /** What follows the photo's name: ".CR2", ".xmp", ".CR2.xmp". */
  ending: string;
  size: number;
  format: string | null;
  kind: 'photo' | 'sidecar';
}

/** What is exported of a photo. */
export interface Source {
  photo: number;
  facts: NameFacts;
  verdict: Verdict;
  files: SourceFile[];
}

/** The files of photos and the sidecars beside them; of photos that are away or gone none. */
export async function sourcesOf(
  catalogue: Catalogue,
  photos: number[],
  firstNumber: number,
  part: ExportPart,
): Promise<Source[]> {
  const places = new Map((await catalogue.sidecarPlaces(photos)).map((place) => [place.photo, place]));
  const details = new Map((await catalogue.details(photos)).map((detail) => [detail.id, detail]));
  const all = Map.groupBy(await catalogue.filesOf(photos), ({ photo }) => photo);
  const sources = photos.map(async (photo, index): Promise<Source | null> => {
    const place = places.get(photo);
    const detail = details.get(photo);
    const [lead, ...others] = partOf(all.get(photo) ?? [], part);
    if (!place || !lead) return null;
    const absolute = (path: string): string => join(place.rootPath, path.split('/').join(sep));
    const candidates = [lead, ...others].flatMap(({ rootPath, path, format }): Omit<SourceFile, 'size'>[] => {
      const file = join(rootPath, path.split('/').join(sep));
      const ending = extname(file);
      return [
        { path: file, ending, format, kind: 'photo' },
        { path: `${file}.xmp`, ending: `${ending}.xmp`, format: null, kind: 'sidecar' },
      ];
    });
    if (place.stem !== null) {
      candidates.push({
        path: absolute(place.stem),
        ending: extname(place.stem),
        format: null,
        kind: 'sidecar',
      });
    }
    const file = join(lead.rootPath, lead.path.split('/').join(sep));
    return {
      photo,
      verdict: place.verdict,
      files: (await Promise.all(apart(candidates).map(withSize))).filter((one) => one !== null),
      facts: {
        name: basename(file, extname(file)),
        folder: basename(dirname(file)),
        taken: detail?.captured ?? (await modifiedAt(file)),
        camera: detail?.camera ?? null,
        serial: detail?.cameraSerial ?? null,
        number: firstNumber + index,
      },
    };
  });
  return (await Promise.all(sources)).filter((source) => source !== null);
}

/** The choice is one only where a shot was stored as RAW and picture; films go with either. */
function partOf(files: readonly PhotoFile[], part: ExportPart): PhotoFile[] {
  const here = files.filter(({ offline }) => !offline);
  const isBoth = here.some(({ role }) => role === 'raw') && here.some(({ role }) => role === 'picture');
  if (part === 'both' || !isBoth) return here;
  return here.filter(({ role }) => role === 'film' || (role === 'raw') === (part === 'raw'));
}

/** Two files of a shot with one ending, as of a camera's two cards, get a number before it. */
function apart(files: Omit<SourceFile, 'size'>[]): Omit<SourceFile, 'size'>[] {
  const taken = new Set<string>();
  return files.map((file) => {
    let { ending } = file;
    for (let number = 2; taken.has(ending.toLowerCase()); number++) ending = `-${number}${file.ending}`;
    taken.add(ending.toLowerCase());
    return { ...file, ending };
  });
}

async function withSize(file: Omit<SourceFile, 'size'>): Promise<SourceFile | null> {
  const found = await stat(file.path).catch(() => null);
  // A photo that is not there is a failure to be told of; a sidecar that is not there is simply none.
  if (!found) return file.kind === 'photo' ? { ...file, size: 0 } : null;
  return { ...file, size: found.size };
}

/** As capture times are held: local wall clock read as UTC. */
async function modifiedAt(path: string): Promise<number> {
  const found = await lstat(path).catch(() => null);
  const time = found?.mtimeMs ?? 0;
  return time - new Date(time).getTimezoneOffset() * 60_000;
}
