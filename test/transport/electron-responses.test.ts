import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageResponse, pictureResponse } from '../../src/main/transport/electron-responses.ts';
import { readRenderer } from '../../src/main/transport/renderer-files.ts';
import { onePicture, picture } from './served.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proofsheet-responses-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'thumb.webp'), picture);
});
afterEach(() => rm(folder, { recursive: true }));

describe('app://', () => {
  it('serves the page with a policy that lets photographs in', async () => {
    const response = pageResponse('app://proofsheet/index.html', await readRenderer(folder));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("img-src 'self' blob: data: photo:;");
    expect(await response.text()).toBe('<!doctype html>');
  });

  it.each(['app://proofsheet/thumb.webp.bak', 'app://proofsheet/none', 'app://other/index.html', 'nonsense'])(
    'has nothing at %s',
    async (address) => {
      expect(pageResponse(address, await readRenderer(folder)).status).toBe(404);
    },
  );
});

describe('photo://', () => {
  it('serves a picture by its id, version and size', async () => {
    const response = await pictureResponse('photo://library/photo/7/v1/thumb', onePicture(folder));
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(picture);
  });

  it.each([
    'photo://library/photo/7/v2/thumb',
    'photo://library/photo/7/v1/preview',
    'photo://library/thumb.webp',
    'photo://library/photo/7/../../thumb.webp',
    'photo://elsewhere/photo/7/v1/thumb',
  ])('has nothing at %s', async (address) => {
    expect((await pictureResponse(address, onePicture(folder))).status).toBe(404);
  });
});
