import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApplication } from '../../src/main/application.ts';
import { engineIds } from '../../src/shared/engines.ts';
import { runCommand } from '../support/command-line.ts';
import { picture } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Core ML is Apple's, DirectML Microsoft's. */
const foreign = process.platform === 'win32' ? 'onnx-coreml' : 'onnx-directml';

describe('proofsheet engines', () => {
  it('prints a table: what works here, how fast and how alike, and why the others do not', async () => {
    const { status, stdout, stderr } = await runCommand(['engines']);
    expect([status, stderr]).toEqual([0, '']);
    const [headings, ...rows] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect(headings).toHaveLength(6);
    expect(rows.map(([engine]) => engine)).toEqual([...engineIds]);
    expect(rows[0]?.[1]).toBe('yes');
    expect(rows[0]?.slice(4)).toEqual(['0', '0']);
    for (const [engine, available, ...figures] of rows) {
      expect(figures, engine).toHaveLength(4);
      if (available?.startsWith('yes')) {
        for (const figure of figures) expect(Number(figure), engine).toBeGreaterThanOrEqual(0);
        for (const figure of figures.slice(0, 2)) expect(Number(figure), engine).toBeGreaterThan(0);
      } else {
        expect(available, engine).toMatch(/^no: [A-Z].*\.$/);
        expect(figures, engine).toEqual(['-', '-', '-', '-']);
      }
    }
    expect(rows.find(([engine]) => engine === foreign)?.[1]).toMatch(/^no/);
  });

  it('is explained by --help', async () => {
    const { status, stdout } = await runCommand(['engines', '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/milliseconds a photo/);
  });
});

describe('--engine', () => {
  it('that does not work here gives way to the standard one: a line says so, and no photo is lost', async () => {
    const dir = temporaryFolder();
    const catalogues = temporaryFolder();
    await writeFile(join(dir, 'a.jpg'), await picture(1).jpeg().toBuffer());
    await writeFile(join(dir, 'b.png'), await picture(2).png().toBuffer());
    const score = (catalogue: string, ...args: string[]) =>
      runCommand(['score', dir, '--catalogue', join(catalogues, catalogue), ...args], dir);
    const [standard, other] = [await score('one'), await score('other', '--engine', foreign)];
    expect(other.status).toBe(0);
    expect(other.stdout).toBe(standard.stdout);
    expect(parse(other.stdout, { columns: true })).toHaveLength(2);
    const notices = other.stderr.split('\n').filter((line) => line.includes('cannot be used'));
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/so ONNX Runtime, CPU scores: /);
    // The same scores have the same version: they are not made again.
    const again = await score('other');
    expect(again.stderr).toMatch(/scored 0, unchanged 2/);
  });

  it('that does not exist is a wrong call', async () => {
    const { status, stderr } = await runCommand(['score', '.', '--engine', 'abacus']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/abacus.*onnx-cpu/s);
  });

  it('in use is told to the window, with the notice that it missed', async () => {
    const application = await createApplication({
      mode: 'browser',
      catalogueDir: temporaryFolder(),
      engine: foreign,
    });
    onTestFinished(() => application.close());
    const notice = new Promise((resolve) => application.events.on('notice', ({ text }) => resolve(text)));
    expect(await notice).toBe(application.startNotices[0]);
    expect(await application.handlers['app.info'](undefined)).toMatchObject({ engine: 'ONNX Runtime, CPU' });
  });

  it('by TensorFlow.js scores as the standard one, where it is here', async (context) => {
    const dir = temporaryFolder();
    const catalogues = temporaryFolder();
    await writeFile(join(dir, 'a.jpg'), await picture(1).jpeg().toBuffer());
    const csvOf = async (engine: string): Promise<Record<string, string>[]> => {
      const csv = join(catalogues, `${engine}.csv`);
      const { stderr } = await runCommand(
        ['score', dir, '--engine', engine, '--catalogue', join(catalogues, engine), '--csv', csv],
        dir,
      );
      if (stderr.includes('cannot be used')) context.skip(stderr.split('\n')[0]);
      return parse(await readFile(csv, 'utf8'), { columns: true });
    };
    const [other] = await csvOf('tfjs-cpu');
    const [standard] = await csvOf('onnx-cpu');
    for (const [column, value] of Object.entries(standard ?? {})) {
      if (column === 'path' || column === 'error') expect(other?.[column]).toBe(value);
      else expect(Math.abs(Number(other?.[column]) - Number(value)), column).toBeLessThan(0.1);
    }
  });
});
