import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { noMetadata } from '../../src/shared/metadata.ts';
import { identify } from '../../src/main/imaging/identify.ts';
import { mergeMetadata } from '../../src/main/imaging/merge-metadata.ts';
import { readXmp } from '../../src/main/imaging/xmp-facts.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { madePicture, pngChunks, pngOf, withSegment } from './made-photos.ts';
import { photosAbsent, sharedPhoto } from './shared-photos.ts';

const packetOf = (properties: string, attributes = ''): Buffer =>
  Buffer.from(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/" ${attributes}>
${properties}</rdf:Description></rdf:RDF></x:xmpmeta>`);
const keywords = (...words: string[]): string =>
  `<dc:subject><rdf:Bag>${words.map((word) => `<rdf:li>${word}</rdf:li>`).join('')}</rdf:Bag></dc:subject>`;
const inLanguages = (name: string, text: string): string =>
  `<dc:${name}><rdf:Alt><rdf:li xml:lang="de">anders</rdf:li><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></dc:${name}>`;

describe('XMP', () => {
  test('says rating, label, words, place and time', () => {
    const packet = packetOf(
      keywords('Zürich', 'boat', 'boat') +
        inLanguages('title', 'A title') +
        inLanguages('description', 'Said'),
      `xmp:Rating="4" MicrosoftPhoto:Rating="75" xmp:Label="Red" exif:GPSLatitude="53,7.95354N"
       exif:GPSLongitude="8,43,9.1056W" exif:DateTimeOriginal="2019-06-06T07:29:51.25+02:00" exif:FNumber="28/10"`,
    );
    expect(readXmp(packet)).toEqual({
      ...noMetadata,
      captured: Date.UTC(2019, 5, 6, 7, 29, 51, 250),
      capturedOffset: 120,
      aperture: 2.8,
      latitude: 53 + 7.95354 / 60,
      longitude: -(8 + 43 / 60 + 9.1056 / 3600),
      title: 'A title',
      caption: 'Said',
      keywords: ['Zürich', 'boat'],
      rating: 4,
      label: 'Red',
    });
  });

  test('that cannot be read says nothing', () => {
    for (const text of ['', 'no XMP', '<x:xmpmeta', '\0\0'])
      expect(readXmp(Buffer.from(text))).toEqual(noMetadata);
    expect(readXmp(packetOf('', 'xmp:Rating="17" exif:GPSLatitude="95,0N"'))).toEqual(noMetadata);
  });

  test('inside JPEG, PNG, WebP, TIFF, AVIF and JPEG XL', async () => {
    const dir = temporaryFolder();
    const packet = packetOf(keywords('inside'), 'xmp:Rating="-1"').toString();
    const jpeg = withSegment(
      await madePicture(40, 30).jpeg().toBuffer(),
      0xe1,
      Buffer.from(`http://ns.adobe.com/xap/1.0/\0${packet}`),
    );
    const chunks = pngChunks(await madePicture(40, 30).png().toBuffer());
    const text = { name: 'iTXt', data: Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${packet}`) };
    const files: Record<string, Buffer> = {
      'a.jpg': jpeg,
      'a.png': pngOf([...chunks.slice(0, 1), text, ...chunks.slice(1)]),
    };
    for (const format of ['webp', 'tiff', 'avif'] as const)
      files[`a.${format}`] = await madePicture(40, 30).withXmp(packet).toFormat(format).toBuffer();
    for (const [name, data] of Object.entries(files)) {
      writeFileSync(join(dir, name), data);
      const { keywords: found, rating } = await identify(join(dir, name));
      expect([name, found, rating]).toEqual([name, ['inside'], -1]);
    }
  });

  test('beside a photo, under both names, adds to what the file says', async () => {
    const dir = temporaryFolder();
    const file = join(dir, 'IMG_1.jpg');
    const exif = { IFD0: { Make: 'Canon', Model: 'EOS' }, IFD2: { DateTimeOriginal: '2019:08:24 15:03:36' } };
    await madePicture(40, 30).withExif(exif).jpeg().toFile(file);
    const before = await identify(file);
    writeFileSync(
      join(dir, 'IMG_1.xmp'),
      packetOf(
        keywords('stem'),
        'xmp:Rating="2" xmp:Label="Blue" exif:DateTimeOriginal="2001-01-01T00:00:00"',
      ),
    );
    writeFileSync(join(dir, 'IMG_1.jpg.xmp'), packetOf('', 'xmp:Rating="5"'));
    expect(await identify(file)).toEqual({ ...before, keywords: ['stem'], rating: 5, label: 'Blue' });
    writeFileSync(join(dir, 'IMG_1.CR2'), '');
    expect(await identify(file)).toEqual({ ...before, rating: 5 });
  });
});

test('an offset is taken over for the same moment alone', () => {
  const exif = { ...noMetadata, captured: 5_500 };
  const said = { ...noMetadata, captured: 5_000, capturedOffset: 60 };
  expect(mergeMetadata(exif, [said])).toMatchObject({ captured: 5_500, capturedOffset: 60 });
  expect(mergeMetadata({ ...exif, captured: 9_000 }, [said]).capturedOffset).toBeNull();
});

describe.skipIf(photosAbsent)('real sidecars', () => {
  const read = async (sidecar: string) => {
    const dir = temporaryFolder();
    const file = join(dir, 'photo.jpg');
    await madePicture(40, 30).jpeg().toFile(file);
    copyFileSync(sharedPhoto(`sidecars/${sidecar}`), join(dir, 'photo.xmp'));
    return await identify(file);
  };

  test('of Camera Raw, digiKam, ExifTool and Exiv2', async () => {
    expect(await read('canon_eos_6d.xmp')).toMatchObject({
      captured: Date.UTC(2019, 5, 6, 7, 29, 51),
      cameraSerial: '033024001432',
      lens: 'EF24-105mm f/4L IS USM',
      iso: 1000,
    });
    expect(await read('digikam-example.xmp')).toMatchObject({
      keywords: ['test3', 'test', 'test2'],
      latitude: expect.closeTo(53.132559, 6),
      longitude: expect.closeTo(8.719196, 6),
      caption: '2014-Drachenfest-Waterfront-Bremen',
    });
    expect(await read('iphone_7.xmp')).toMatchObject({ lens: 'iPhone 7 back camera 3.99mm f/1.8', iso: 20 });
    expect((await read('date_2020.xmp')).captured).not.toBeNull();
  });
});
