import { describe, expect, it } from 'vitest';
import { treeLines } from '../../src/renderer/state/folder-tree.ts';
import { Library } from '../../src/renderer/state/library.svelte.ts';
import type { LibraryRoot } from '../../src/shared/library.ts';

const root: LibraryRoot = {
  id: 1,
  name: 'Photos',
  photos: 9,
  offline: false,
  polling: 'no',
  folders: [
    { path: '', photos: 9 },
    { path: 'a', photos: 5 },
    { path: 'a/b', photos: 3 },
    { path: 'c/d', photos: 4 },
  ],
};
const shape = (unfolded: (folder: string) => boolean) =>
  treeLines(root, unfolded).map(({ folder, level, unfolded: is }) => [folder, level, is]);

describe('the tree of folders', () => {
  it('puts a folder before what is in it, and hangs it below the nearest one that is listed', () => {
    expect(shape(() => true)).toEqual([
      ['', 1, true],
      ['a', 2, true],
      ['a/b', 3, null],
      ['c/d', 2, null],
    ]);
  });

  it('shows nothing below what is folded', () => {
    expect(shape(() => false)).toEqual([['', 1, false]]);
  });

  it('starts with the roots unfolded and the rest folded', () => {
    const library = new Library();
    library.roots = [root];
    expect(library.lines.map(({ folder }) => folder)).toEqual(['', 'a', 'c/d']);
    library.toggle(1, 'a');
    expect(library.lines.map(({ folder }) => folder)).toEqual(['', 'a', 'a/b', 'c/d']);
    library.toggle(1, '');
    expect(library.lines.map(({ folder }) => folder)).toEqual(['']);
  });
});
