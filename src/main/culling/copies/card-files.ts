import { claimsByName } from '../../imaging/format.ts';
import type { SeenFile } from '../../catalogue/types.ts';
import { walk } from '../../library/walk.ts';

export type CardFileKind = 'photo' | 'film' | 'companion' | 'other';

export interface CardFile extends SeenFile {
  kind: CardFileKind;
}

/** Files of one press of the shutter: they are named alike and copied together. */
export interface Shot {
  /** Folder relative to the card, '' for its top. */
  folder: string;
  /** Name without ending, as on the card. */
  stem: string;
  files: CardFile[];
}

export interface CardContents {
  shots: Shot[];
  /** Neither photo, film nor companion of one: a camera's indexes and settings. */
  others: CardFile[];
  /** Folders that could not be read, relative. */
  unreadable: string[];
}

const films = new Set('mp4 mov avi mts m2ts mxf m4v mpg mpeg 3gp insv lrv crm r3d braw wmv mkv'.split(' '));
/** What cameras and people put beside a photo or a film of the same name. */
const companions = new Set('xmp wav thm xml aae srt lrf txt'.split(' '));

/**
 * Everything on a card, by shot, in the order of the names.
 *
 * @param card absolute path
 */
export async function readCard(card: string, signal?: AbortSignal): Promise<CardContents> {
  const shots = new Map<string, Shot>();
  const loose: CardFile[] = [];
  const unreadable = await walk({
    root: card,
    folder: '',
    exclude: [],
    ...(signal && { signal }),
    onFiles: (files) => {
      for (const file of files) {
        const { folder, stem, ending } = partsOf(file.path);
        const kind = kindOf(file.path, ending);
        if (kind === 'other' || kind === 'companion') {
          loose.push({ ...file, kind });
          continue;
        }
        const shot = shots.get(keyOf(folder, stem)) ?? { folder, stem, files: [] };
        shot.files.push({ ...file, kind });
        shots.set(keyOf(folder, stem), shot);
      }
      return Promise.resolve();
    },
  });
  const others: CardFile[] = [];
  for (const file of loose) {
    const shot = file.kind === 'companion' ? shotOf(file, shots) : undefined;
    if (shot) shot.files.push(file);
    else others.push({ ...file, kind: 'other' });
  }
  return { shots: [...shots.values()], others, unreadable };
}

/** `A.xmp` and `A.CR3.xmp` beside `A.CR3`; Sony's `C0001M01.XML` beside `C0001.MP4`. */
function shotOf(file: CardFile, shots: ReadonlyMap<string, Shot>): Shot | undefined {
  const { folder, stem } = partsOf(file.path);
  const names = [stem, partsOf(stem).stem, stem.replace(/M\d\d$/i, '')];
  return names.map((name) => shots.get(keyOf(folder, name))).find((shot) => shot !== undefined);
}

const keyOf = (folder: string, stem: string): string => `${folder}/${stem.toLowerCase()}`;

function kindOf(path: string, ending: string): CardFileKind {
  // macOS leaves its own notes under names like photos' on every card.
  if (path.slice(path.lastIndexOf('/') + 1).startsWith('._')) return 'other';
  if (claimsByName(path)) return 'photo';
  if (films.has(ending)) return 'film';
  return companions.has(ending) ? 'companion' : 'other';
}

export function partsOf(path: string): { folder: string; stem: string; ending: string } {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const dot = name.lastIndexOf('.');
  return {
    folder: slash < 0 ? '' : path.slice(0, slash),
    stem: dot > 0 ? name.slice(0, dot) : name,
    ending: dot > 0 ? name.slice(dot + 1).toLowerCase() : '',
  };
}
