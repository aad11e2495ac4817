import { SvelteSet } from 'svelte/reactivity';
import type { Api } from '../../shared/contract.ts';
import type { LibraryRoot } from '../../shared/library.ts';
import { treeLines, type TreeLine } from './folder-tree.ts';

const keyOf = (root: number, folder: string) => `${String(root)}/${folder}`;

/** The folders of the library and which of them are unfolded. Roots start unfolded, what is below them does not. */
export class Library {
  roots = $state.raw<LibraryRoot[]>([]);
  readonly lines: TreeLine[] = $derived.by(() =>
    this.roots.flatMap((root) => treeLines(root, (folder) => this.#isUnfolded(root.id, folder))),
  );
  readonly photos: number = $derived.by(() => this.roots.reduce((sum, root) => sum + root.photos, 0));

  /** Lines that are not as they start. */
  readonly #turned = new SvelteSet<string>();

  async load(api: Pick<Api, 'call'>): Promise<void> {
    this.roots = await api.call('library.roots');
  }

  toggle(root: number, folder: string): void {
    const key = keyOf(root, folder);
    if (!this.#turned.delete(key)) this.#turned.add(key);
  }

  #isUnfolded(root: number, folder: string): boolean {
    return (folder === '') !== this.#turned.has(keyOf(root, folder));
  }
}
