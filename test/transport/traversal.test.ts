import { expect, it } from 'vitest';
import { pageFileOf, picturePathOf } from '../../src/main/transport/electron-addresses.ts';
import { parsePicturePath } from '../../src/main/transport/pictures.ts';

/** Ways out of a folder, as they are tried in practice: plain, encoded once and twice, in other slashes and alphabets. */
const steps = [
  '../',
  '..\\',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%2f',
  '..%5c',
  '%252e%252e%252f',
  '....//',
  '..;/',
  '..%00/',
  '%c0%ae%c0%ae/',
  '\u2025/',
  '．．／',
];
const aims = [
  'etc/passwd',
  'photo/7/v1/thumb',
  'catalogue.db',
  'C:/Windows/win.ini',
  '\\\\server\\share\\a',
  'settings.json',
];
const begins = ['', 'photo/7/v1/', 'photo/7/'];
const attempts = begins.flatMap((begin) =>
  steps.flatMap((step) => aims.map((aim) => `${begin}${step}${step}${aim}`)),
);

it('no way out of the photographs names a picture', () => {
  expect(attempts.length).toBeGreaterThan(100);
  for (const attempt of attempts) {
    expect(parsePicturePath(attempt), attempt).toBeNull();
    const path = picturePathOf(`photo://library/${attempt}`);
    const request = path === null ? null : parsePicturePath(path);
    // The address's own rules may turn it into the one picture it names; never into anything that is not an id.
    if (request) expect(request, attempt).toEqual({ id: 7, version: 'v1', size: 'thumb' });
  }
});

it('no way out of the renderer keeps a step upwards', () => {
  for (const attempt of attempts) {
    const file = pageFileOf(`app://proofsheet/${attempt}`) ?? '';
    expect(file.split('/'), attempt).not.toContain('..');
  }
});
