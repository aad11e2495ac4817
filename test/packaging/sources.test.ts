import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

/** What docs/security.md claims of the sources themselves. */

const root = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|svelte)$/.test(file))
  .map((file) => ({ file: file.replaceAll('\\', '/'), text: read(join('src', file)) }));
const filesWith = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

const builder = read('electron-builder.yml');
/** The lines below a key of the file's first level. */
const linesOf = (key: string): string[] =>
  (new RegExp(`^${key}:\\n((?: +.*\\n|#.*\\n)+)`, 'm').exec(builder)?.[1] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

describe('the package', () => {
  it('has every fuse set that leaves the person safer', () => {
    expect(linesOf('electronFuses').toSorted()).toEqual([
      'enableCookieEncryption: true',
      'enableEmbeddedAsarIntegrityValidation: true',
      'enableNodeCliInspectArguments: false',
      'enableNodeOptionsEnvironmentVariable: false',
      'grantFileProtocolExtraPrivileges: false',
      'onlyLoadAppFromAsar: true',
      'runAsNode: false',
    ]);
  });

  it('keeps native code outside the archive, where the system can load it', () => {
    expect(builder).toMatch(/^asar: true$/m);
    const unpacked = linesOf('asarUnpack');
    for (const name of ['better-sqlite3', 'onnxruntime-node', 'sharp', '@img'])
      expect(
        unpacked.some((pattern) => pattern.includes(`node_modules/${name}/`)),
        name,
      ).toBe(true);
  });

  it('is built on a current Electron', () => {
    const { devDependencies } = z
      .object({ devDependencies: z.object({ electron: z.string() }) })
      .parse(JSON.parse(read('package.json')));
    expect(Number(/\d+/.exec(devDependencies.electron)?.[0])).toBeGreaterThanOrEqual(45);
  });
});

describe('the sources', () => {
  it('open no address outside: there is no openExternal', () => {
    expect(filesWith(/openExternal/)).toEqual([]);
  });

  it('hand only known places to the system', () => {
    expect(filesWith(/shell\.(openPath|showItemInFolder|trashItem)/)).toEqual([
      'main/transport/electron-system.ts',
    ]);
  });

  it('expose one object to the page, and no part of Electron', () => {
    const preload = read('src/preload/index.ts');
    expect(preload.match(/exposeInMainWorld\(/g)).toHaveLength(1);
    expect(preload).toContain("exposeInMainWorld('proofsheet', api)");
    expect(/^const api: DesktopApi = \{$[\s\S]*?^\};$/m.exec(preload)?.[0]).not.toMatch(/: ipcRenderer[,\n]/);
  });

  it('write no HTML into the page from text', () => {
    expect(
      filesWith(/\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|new Function|\beval\(/),
    ).toEqual([]);
  });

  it('name no address of a network, save this machine', () => {
    const addresses = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/https?:\/\/[^\s'"`)>]+/g)].map(([address]) => ({ file, address })),
    );
    // The names of XMP's and XML's namespaces are addresses that nobody visits.
    const outside = addresses.filter(
      ({ file, address }) =>
        !file.startsWith('training/') &&
        !file.includes('/xmp/') &&
        !/^http:\/\/(\$\{host|ns\.adobe\.com)/.test(address),
    );
    expect(outside).toEqual([]);
  });
});
