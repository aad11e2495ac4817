import { copyFileSync, openSync, closeSync, ftruncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDate, cameraName } from '../../src/main/imaging/exif-values.ts';
import { identify } from '../../src/main/imaging/identify.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { madePicture, pngOf, withDescription, withSegment, withSmallChunks } from './made-photos.ts';
import { photosAbsent, sharedPhoto, sharedPhotos } from './shared-photos.ts';

async function identityOf(data: Uint8Array, name = 'photo.jpg') {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, data);
  return await identify(file);
}

const largeJpeg = () => madePicture(1600, 1200).jpeg({ quality: 100 }).toBuffer();

describe('the fingerprint', () => {
  test('of a JPEG stays when metadata is written, changes with the picture', async () => {
    const jpeg = await largeJpeg();
    expect(jpeg.length).toBeGreaterThan(3 * 65_536);
    const { fingerprint } = await identityOf(jpeg);
    expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
    const commented = withSegment(jpeg, 0xfe, Buffer.from('a comment'));
    expect((await identityOf(commented)).fingerprint).toBe(fingerprint);
    const withXmp = withSegment(commented, 0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x/>'));
    expect((await identityOf(withXmp)).fingerprint).toBe(fingerprint);
    for (const place of [0.995, 0.5, 0.01]) {
      const changed = Buffer.from(jpeg);
      const at = Math.max(700, Math.floor(jpeg.length * place));
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect((await identityOf(changed)).fingerprint).not.toBe(fingerprint);
    }
  });

  test('of a PNG stays when text is written before or behind the picture, however it is cut', async () => {
    const png = await madePicture(900, 700).png().toBuffer();
    const text = { name: 'tEXt', data: Buffer.from('Comment\0written later') };
    for (const size of [8192, 10_000_000]) {
      const chunks = withSmallChunks(png, size);
      const { fingerprint, width, height } = await identityOf(pngOf(chunks), 'a.png');
      expect([width, height]).toEqual([900, 700]);
      const before = pngOf([...chunks.slice(0, 1), text, ...chunks.slice(1)]);
      const behind = pngOf([...chunks.slice(0, -1), text, ...chunks.slice(-1)]);
      expect((await identityOf(before, 'b.png')).fingerprint).toBe(fingerprint);
      expect((await identityOf(behind, 'c.png')).fingerprint).toBe(fingerprint);
    }
  });

  test('of a TIFF stays when its directory is written anew behind the picture', async () => {
    const tiff = await madePicture(300, 200).tiff({ compression: 'lzw' }).toBuffer();
    const identity = await identityOf(tiff, 'a.tif');
    expect([identity.format, identity.width, identity.height]).toEqual(['tiff', 300, 200]);
    expect((await identityOf(withDescription(tiff), 'b.tif')).fingerprint).toBe(identity.fingerprint);
    const changed = Buffer.from(tiff);
    changed[1000] = (changed[1000] ?? 0) ^ 1;
    expect((await identityOf(changed, 'c.tif')).fingerprint).not.toBe(identity.fingerprint);
  });

  test('of WebP and AVIF stays when EXIF is written', async () => {
    const picture = madePicture(300, 200);
    const exif = { IFD0: { Artist: 'Somebody', Copyright: 'of a length that moves everything behind it' } };
    for (const format of ['webp', 'avif'] as const) {
      const plain = await picture.clone().toFormat(format).toBuffer();
      const written = await picture.clone().withExif(exif).toFormat(format).toBuffer();
      expect(written.equals(plain)).toBe(false);
      const identity = await identityOf(plain, `a.${format}`);
      expect((await identityOf(written, `b.${format}`)).fingerprint).toBe(identity.fingerprint);
      expect([identity.format, identity.width, identity.height]).toEqual([format, 300, 200]);
      const other = await madePicture(300, 200, 7).toFormat(format).toBuffer();
      expect((await identityOf(other, `c.${format}`)).fingerprint).not.toBe(identity.fingerprint);
    }
  });

  test('of a file larger than memory would hold needs only parts of it', async () => {
    const file = join(temporaryFolder(), 'long.jpg');
    const jpeg = await largeJpeg();
    const descriptor = openSync(file, 'w');
    writeSync(descriptor, jpeg);
    ftruncateSync(descriptor, 6 * 2 ** 30);
    closeSync(descriptor);
    expect((await identify(file)).fingerprint).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('the capture', () => {
  const taken = (exif: Record<string, string>, ifd0: Record<string, string> = {}) =>
    madePicture(40, 30).withExif({ IFD0: ifd0, IFD2: exif }).jpeg().toBuffer();

  test('time with sub-seconds and offset, camera and exposure', async () => {
    const jpeg = await taken(
      {
        DateTimeOriginal: '2019:08:24 15:03:36',
        SubSecTimeOriginal: '07',
        OffsetTimeOriginal: '-05:30',
        FNumber: '28/10',
        ExposureTime: '1/250',
        FocalLength: '50/1',
        ISOSpeedRatings: '400',
        LensModel: 'A lens',
        BodySerialNumber: '0042',
      },
      { Make: 'NIKON CORPORATION', Model: 'NIKON D70' },
    );
    expect(await identityOf(jpeg)).toMatchObject({
      captured: Date.UTC(2019, 7, 24, 15, 3, 36, 70),
      capturedOffset: -330,
      camera: 'NIKON D70',
      cameraSerial: '0042',
      lens: 'A lens',
      aperture: 2.8,
      shutter: 0.004,
      focalLength: 50,
      iso: 400,
    });
  });

  test('nonsense is nothing', async () => {
    const jpeg = await taken({ DateTimeOriginal: '0000:00:00 00:00:00', FNumber: '0/0' }, { Make: '   ' });
    expect(await identityOf(jpeg)).toMatchObject({ captured: null, aperture: null, camera: null });
    expect(parseDate('2020:13:01 00:00:00', null)).toBeNull();
    expect(parseDate('    :  :     :  :  ', null)).toBeNull();
    expect(parseDate('2020:02:03 04:05:06', 'abc')).toBe(Date.UTC(2020, 1, 3, 4, 5, 6));
  });

  test('of a damaged EXIF block is nothing, and the photo stays one', async () => {
    const jpeg = withSegment(
      await madePicture(40, 30).jpeg().toBuffer(),
      0xe1,
      Buffer.from('Exif\0\0II*\0\xff\xff\xff\xff', 'latin1'),
    );
    expect(await identityOf(jpeg)).toMatchObject({ format: 'jpeg', captured: null, width: 40, height: 30 });
  });

  test('camera names carry the maker once', () => {
    expect(cameraName('Canon', 'Canon EOS 40D')).toBe('Canon EOS 40D');
    expect(cameraName('Apple', 'iPhone 11')).toBe('Apple iPhone 11');
    expect(cameraName('OLYMPUS IMAGING CORP.', 'E-M1')).toBe('OLYMPUS E-M1');
    expect(cameraName('EASTMAN KODAK COMPANY', 'KODAK DC240')).toBe('KODAK DC240');
    expect(cameraName(null, null)).toBeNull();
  });
});

describe('what claims to be a photo', () => {
  test('by its ending or by its content, each with its sentence', async () => {
    const jpeg = await madePicture(40, 30).jpeg().toBuffer();
    expect(await identityOf(jpeg, 'no-ending')).toMatchObject({ claims: true, refusal: null });
    expect(await identityOf(Buffer.alloc(0), 'a.jpg')).toMatchObject({
      claims: true,
      refusal: expect.stringMatching(/empty/),
    });
    expect(await identityOf(Buffer.from('text'), 'a.png')).toMatchObject({
      claims: true,
      format: null,
      fingerprint: null,
      refusal: expect.stringMatching(/something else/),
    });
    expect((await identityOf(Buffer.from('text'), 'a.txt')).claims).toBe(false);
    expect((await identityOf(Buffer.from([0, 5, 0x16, 7]), '._a.jpg')).claims).toBe(false);
  });

  test('an orientation turns width and height', async () => {
    const jpeg = await madePicture(40, 30).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await identityOf(jpeg)).toMatchObject({ orientation: 6, width: 30, height: 40 });
  });

  test('hostile outsides end in an answer', async () => {
    const tiff = Buffer.from('II*\0\x08\0\0\0\xff\xff', 'latin1');
    const loop = Buffer.from('49492a00080000000000080000000800000008000000', 'hex');
    const boxes = Buffer.from(
      '\0\0\0\x18ftypavif\0\0\0\0avifmif1\0\0\0\x01meta\xff\xff\xff\xff\xff\xff\xff\xff',
      'latin1',
    );
    const webp = Buffer.from('RIFF\xff\xff\xff\xffWEBPVP8X\xff\xff\xff\xff', 'latin1');
    const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(40, 0xff)]);
    for (const data of [tiff, loop, boxes, webp, png, Buffer.from('\xff\xd8\xff\xe1\0\0', 'latin1')]) {
      expect((await identityOf(data, 'x.bin')).claims).toBe(true);
    }
  });

  test('a file that is gone says so', async () => {
    await expect(identify(join(temporaryFolder(), 'none.jpg'))).rejects.toThrow(
      'The file is no longer there.',
    );
  });
});

describe.skipIf(photosAbsent)('real files', () => {
  test('RAW is told from TIFF by content', async () => {
    const formatOf = async (path: string) => (await identify(sharedPhoto(path))).format;
    expect(await formatOf('raw/DNG.dng')).toBe('dng');
    expect(await formatOf('raw/canon_eos_6d.dng')).toBe('dng');
    expect(await formatOf('raw/Nikon.nef')).toBe('nef');
    expect(await formatOf('formats/scan.tiff')).toBe('tiff');
    expect(await formatOf('formats/nikon_scan.nef')).toBe('jpeg');
    const renamed = join(temporaryFolder(), 'preview.tif');
    copyFileSync(sharedPhoto('raw/canon_eos_6d.dng'), renamed);
    expect((await identify(renamed)).format).toBe('dng');
  });

  test('every RAW names its camera and when it was taken', async () => {
    for (const file of sharedPhotos('raw')) {
      const { camera, captured } = await identify(file);
      expect([camera, captured]).not.toContain(null);
    }
  });

  test('a Sony, a Canon and an iPhone', async () => {
    expect(await identify(sharedPhoto('burst/20180902-DSC03633.jpg'))).toMatchObject({
      camera: 'SONY ILCE-6300',
      lens: 'E PZ 16-50mm F3.5-5.6 OSS',
      captured: Date.UTC(2018, 8, 2, 13, 10, 43),
      capturedOffset: -300,
      iso: 3200,
    });
    expect(await identify(sharedPhoto('burst/20180902-IMG_4613.jpg'))).toMatchObject({
      captured: Date.UTC(2018, 8, 2, 14, 1, 47, 760),
      cameraSerial: '032051000526',
    });
    expect(await identify(sharedPhoto('formats/IMG_5195.HEIC'))).toMatchObject({
      format: 'heic',
      camera: 'Apple iPhone 11 Pro Max',
      capturedOffset: -300,
    });
  });
});
