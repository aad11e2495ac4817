import { extractAll, listPackage } from '@electron/asar';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeShoot } from '../support/pictures.ts';

/**
 * What goes into a package, made by electron-builder itself around a stand-in for Electron's program: a file with the
 * marks that fuses are set by. Electron's own program cannot be had everywhere.
 */

const root = join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);
const run = promisify(execFile);
/** Where Electron's program keeps its fuses: version, count, and a character for each. */
const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuses = 9;

const isBuilt = existsSync(join(root, 'out', 'main', 'cli.js'));

describe.skipIf(!isBuilt || process.platform !== 'linux')('a package for this system', () => {
  let folder: string;
  let program: Buffer;
  let resources: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(await realpath(tmpdir()), 'proofsheet-package-'));
    const electron = join(folder, 'electron');
    await mkdir(join(electron, 'resources'), { recursive: true });
    await mkdir(join(electron, 'locales'));
    const { version } = require('electron/package.json') as { version: string };
    await writeFile(join(electron, 'version'), version);
    await writeFile(
      join(electron, 'electron'),
      Buffer.concat([Buffer.from(fuseMark), Buffer.from([1, fuses]), Buffer.from('0'.repeat(fuses))]),
      { mode: 0o755 },
    );
    await run(
      process.execPath,
      [
        join(root, 'node_modules', 'electron-builder', 'cli.js'),
        '--linux',
        'dir',
        `-c.electronDist=${electron}`,
        `-c.directories.output=${join(folder, 'dist')}`,
      ],
      { cwd: root },
    );
    const unpacked = readdirSync(join(folder, 'dist')).find((name) => name.endsWith('unpacked')) ?? '';
    resources = join(folder, 'dist', unpacked, 'resources');
    program = readFileSync(join(folder, 'dist', unpacked, 'proofsheet'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has its fuses set as docs/security.md says', () => {
    const at = program.indexOf(fuseMark) + fuseMark.length + 2;
    // In Electron's order: runAsNode, cookie encryption, NODE_OPTIONS, --inspect, integrity, only from ASAR, (snapshot), file privileges.
    expect(program.subarray(at, at + 8).toString()).toBe('01001100');
  });

  it('holds what the application needs, and nothing of how it is made', () => {
    const files = listPackage(join(resources, 'app.asar'), { isPack: false });
    const tops = new Set(files.map((file) => file.split('/')[1]));
    expect([...tops].toSorted()).toEqual(['LICENSE', 'NOTICE', 'node_modules', 'out', 'package.json']);
    expect(
      files.filter((file) => /node_modules\/(@tensorflow|electron-builder|vitest|typescript)\//.test(file)),
    ).toEqual([]);
    expect(files.filter((file) => /\.(map|d\.ts)$/.test(file))).toEqual([]);
    expect(files.filter((file) => /onnxruntime-node\/bin\/.*(darwin|win32)/.test(file))).toEqual([]);
    expect(readdirSync(join(resources, 'model'))).toContain('manifest.json');
  });

  it('scores photos by what lies in it alone', async () => {
    const extracted = join(folder, 'extracted');
    extractAll(join(resources, 'app.asar'), extracted);
    const photos = join(folder, 'photos');
    await mkdir(photos);
    await writeShoot(photos, 2);
    const { stdout } = await run(process.execPath, [
      join(extracted, 'out', 'main', 'cli.js'),
      'score',
      photos,
      '--catalogue',
      join(folder, 'catalogue'),
      '--model',
      join(resources, 'model'),
    ]);
    const rows = stdout.trim().split('\n').slice(1);
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toMatch(/IMG_000\d\.jpg,\d+\.\d+,/);
  });
});
