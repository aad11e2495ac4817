import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { colourProfile } from '../../src/main/imaging/colour-profile.ts';
import { fullPicture } from '../../src/main/imaging/full.ts';
import { writePreview } from '../../src/main/imaging/preview.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { heicOf } from './made-heic.ts';
import { madePicture, solid, withSegment } from './made-photos.ts';
import { madeRaws } from './made-raw.ts';
import { photosAbsent, sharedPhoto } from './shared-photos.ts';

function saved(data: Uint8Array, name: string): { file: string; out: string } {
  const folder = temporaryFolder();
  const file = join(folder, name);
  writeFileSync(file, data);
  return { file, out: join(folder, 'fulls', 'full.jpg') };
}

/** The numbers stored in the middle of a picture, whatever its profile makes of them. */
async function storedIn(picture: string | Buffer): Promise<number[]> {
  const { data, info } = await sharp(picture, { ignoreIcc: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels;
  return [...data.subarray(at, at + 3)];
}

function near(found: number[], expected: readonly number[], by = 3): void {
  expected.forEach((value, i) =>
    expect(
      Math.abs((found[i] ?? -99) - value),
      `${String(found)} for ${String(expected)}`,
    ).toBeLessThanOrEqual(by),
  );
}

const red = [255, 0, 0] as const;
/** Tagged, not converted: sRGB has no such red, and would store it otherwise in Display P3. */
async function widest(): Promise<Buffer> {
  const jpeg = await solid(...red)
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer();
  const mark = Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1');
  return withSegment(jpeg, 0xe2, Buffer.concat([mark, colourProfile('displayP3')]));
}

describe('what Chromium shows is left to the file itself', () => {
  test.each(['jpeg', 'png', 'webp', 'avif'] as const)('%s', async (format) => {
    const { file, out } = saved(await solid(10, 100, 200).toFormat(format).toBuffer(), `photo.${format}`);
    expect(await fullPicture(file, out)).toEqual({ original: true, type: `image/${format}` });
    expect(existsSync(out)).toBe(false);
  });

  test('a turned JPEG, by what it is and not by its name', async () => {
    const turned = await madePicture(40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { file, out } = saved(turned, 'photo.tif');
    expect(await fullPicture(file, out)).toEqual({ original: true, type: 'image/jpeg' });
  });
});

describe('the rest is written as JPEG in all its pixels', () => {
  test('TIFF, upright', async () => {
    const tiff = await madePicture(3000, 20).withMetadata({ orientation: 6 }).tiff().toBuffer();
    const { file, out } = saved(tiff, 'photo.tif');
    expect(await fullPicture(file, out)).toEqual({ original: false, type: 'image/jpeg' });
    expect(await sharp(out).metadata()).toMatchObject({ format: 'jpeg', width: 20, height: 3000 });
  });

  test('a turned PNG and a turned WebP', async () => {
    for (const format of ['png', 'webp'] as const) {
      const turned = madePicture(40, 20).withMetadata({ orientation: 6 }).toFormat(format);
      const { file, out } = saved(await turned.toBuffer(), `photo.${format}`);
      expect(await fullPicture(file, out)).toMatchObject({ original: false });
      expect(await sharp(out).metadata()).toMatchObject({ width: 20, height: 40 });
    }
  });

  test('four inks, in sRGB', async () => {
    const print = solid(200, 100, 50).toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 100 });
    const { file, out } = saved(await print.toBuffer(), 'print.jpg');
    expect(await fullPicture(file, out)).toMatchObject({ original: false });
    expect(await sharp(out).metadata()).toMatchObject({ space: 'srgb', channels: 3 });
    near((await storedIn(out)).slice(0, 2), [200, 100], 12);
  });

  test('HEIC keeps the wide gamut that it names', async () => {
    const colours = Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => [220, 40, 40] as const));
    const { file, out } = saved(heicOf(colours, { primaries: 12 }), 'photo.heic');
    expect(await fullPicture(file, out)).toMatchObject({ original: false });
    expect((await sharp(out).metadata()).icc).toEqual(Buffer.from(colourProfile('displayP3')));
    near(await storedIn(out), [220, 40, 40]);
  });

  test('16 bits with a profile become Display P3', async () => {
    const wide = await sharp(await widest())
      .toColourspace('rgb16')
      .withIccProfile('p3')
      .tiff()
      .toBuffer();
    const { file, out } = saved(wide, 'wide.tif');
    await fullPicture(file, out);
    expect((await sharp(out).metadata()).hasProfile).toBe(true);
    const back = await sharp(out).toBuffer();
    near(await storedIn(back), red, 4);
  });

  test("a camera's Adobe RGB JPEG is given its profile, its picture untouched", async () => {
    const plainJpeg = await solid(60, 160, 70).jpeg({ quality: 100 }).toBuffer();
    const { file, out } = saved(
      madeRaws.dng({ large: plainJpeg, small: plainJpeg }, { adobeRgb: true }),
      'a.dng',
    );
    await fullPicture(file, out);
    expect((await sharp(out).metadata()).icc).toEqual(Buffer.from(colourProfile('adobeRgb')));
    near(await storedIn(out), await storedIn(plainJpeg), 0);
  });
});

describe('a RAW file', () => {
  test.skipIf(photosAbsent)('whose preview is smaller than its sensor is demosaiced', async () => {
    const out = join(temporaryFolder(), 'full.jpg');
    expect(await fullPicture(sharedPhoto('raw/canon_eos_6d.dng'), out)).toEqual({
      original: false,
      type: 'image/jpeg',
    });
    const { width, height, icc } = await sharp(out).metadata();
    // Its preview has 1,024 x 683.
    expect([width, height]).toEqual([1224, 816]);
    expect(icc).toEqual(Buffer.from(colourProfile('adobeRgb')));
    // The same scene as in the preview, which the camera lit otherwise.
    const preview = join(temporaryFolder(), 'preview.webp');
    await writePreview(sharedPhoto('raw/canon_eos_6d.dng'), preview);
    expect(await likeness(out, preview)).toBeGreaterThan(0.8);
  });

  test('whose sensor is not there shows its largest preview', async () => {
    const large = await madePicture(600, 400).jpeg().toBuffer();
    const { file, out } = saved(madeRaws.dng({ large, small: large }, {}), 'a.dng');
    await fullPicture(file, out);
    expect(await sharp(out).metadata()).toMatchObject({ width: 600, height: 400 });
  });
});

/** Correlation of two pictures' brightness, part by part. */
async function likeness(a: string, b: string): Promise<number> {
  const [one, other] = await Promise.all(
    [a, b].map(async (file) => [
      ...(await sharp(file).resize(24, 16, { fit: 'fill' }).greyscale().raw().toBuffer()),
    ]),
  );
  const centred = (values: number[] = []) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [x, y] = [centred(one), centred(other)];
  const product = (p: number[], q: number[]) => p.reduce((sum, value, i) => sum + value * (q[i] ?? 0), 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

test('a preview keeps the profile of its photo, with the numbers that it belongs to', async () => {
  const { file, out } = saved(await widest(), 'wide.jpg');
  await writePreview(file, out);
  expect((await sharp(out).metadata()).icc).toEqual(Buffer.from(colourProfile('displayP3')));
  near(await storedIn(out), red, 4);
});

test('a file that is cut off is refused, and nothing is left', async () => {
  const tiff = await madePicture(400, 300).tiff().toBuffer();
  const { file, out } = saved(tiff.subarray(0, tiff.length / 2), 'photo.tif');
  await expect(fullPicture(file, out)).rejects.toThrow();
  expect(existsSync(out)).toBe(false);
});
