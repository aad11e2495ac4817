import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/main/imaging/decode.ts';
import { networkSize, toNetworkInput, type Pixels } from '../../src/main/imaging/network-input.ts';
import { writePreview } from '../../src/main/imaging/preview.ts';
import { writeThumbnail } from '../../src/main/imaging/thumbnail.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { madePicture, pngChunks, pngOf, solid } from './made-photos.ts';
import { photosAbsent, sharedPhotos } from './shared-photos.ts';

function saved(data: Uint8Array, name = 'photo'): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, data);
  return file;
}

const decoded = async (image: Sharp) => await decode(saved(await image.toBuffer()));

function middle({ data, width, height }: Pixels): number[] {
  const at = (Math.floor(height / 2) * width + Math.floor(width / 2)) * 3;
  return [...data.subarray(at, at + 3)];
}

/** Root of the mean squared difference, in steps of 8 bits. */
function difference(a: Pixels, b: Pixels): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += ((a.data[i] ?? 0) - (b.data[i] ?? 0)) ** 2;
  return Math.sqrt(sum / a.data.length);
}

describe('colour comes out as sRGB, 8 bits, three channels', () => {
  const near = ({ pixels }: { pixels: Pixels }, expected: number[], by = 3) => {
    expect(pixels.data.length).toBe(pixels.width * pixels.height * 3);
    middle(pixels).forEach((value, i) => {
      expect(Math.abs(value - (expected[i] ?? 0)), `${String(middle(pixels))}`).toBeLessThanOrEqual(by);
    });
  };
  const colour = [200, 100, 50];
  const image = () => solid(200, 100, 50);

  test('PNG, WebP, TIFF', async () => {
    near(await decoded(image().png()), colour);
    near(await decoded(image().webp({ lossless: true })), colour);
    near(await decoded(image().tiff({ compression: 'lzw' })), colour);
  });
  test('16 bits', async () => near(await decoded(image().toColourspace('rgb16').png()), colour));
  test('grey, 8 and 16 bits', async () => {
    const grey = solid(90, 90, 90);
    near(await decoded(grey.clone().toColourspace('b-w').png()), [90, 90, 90]);
    near(await decoded(grey.clone().toColourspace('grey16').png()), [90, 90, 90]);
  });
  test('transparency lies on neutral grey', async () => {
    const background = { r: 200, g: 100, b: 50, alpha: 0 };
    near(
      await decoded(sharp({ create: { width: 64, height: 48, channels: 4, background } }).png()),
      [119, 119, 119],
    );
  });
  test('Display P3 by its profile', async () => {
    const jpeg = await image()
      .withIccProfile('p3')
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    // The stored numbers are others: a decoder that ignored the profile would give those.
    const stored = (await sharp(jpeg).stats()).channels.map(({ mean }) => mean);
    expect(Math.abs((stored[0] ?? 0) - 200)).toBeGreaterThan(8);
    near(await decode(saved(jpeg)), colour, 4);
  });
  test('CMYK', async () => {
    const jpeg = await image().toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(jpeg).metadata()).space).toBe('cmyk');
    // Print cannot hold the blue of this orange; the rest comes back.
    const [red = 0, green = 0] = middle((await decode(saved(jpeg))).pixels);
    expect(Math.abs(red - 200)).toBeLessThan(12);
    expect(Math.abs(green - 100)).toBeLessThan(12);
  });
});

describe('sizes', () => {
  test('512 on the longer side, the upright size of the original beside it, nothing enlarged', async () => {
    const large = await decoded(madePicture(1200, 900).withMetadata({ orientation: 8 }).jpeg());
    expect([large.width, large.height, large.pixels.width, large.pixels.height]).toEqual([
      900, 1200, 384, 512,
    ]);
    const small = await decoded(madePicture(100, 60).png());
    expect([small.pixels.width, small.pixels.height]).toEqual([100, 60]);
  });

  test('the network sees multiples of 32 near 64,000 pixels, whatever the shape', async () => {
    expect(networkSize(4000, 3000)).toEqual({ width: 288, height: 224 });
    expect(networkSize(1920, 1080)).toEqual({ width: 320, height: 192 });
    for (const [width, height] of [
      [1, 5000],
      [5000, 1],
      [1, 1],
      [3000, 2000],
    ] as const) {
      const size = networkSize(width, height);
      expect((size.width % 32) + (size.height % 32)).toBe(0);
      expect(size.width * size.height).toBeGreaterThanOrEqual(51_200);
      expect(size.width * size.height).toBeLessThanOrEqual(65_536);
    }
    const { pixels } = await decoded(madePicture(2000, 5).png());
    const input = await toNetworkInput(pixels);
    expect(input.data.length).toBe(input.width * input.height * 3);
  });
});

test('all eight EXIF orientations give the same pixels', async () => {
  const picture = () => madePicture(120, 80);
  // How a camera held in each way would have stored the same view; sharp mirrors before it rotates.
  const stored: ((image: Sharp) => Sharp)[] = [
    (image) => image,
    (image) => image.flop(),
    (image) => image.rotate(180),
    (image) => image.flip(),
    (image) => image.rotate(270).flop(),
    (image) => image.rotate(270),
    (image) => image.rotate(270).flip(),
    (image) => image.rotate(90),
  ];
  const upright = (await decoded(picture().png())).pixels;
  for (const [i, turn] of stored.entries()) {
    const turned = await sharp(await turn(picture()).png().toBuffer())
      .withMetadata({ orientation: i + 1 })
      .png()
      .toBuffer();
    const { pixels, width, height } = await decode(saved(turned));
    expect([width, height]).toEqual([120, 80]);
    expect(difference(pixels, upright), `orientation ${i + 1}`).toBe(0);
  }
});

describe('damaged and hostile files', () => {
  test.each([
    ['jpeg', 'photo.jpg'],
    ['png', 'photo.png'],
    ['webp', 'photo.webp'],
    ['tiff', 'photo.tif'],
    ['avif', 'photo.avif'],
  ] as const)('a %s cut in half gives a sentence', async (format, name) => {
    const data = await madePicture(640, 480).toFormat(format).toBuffer();
    const error = await decode(saved(data.subarray(0, data.length / 2), name)).catch(
      (reason: unknown) => reason,
    );
    expect(error).toHaveProperty('name', 'PlainError');
    expect(String(error)).toMatch(/copy it again/);
  });

  test('a picture that claims more pixels than anybody has is refused before it is decoded', async () => {
    const chunks = pngChunks(await solid(1, 2, 3).png().toBuffer());
    chunks[0]?.data.writeUInt32BE(60_000, 0);
    chunks[0]?.data.writeUInt32BE(60_000, 4);
    await expect(decode(saved(pngOf(chunks)))).rejects.toThrow(/3600 megapixels/);
  });

  test('noise in every place ends in a picture or a sentence', async () => {
    const jpeg = await madePicture(320, 240).jpeg().toBuffer();
    for (let at = 4; at < jpeg.length; at += Math.ceil(jpeg.length / 60)) {
      const broken = Buffer.from(jpeg);
      broken.fill(0xa7, at, at + 3);
      const outcome = await decode(saved(broken)).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome.name).toBe('PlainError');
      else expect(outcome).toHaveProperty('pixels');
    }
  });

  test('no photo, empty, a folder, none', async () => {
    await expect(decode(saved(Buffer.from('text'), 'a.jpg'))).rejects.toThrow(/something else/);
    await expect(decode(saved(Buffer.alloc(0)))).rejects.toThrow(/empty/);
    await expect(decode(temporaryFolder())).rejects.toThrow(/folder/);
    await expect(decode('none.jpg')).rejects.toThrow(/no longer there/);
  });
});

describe('pictures that are written', () => {
  test('a thumbnail, all of it, in a folder that is made for it; the original is not written to', async () => {
    const jpeg = await madePicture(1200, 900).jpeg().toBuffer();
    const file = saved(jpeg);
    chmodSync(file, 0o444);
    const before = statSync(file).mtimeMs;
    const folder = join(temporaryFolder(), 'ab');
    const { pixels } = await decode(file);
    await writeThumbnail(pixels, join(folder, 'one.webp'));
    expect(readdirSync(folder)).toEqual(['one.webp']);
    const { format, width, height } = await sharp(join(folder, 'one.webp')).metadata();
    expect([format, width, height]).toEqual(['webp', 512, 384]);
    expect(statSync(file).mtimeMs).toBe(before);
    expect(readFileSync(file).equals(jpeg)).toBe(true);
  });

  test('a preview is upright, at most 2,048 and never enlarged', async () => {
    const folder = temporaryFolder();
    const large = saved(await madePicture(2600, 1300).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    await writePreview(large, join(folder, 'large.webp'));
    const { width, height, orientation } = await sharp(join(folder, 'large.webp')).metadata();
    expect([width, height, orientation ?? 1]).toEqual([1024, 2048, 1]);
    await writePreview(saved(await madePicture(200, 100).png().toBuffer()), join(folder, 'small.webp'));
    expect((await sharp(join(folder, 'small.webp')).metadata()).width).toBe(200);
  });

  test('nothing half is left where writing fails', async () => {
    const folder = temporaryFolder();
    const file = saved(Buffer.from('\xff\xd8\xff\xe0 broken', 'latin1'));
    await expect(writePreview(file, join(folder, 'preview.webp'))).rejects.toThrow(/copy it again/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe.skipIf(photosAbsent)('real files', () => {
  test('all eight orientations are the same picture', async () => {
    const [first, ...others] = await Promise.all(sharedPhotos('orientation').map((file) => decode(file)));
    expect(others).toHaveLength(7);
    for (const other of others) {
      expect([other.width, other.height]).toEqual([600, 450]);
      // They were not taken in the same moment; a wrong turn or mirror differs by more than 50.
      if (first) expect(difference(first.pixels, other.pixels)).toBeLessThan(20);
    }
  });

  test('damaged structure around a whole picture does no harm', async () => {
    for (const file of sharedPhotos('damaged')) await expect(decode(file)).resolves.toHaveProperty('pixels');
  });

  test('8 and 10 bits of the same AVIF look the same', async () => {
    const [ten, eight] = await Promise.all(
      sharedPhotos('formats')
        .filter((file) => file.endsWith('.avif'))
        .map((file) => decode(file)),
    );
    if (ten && eight) expect(difference(ten.pixels, eight.pixels)).toBeLessThan(4);
    else throw new Error('missing');
  });
});
