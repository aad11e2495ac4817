import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimsByName } from '../../src/main/imaging/format.ts';
import { isAppleDouble, sniff } from '../../src/main/imaging/sniff.ts';
import { madePicture } from './made-photos.ts';
import { photosAbsent, sharedPhotos } from './shared-photos.ts';

describe('what a file is by its first bytes', () => {
  test('formats written here', async () => {
    const picture = madePicture(32, 24);
    expect(sniff(await picture.clone().jpeg().toBuffer())).toBe('jpeg');
    expect(sniff(await picture.clone().png().toBuffer())).toBe('png');
    expect(sniff(await picture.clone().webp().toBuffer())).toBe('webp');
    expect(sniff(await picture.clone().tiff().toBuffer())).toBe('tiff');
    expect(sniff(await picture.clone().tiff({ bigtiff: true }).toBuffer())).toBe('tiff');
    expect(sniff(await picture.clone().avif().toBuffer())).toBe('avif');
  });

  test.each([
    ['a film', Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2', 'latin1')],
    ['text', Buffer.from('Dear diary')],
    ['nothing', Buffer.alloc(0)],
    ['a GIF', Buffer.from('GIF89a')],
    ['sound in RIFF', Buffer.from('RIFF\x10\0\0\0WAVEfmt ', 'latin1')],
  ])('%s is no photo', (_, head) => {
    expect(sniff(head)).toBeNull();
  });

  test('HEIF brands may stand behind a general one', () => {
    expect(sniff(Buffer.from('\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'latin1'))).toBe('heic');
    expect(sniff(Buffer.from('\0\0\0\x18ftypmif1\0\0\0\0mif1avif', 'latin1'))).toBe('avif');
  });

  test("macOS's companions on foreign drives are known", () => {
    expect(isAppleDouble(Buffer.from([0, 5, 0x16, 7, 0, 2, 0, 0]))).toBe(true);
    expect(isAppleDouble(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toBe(false);
  });

  test.skipIf(photosAbsent)('real files of fourteen kinds', () => {
    const found = Object.fromEntries(
      [...sharedPhotos('raw'), ...sharedPhotos('formats')].map((file) => [
        basename(file),
        sniff(readFileSync(file).subarray(0, 256)),
      ]),
    );
    expect(found).toMatchObject({
      'CanonRaw.cr2': 'cr2',
      'CanonRaw.cr3': 'cr3',
      'CanonRaw.crw': 'crw',
      'FujiFilm.raf': 'raf',
      'Panasonic.rw2': 'rw2',
      'IMG_5195.HEIC': 'heic',
      'nikon_scan.nef': 'jpeg',
      'scan.tiff': 'tiff',
      'fox_10bit.avif': 'avif',
      'denali.webp': 'webp',
    });
  });
});

test('names that promise a photo', () => {
  for (const name of ['a.jpg', 'A.JPEG', 'b.NeF', 'c.tif', 'd.e.heic', 'f.3fr'])
    expect(claimsByName(name)).toBe(true);
  for (const name of ['a.txt', 'jpg', '.jpg', 'a.jpg.xmp', 'a.mp4']) expect(claimsByName(name)).toBe(false);
});
