import type { Api } from '../../shared/contract.ts';
import type { LibraryFolder, LibraryRoot } from '../../shared/library.ts';

/** A line of the tree of library folders, as it is drawn. */
export interface TreeLine {
  root: number;
  folder: string;
  name: string;
  photos: number;
  offline: boolean;
  /** 1 for a root. */
  level: number;
  /** null: nothing below it. */
  unfolded: boolean | null;
}

const keyOf = (root: number, folder: string) => `${String(root)}/${folder}`;
const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));
export const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The folders of the library and which of them are unfolded. Roots start unfolded, what is below them does not. */
export class Library {
  roots = $state.raw<LibraryRoot[]>([]);
  readonly lines: TreeLine[] = $derived.by(() => this.roots.flatMap((root) => this.#linesOf(root)));
  readonly photos: number = $derived.by(() => this.roots.reduce((sum, root) => sum + root.photos, 0));

  /** Lines that are not as they start. */
  #turned = $state.raw<ReadonlySet<string>>(new Set());

  async load(api: Pick<Api, 'call'>): Promise<void> {
    this.roots = await api.call('library.roots');
  }

  toggle(root: number, folder: string): void {
    const turned = new Set(this.#turned);
    const key = keyOf(root, folder);
    if (!turned.delete(key)) turned.add(key);
    this.#turned = turned;
  }

  #isUnfolded(root: number, folder: string): boolean {
    return (folder === '') !== this.#turned.has(keyOf(root, folder));
  }

  #linesOf(root: LibraryRoot): TreeLine[] {
    const below = new Map<string, LibraryFolder[]>();
    for (const folder of root.folders) {
      if (folder.path === '') continue;
      const siblings = below.get(parentOf(folder.path)) ?? [];
      below.set(parentOf(folder.path), [...siblings, folder]);
    }
    const lines: TreeLine[] = [];
    const add = (folder: string, name: string, photos: number, level: number) => {
      const children = below.get(folder) ?? [];
      const unfolded = children.length === 0 ? null : this.#isUnfolded(root.id, folder);
      lines.push({ root: root.id, folder, name, photos, offline: root.offline, level, unfolded });
      if (!unfolded) return;
      for (const child of children) add(child.path, lastPart(child.path), child.photos, level + 1);
    };
    add('', root.name, root.photos, 1);
    return lines;
  }
}
