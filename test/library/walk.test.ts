import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { walk } from '../../src/main/library/walk.ts';
import { temporaryFolder } from '../support/temporary.ts';

async function tree(...paths: string[]): Promise<string> {
  const root = temporaryFolder();
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), path);
  }
  return root;
}

async function found(root: string, more: { folder?: string; exclude?: string[] } = {}) {
  const paths: string[] = [];
  const unreadable = await walk({
    root,
    folder: more.folder ?? '',
    exclude: more.exclude ?? [],
    onFiles: async (files) => void paths.push(...files.map(({ path }) => path)),
  });
  return { paths: paths.sort(), unreadable };
}

describe('walk', () => {
  it('finds every regular file with its relative path, and passes over private folders', async () => {
    const root = await tree(
      'a.jpg',
      'x/y/b.jpg',
      '.thumbnails/c.jpg',
      '@eaDir/d.jpg',
      'x/Preview.lrdata/e.jpg',
      '.f.jpg',
    );
    expect((await found(root)).paths).toEqual(['.f.jpg', 'a.jpg', 'x/y/b.jpg']);
  });

  it('can begin inside, and leaves out the folders it is told', async () => {
    const root = await tree('a.jpg', 'x/b.jpg', 'x/catalogue/c.jpg');
    expect((await found(root, { folder: 'x', exclude: [join(root, 'x', 'catalogue')] })).paths).toEqual([
      'x/b.jpg',
    ]);
  });

  it('ends in loops of links and finds nothing twice', async () => {
    const root = await tree('x/a.jpg', 'y/b.jpg');
    await symlink(root, join(root, 'x', 'loop'));
    await symlink(join(root, 'y'), join(root, 'x', 'again'));
    await symlink(join(root, 'nowhere'), join(root, 'broken.jpg'));
    expect((await found(root)).paths).toEqual(['x/a.jpg', 'y/b.jpg']);
  });

  it('follows links to folders elsewhere, and to files', async () => {
    const elsewhere = await tree('c.jpg');
    const root = await tree('a.jpg');
    await symlink(elsewhere, join(root, 'linked'));
    await symlink(join(elsewhere, 'c.jpg'), join(root, 'file.jpg'));
    expect((await found(root)).paths).toEqual(['a.jpg', 'file.jpg', 'linked/c.jpg']);
  });

  it('gives the size, the time and the identity of a file', async () => {
    const root = await tree('a.jpg');
    await walk({
      root,
      folder: '',
      exclude: [],
      onFiles: async ([file]) => {
        expect(file).toMatchObject({
          size: 5,
          inode: expect.stringMatching(/^\d+$/),
          device: expect.stringMatching(/^\d+$/),
        });
        expect(Math.abs((file?.mtime ?? 0) - Date.now())).toBeLessThan(60_000);
      },
    });
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'names folders it may not read',
    async () => {
      const root = await tree('a.jpg', 'locked/b.jpg');
      await chmod(join(root, 'locked'), 0);
      const { paths, unreadable } = await found(root);
      await chmod(join(root, 'locked'), 0o700);
      expect(paths).toEqual(['a.jpg']);
      expect(unreadable).toEqual(['locked']);
    },
  );

  it('stops when it is told to', async () => {
    const root = await tree('a.jpg');
    const signal = AbortSignal.abort();
    await expect(walk({ root, folder: '', exclude: [], onFiles: async () => {}, signal })).rejects.toThrow();
  });
});
