import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { _electron as electron, type ElectronApplication } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** The real desktop application, where Electron's program is here and the application was built. */

const root = join(import.meta.dirname, '..', '..');

function findProgram(): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return null;
  const program = join(folder, 'dist', readFileSync(note, 'utf8').trim());
  return existsSync(program) && existsSync(join(root, 'out', 'main', 'index.js')) ? program : null;
}

const program = findProgram();
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

describe.skipIf(program === null || !hasDisplay)('the desktop window', () => {
  let running: ElectronApplication | undefined;
  afterEach(async () => {
    await running?.close();
    running = undefined;
  });

  async function open() {
    const dir = temporaryFolder();
    const photos = join(dir, 'photos');
    await mkdir(photos);
    await writeShoot(photos, 3);
    running = await electron.launch({
      executablePath: program ?? '',
      args: [root, `--catalogue=${join(dir, 'catalogue')}`, '--', photos],
    });
    const page = await running.firstWindow();
    await page.getByRole('gridcell', { name: /IMG_0001/ }).waitFor();
    return { running, page };
  }

  it('shows the shoot in a page without Node, whose only way out is the contract', async () => {
    const { page } = await open();
    const seen = await page.evaluate(() => ({
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
      exposed: Object.keys((globalThis as unknown as { proofsheet: object }).proofsheet).toSorted(),
      address: location.href,
    }));
    expect(seen.node).toEqual([]);
    expect(seen.exposed).toEqual(['addDropped', 'call', 'on', 'pictureBase']);
    expect(seen.address).toBe('app://proofsheet/index.html');
  });

  it('opens no window, goes nowhere, embeds nothing and asks for nothing', async () => {
    const { running: app, page } = await open();
    expect(await page.evaluate(() => window.open('https://example.com') === null)).toBe(true);
    await page.evaluate(() => {
      location.href = 'https://example.com/';
    });
    await page.evaluate(() => {
      document.body.append(document.createElement('webview'));
    });
    expect(page.url()).toBe('app://proofsheet/index.html');
    expect(app.windows()).toHaveLength(1);
    const granted = await page.evaluate(
      async () => (await navigator.permissions.query({ name: 'geolocation' })).state,
    );
    expect(granted).toBe('denied');
  });
});
