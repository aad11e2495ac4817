import { describe, expect, it } from 'vitest';
import { picturePath } from '../../src/shared/photo.ts';
import {
  isOwnPage,
  pageAddress,
  pageFileOf,
  picturePathOf,
} from '../../src/main/transport/electron-addresses.ts';
import { parsePicturePath } from '../../src/main/transport/pictures.ts';

describe('the page that may use IPC', () => {
  it.each([pageAddress, 'app://proofsheet/', 'app://proofsheet/index.html?x=1#y'])('is %s', (address) => {
    expect(isOwnPage(address)).toBe(true);
  });

  it.each([
    '',
    'about:blank',
    'app://',
    'app://other/index.html',
    'app://proofsheet.example.com/index.html',
    'app://proofsheet@example.com/index.html',
    'app://someone@proofsheet/index.html',
    'app://proofsheet:80/index.html',
    'app://proofsheet/assets/picture.svg',
    'http://proofsheet/index.html',
    'https://example.com/app://proofsheet/index.html',
    'file:///index.html',
    'photo://library/photo/1/a/thumb',
    'data:text/html,app://proofsheet/index.html',
    'blob:app://proofsheet/1',
  ])('is not "%s"', (address) => {
    expect(isOwnPage(address)).toBe(false);
  });
});

describe('addresses of files', () => {
  it('are taken apart without leaving the renderer', () => {
    expect(pageFileOf('app://proofsheet/assets/index.js')).toBe('assets/index.js');
    expect(pageFileOf('app://proofsheet/../../etc/passwd')).toBe('etc/passwd');
    expect(pageFileOf('app://other/index.html')).toBeNull();
  });
});

describe('addresses of pictures', () => {
  it('are those the page writes', () => {
    const path = picturePathOf(`photo://library/${picturePath(7, '1a2b', 'preview')}`);
    expect(parsePicturePath(path ?? '')).toEqual({ id: 7, version: '1a2b', size: 'preview' });
  });

  it.each(['photo://elsewhere/photo/7/a/thumb', 'app://library/photo/7/a/thumb', 'photo/7/a/thumb'])(
    'are not %s',
    (address) => {
      expect(picturePathOf(address)).toBeNull();
    },
  );
});
