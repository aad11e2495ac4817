import type { LibraryFolder, LibraryRoot, Polling } from '../../shared/library.ts';

/** A line of the tree of library folders, as it is drawn. */
export interface TreeLine {
  root: number;
  folder: string;
  name: string;
  photos: number;
  offline: boolean;
  /** How changes in its root are found. */
  polling: Polling;
  /** 1 for a root. */
  level: number;
  /** null: nothing below it. */
  unfolded: boolean | null;
}

const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const lastPart = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** The nearest folder above that is in the list, '' at the top: a folder between may hold no photo of its own. */
function listedParent(path: string, listed: ReadonlySet<string>): string {
  let parent = parentOf(path);
  while (parent !== '' && !listed.has(parent)) parent = parentOf(parent);
  return parent;
}

/** The lines of one root that are to be seen, a folder before what is in it. */
export function treeLines(root: LibraryRoot, isUnfolded: (folder: string) => boolean): TreeLine[] {
  const listed = new Set(root.folders.map(({ path }) => path));
  const below = new Map<string, LibraryFolder[]>();
  for (const folder of root.folders) {
    if (folder.path === '') continue;
    const parent = listedParent(folder.path, listed);
    const siblings = below.get(parent);
    if (siblings) siblings.push(folder);
    else below.set(parent, [folder]);
  }
  const lines: TreeLine[] = [];
  const add = (folder: string, name: string, photos: number, level: number) => {
    const children = below.get(folder) ?? [];
    const unfolded = children.length === 0 ? null : isUnfolded(folder);
    lines.push({
      root: root.id,
      folder,
      name,
      photos,
      offline: root.offline,
      polling: root.polling,
      level,
      unfolded,
    });
    if (!unfolded) return;
    for (const child of children) add(child.path, lastPart(child.path), child.photos, level + 1);
  };
  add('', root.name, root.photos, 1);
  return lines;
}
