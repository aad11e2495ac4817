import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderChoices } from '../../src/main/handlers/folder-choices.ts';
import type { Machine } from '../../src/main/handlers/folder-places.ts';
import { PlainError } from '../../src/shared/result.ts';

let home: string;
let machine: Machine;
let choices: FolderChoices;

const make = (...folders: string[]) =>
  Promise.all(folders.map((folder) => mkdir(join(home, folder), { recursive: true })));
const names = async (id: string | null) => (await choices.list(id)).entries.map(({ name }) => name);
const places = async () => (await choices.list(null)).entries.map(({ name, kind }) => `${kind} ${name}`);

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'proofsheet-folders-'));
  machine = { platform: 'linux', home, user: 'ada', env: {} };
  choices = new FolderChoices((path) => path.startsWith(join(home, 'shoots')), machine);
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('a level of folders', () => {
  it('has folders only, in natural order, without hidden ones', async () => {
    await make('roll 10', 'roll 9', 'Roll 1', '.cache', '$RECYCLE.BIN', 'été');
    await writeFile(join(home, 'photo.jpg'), '');
    expect(await names(choices.idFor(home))).toEqual(['été', 'Roll 1', 'roll 9', 'roll 10']);
  });

  it('follows a link to a folder, and leaves out links to a file and to nothing', async () => {
    await make('real');
    await writeFile(join(home, 'photo.jpg'), '');
    await symlink(join(home, 'real'), join(home, 'link'));
    await symlink(join(home, 'photo.jpg'), join(home, 'file link'));
    await symlink(join(home, 'gone'), join(home, 'dead link'));
    await symlink(join(home, 'loop'), join(home, 'loop'));
    expect(await names(choices.idFor(home))).toEqual(['link', 'real']);
  });

  it('is walked down and up by ids', async () => {
    await make('shoots/2024/may');
    const top = await choices.list(choices.idFor(home));
    expect(top.folder?.name).toBe(basename(home));
    const shoots = await choices.list(top.entries[0]?.id ?? '');
    const year = await choices.list(shoots.entries[0]?.id ?? '');
    expect(year.folder).toMatchObject({ name: '2024', kind: 'folder' });
    expect(choices.pathOf(year.entries[0]?.id ?? '')).toBe(join(home, 'shoots', '2024', 'may'));
    expect(year.parent).toBe(shoots.folder?.id);
    expect(choices.pathOf(top.parent ?? '')).toBe(dirname(home));
  });

  it('ends at the top of the file system', async () => {
    const { folder, parent } = await choices.list(choices.idFor('/'));
    expect(folder?.name).toBe('/');
    expect(parent).toBeNull();
  });

  it('marks what is in the library', async () => {
    await make('shoots', 'other');
    const { entries } = await choices.list(choices.idFor(home));
    expect(entries.map(({ name, inLibrary }) => [name, inLibrary])).toEqual([
      ['other', false],
      ['shoots', true],
    ]);
  });

  it('says which folder cannot be read', async () => {
    await make('card');
    const card = choices.idFor(join(home, 'card'));
    await rm(join(home, 'card'), { recursive: true });
    const listing = choices.list(card);
    await expect(listing).rejects.toThrow(PlainError);
    await expect(listing).rejects.toThrow(join(home, 'card'));
    await writeFile(join(home, 'card'), '');
    await expect(choices.list(card)).rejects.toThrow(/no longer there/);
  });
});

describe('ids', () => {
  it('say nothing, stay the same, and mean nothing to another session', async () => {
    await make('shoots');
    const id = choices.idFor(join(home, 'shoots'));
    expect(id).toMatch(/^[\w-]{22}$/);
    expect((await choices.list(choices.idFor(home))).entries[0]?.id).toBe(id);
    expect(choices.idFor(`${join(home, 'shoots')}/`)).toBe(id);
    expect(new FolderChoices(() => false, machine).idFor(join(home, 'shoots'))).not.toBe(id);
  });

  it.each(['', '/', '/etc', '..', 'toString', 'AAAAAAAAAAAAAAAAAAAAAA'])(
    'that were never given are refused: %j',
    async (id) => {
      expect(() => choices.pathOf(id)).toThrow(PlainError);
      await expect(choices.list(id)).rejects.toThrow(PlainError);
    },
  );
});

describe('the places to start from', () => {
  it('are home, its pictures folder and the drives, once each and only where they exist', async () => {
    const { folder, parent } = await choices.list(null);
    expect([folder, parent]).toEqual([null, null]);
    expect(await places()).not.toContain('pictures Pictures');
    await make('Pictures');
    const found = await places();
    expect(found.slice(0, 2)).toEqual(['home Home', 'pictures Pictures']);
    expect(found.at(-1)).toBe('drive This computer');
  });

  it('keep their kind when they are reached from above', async () => {
    await make('Pictures');
    await choices.list(null);
    const { folder, entries } = await choices.list(choices.idFor(home));
    expect(folder?.kind).toBe('home');
    expect(entries[0]?.kind).toBe('pictures');
  });

  it.each([
    ['"$HOME/Bilder"', 'pictures Bilder'],
    ['"$HOME/Meine \\"Bilder\\""', 'pictures Meine "Bilder"'],
  ])('have the pictures folder as user-dirs.dirs sets it: %s', async (value, expected) => {
    await make('.config', 'Pictures', 'Bilder', 'Meine "Bilder"');
    await writeFile(
      join(home, '.config', 'user-dirs.dirs'),
      `# XDG_PICTURES_DIR="$HOME/no"\nXDG_MUSIC_DIR="$HOME/Music"\nXDG_PICTURES_DIR=${value}\n`,
    );
    expect(await places()).toContain(expected);
    expect(await places()).not.toContain('pictures Pictures');
  });

  it('have no pictures folder where it is switched off', async () => {
    await make('.config', 'Pictures');
    await writeFile(join(home, '.config', 'user-dirs.dirs'), 'XDG_PICTURES_DIR="$HOME/"\n');
    expect((await places()).filter((place) => place.startsWith('pictures'))).toEqual([]);
  });

  it('have the pictures folder that OneDrive moved', async () => {
    await make('Pictures', 'OneDrive/Pictures');
    machine.platform = 'win32';
    machine.env['OneDrive'] = join(home, 'OneDrive');
    const { entries } = await choices.list(null);
    const pictures = entries.filter(({ kind }) => kind === 'pictures').map(({ id }) => choices.pathOf(id));
    expect(pictures).toEqual([join(home, 'OneDrive', 'Pictures')]);
  });
});
