import { describe, expect, it } from 'vitest';
import { FolderChooserState } from '../../src/renderer/state/folder-chooser.svelte.ts';
import type { FolderChoice, FolderListing } from '../../src/shared/library.ts';
import { answering } from './fake-api.ts';

const choice = (id: string): FolderChoice => ({
  id,
  name: id.slice(id.lastIndexOf('.') + 1),
  kind: 'folder',
  inLibrary: false,
});
/** Ids are opaque to the chooser; here "home.pictures" lies in "home". */
const children: Record<string, string[]> = {
  '': ['home', 'drive'],
  home: ['home.music', 'home.pictures'],
  'home.pictures': [],
};
const list = (folder: string | null): FolderListing => {
  const entries = children[folder ?? ''];
  if (!entries) throw new Error('The folder is gone.');
  const parent = folder?.includes('.') ? folder.slice(0, folder.lastIndexOf('.')) : null;
  return { folder: folder === null ? null : choice(folder), parent, entries: entries.map(choice) };
};
const chooser = () => new FolderChooserState(answering({ 'folders.list': ({ folder }) => list(folder) }));

describe('the folder chooser', () => {
  it('goes down and up, and back to the folder it came out of', async () => {
    const state = chooser();
    await state.open(null);
    expect(state.target).toBeNull();
    state.move(1);
    expect(state.target?.id).toBe('home');
    await state.enter(state.index);
    await state.enter(1);
    expect(state.trail.map(({ name }) => name)).toEqual(['home', 'pictures']);
    expect(state.target?.id).toBe('home.pictures');
    await state.up();
    expect(state.trail.map(({ name }) => name)).toEqual(['home']);
    expect(state.target?.id).toBe('home.pictures');
    await state.up();
    expect(state.listing?.folder).toBeNull();
    expect(state.trail).toEqual([]);
    await state.up();
    expect(state.listing?.folder).toBeNull();
  });

  it('stays where it is and says why when a folder cannot be read', async () => {
    const state = chooser();
    await state.open(null);
    await state.enter(1);
    expect(state.error).toBe('The folder is gone.');
    expect(state.listing?.entries).toHaveLength(2);
    await state.enter(0);
    expect(state.error).toBe('');
  });

  it('keeps the mark within the list', async () => {
    const state = chooser();
    await state.open(null);
    state.move(Infinity);
    expect(state.index).toBe(1);
    state.move(-Infinity);
    expect(state.index).toBe(0);
  });
});
