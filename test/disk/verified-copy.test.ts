import { appendFileSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyVerified, hashOf } from '../../src/main/disk/verified-copy.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** More than two blocks. */
const film = randomBytes(9_000_000);

async function withFilm(): Promise<{ dir: string; source: string }> {
  const dir = temporaryFolder();
  const source = join(dir, 'film.mov');
  await writeFile(source, film);
  await utimes(source, 1_700_000_000, 1_700_000_000);
  return { dir, source };
}

describe('a verified copy', () => {
  it('lies in all its places, byte for byte and with its time', async () => {
    const { dir, source } = await withFilm();
    const targets = [join(dir, 'a/b/film.mov'), join(dir, 'c/film.mov')];
    let told = 0;
    const copy = await copyVerified(source, targets, { onBytes: (bytes) => (told += bytes) });
    expect(copy).toEqual({ hash: await hashOf(source), bytes: film.length, failures: [null, null] });
    expect(told).toBe(film.length);
    for (const target of targets) {
      expect(film.equals(await readFile(target))).toBe(true);
      expect((await stat(target)).mtimeMs).toBe(1_700_000_000_000);
    }
    expect(await readdir(join(dir, 'c'))).toEqual(['film.mov']);
  });

  it('never writes over a file, and still makes the other copy', async () => {
    const { dir, source } = await withFilm();
    const taken = join(dir, 'taken.mov');
    await writeFile(taken, 'somebody else’s');
    const { failures } = await copyVerified(source, [taken, join(dir, 'free.mov')]);
    expect(failures).toEqual([`${taken} exists already and was left as it is.`, null]);
    expect(await readFile(taken, 'utf8')).toBe('somebody else’s');
    expect((await readdir(dir)).sort()).toEqual(['film.mov', 'free.mov', 'taken.mov']);
  });

  it('says which place could not be written, and still makes the other copy', async () => {
    const { dir, source } = await withFilm();
    await writeFile(join(dir, 'file'), '');
    const { failures } = await copyVerified(source, [join(dir, 'file/film.mov'), join(dir, 'free.mov')]);
    expect(failures[0]).toContain(join(dir, 'file/film.mov'));
    expect(failures[1]).toBeNull();
  });

  it('leaves nothing where the source changes meanwhile', async () => {
    const { dir, source } = await withFilm();
    const copying = copyVerified(source, [join(dir, 'copy/film.mov')], {
      onBytes: () => appendFileSync(source, 'more'),
    });
    await expect(copying).rejects.toThrow('changed while it was copied');
    expect(await readdir(join(dir, 'copy'))).toEqual([]);
  });

  it('leaves nothing when it is stopped', async () => {
    const { dir, source } = await withFilm();
    const stop = new AbortController();
    const copying = copyVerified(source, [join(dir, 'copy/film.mov')], {
      signal: stop.signal,
      onBytes: () => stop.abort(),
    });
    await expect(copying).rejects.toThrow();
    expect(await readdir(join(dir, 'copy'))).toEqual([]);
  });

  it('names a source that cannot be read', async () => {
    const dir = temporaryFolder();
    await mkdir(join(dir, 'folder.jpg'));
    for (const name of ['absent.jpg', 'folder.jpg']) {
      await expect(copyVerified(join(dir, name), [join(dir, 'copy')])).rejects.toThrow(name);
    }
    expect(await readdir(dir)).toEqual(['folder.jpg']);
  });
});
