import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import encodeJxl, { init as initEncoder } from '@jsquash/jxl/encode.js';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { colourProfile } from '../../src/main/imaging/colour-profile.ts';
import { exifOf } from '../../src/main/imaging/containers/exif-block.ts';
import { decode } from '../../src/main/imaging/decode.ts';
import { identify } from '../../src/main/imaging/identify.ts';
import type { Pixels } from '../../src/main/imaging/network-input.ts';
import { writePreview } from '../../src/main/imaging/preview.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { heicOf, type Colours } from './made-heic.ts';
import { madePicture } from './made-photos.ts';
import { ascii, bytes, directories, long, placeOf, short, standardHeader, tiffOf } from './made-tiff.ts';
import { photosAbsent, sharedPhoto } from './shared-photos.ts';

/** What libvips does not read by itself, or not in every shape. */

function saved(data: Uint8Array, name: string): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, data);
  return file;
}

/** The middle of a block of 16 pixels. */
function blockOf({ data, width }: Pixels, column: number, row: number): number[] {
  const at = ((row * 16 + 8) * width + column * 16 + 8) * 3;
  return [...data.subarray(at, at + 3)];
}

const near = (found: number[], expected: readonly number[], by = 2) =>
  expected.forEach((value, i) =>
    expect(
      Math.abs((found[i] ?? -99) - value),
      `${String(found)} for ${String(expected)}`,
    ).toBeLessThanOrEqual(by),
  );

const srgbLinear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
/** Linear light into sRGB's primaries, by the definitions of the spaces, which share their white. */
const displayP3 = [1.2249, -0.2247, 0, -0.042, 1.0419, 0, -0.0197, -0.0786, 1.0979];
const adobeRgb = [1.3983, -0.3983, 0, 0, 1, 0, 0, -0.0429, 1.0429];

function asSrgb(colour: readonly number[], matrix: number[], toLinear: (value: number) => number): number[] {
  const linear = colour.map((value) => toLinear(value / 255));
  return [0, 3, 6].map((row) => {
    const sum = linear.reduce((total, value, i) => total + value * (matrix[row + i] ?? 0), 0);
    const light = Math.min(1, Math.max(0, sum));
    return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
  });
}

const red = [200, 40, 40] as const;
const green = [60, 160, 70] as const;
const blue = [40, 60, 190] as const;
const grey = [120, 120, 120] as const;

/** 8 x 6 blocks: the upper left corner is red, the upper right one green, the lower left one blue. */
const corners: Colours = Array.from({ length: 6 }, (_, row) =>
  Array.from({ length: 8 }, (_, column) => {
    if (row < 2) return column < 3 ? red : column > 4 ? green : grey;
    return row > 3 && column < 3 ? blue : grey;
  }),
);
const other: Colours = Array.from({ length: 4 }, () =>
  Array.from({ length: 4 }, () => [255, 255, 255] as const),
);

describe('HEIC', () => {
  test.each([8, 10] as const)('of %i bits, every block in its place', async (depth) => {
    const file = saved(heicOf(corners, { depth }), 'a.heic');
    expect(await identify(file)).toMatchObject({ format: 'heic', refusal: null, width: 128, height: 96 });
    const { pixels, width, height } = await decode(file);
    expect([width, height, pixels.width, pixels.height]).toEqual([128, 96, 128, 96]);
    near(blockOf(pixels, 0, 0), red);
    near(blockOf(pixels, 7, 0), green);
    near(blockOf(pixels, 0, 5), blue);
    near(blockOf(pixels, 7, 5), grey);
  });

  test.each([
    ['a quarter turn', { turns: 1 }, [96, 128], [green, grey, red, blue]],
    ['half a turn', { turns: 2 }, [128, 96], [grey, blue, green, red]],
    ['three quarters', { turns: 3 }, [96, 128], [blue, red, grey, green]],
    ['a mirror', { mirrored: true }, [128, 96], [green, red, grey, blue]],
  ] as const)('%s is made once, whatever EXIF says beside it', async (_, turn, [width, height], expected) => {
    const exif = Buffer.from(exifOf({ orientation: 6, model: 'A telephone' }));
    const file = saved(heicOf(corners, { ...turn, exif }), 'a.heic');
    expect(await identify(file)).toMatchObject({ width, height, orientation: 1, camera: 'A telephone' });
    const { pixels } = await decode(file);
    expect([pixels.width, pixels.height]).toEqual([width, height]);
    const [right, bottom] = [width / 16 - 1, height / 16 - 1];
    const found = [
      blockOf(pixels, 0, 0),
      blockOf(pixels, right, 0),
      blockOf(pixels, 0, bottom),
      blockOf(pixels, right, bottom),
    ];
    found.forEach((colour, i) => near(colour, expected[i] ?? []));
  });

  test('of several pictures, the primary one', async () => {
    const file = saved(heicOf(corners, { others: [other, other] }), 'a.heic');
    expect(await identify(file)).toMatchObject({ width: 128, height: 96 });
    near(blockOf((await decode(file)).pixels, 0, 0), red);
  });

  test('colours by a profile, by named primaries, by the mark of Adobe RGB', async () => {
    const srgb = [[blockOf((await decode(saved(heicOf(corners), 'a.heic'))).pixels, 0, 0)]];
    near(srgb[0]?.[0] ?? [], red);
    const profile = Buffer.from(colourProfile('displayP3'));
    const wide = blockOf((await decode(saved(heicOf(corners, { profile }), 'b.heic'))).pixels, 0, 0);
    const named = blockOf((await decode(saved(heicOf(corners, { primaries: 12 }), 'c.heic'))).pixels, 0, 0);
    near(wide, asSrgb(red, displayP3, srgbLinear), 3);
    near(named, wide, 1);
    const r03 = tiffOf([
      new Map([[0x8769, directories(new Map([[0xa005, directories(new Map([[1, ascii('R03')]]))]]))]]),
    ]);
    const adobe = blockOf((await decode(saved(heicOf(corners, { exif: r03 }), 'd.heic'))).pixels, 7, 0);
    near(
      adobe,
      asSrgb(green, adobeRgb, (value) => value ** (563 / 256)),
      3,
    );
  });

  test('cut off or broken anywhere ends in a picture or a sentence', async () => {
    const whole = heicOf(corners);
    const half = await decode(saved(whole.subarray(0, whole.length / 2), 'a.heic')).catch(
      (error: unknown) => error,
    );
    expect(String(half)).toMatch(/copy it again/);
    const file = saved(whole, 'b.heic');
    for (let at = 4; at < whole.length; at += Math.floor(whole.length / 50)) {
      const broken = Buffer.from(whole);
      broken.fill(0xa7, at, at + 3);
      writeFileSync(file, broken);
      await identify(file);
      const outcome = await decode(file).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome.name).toBe('PlainError');
      else expect(outcome).toHaveProperty('pixels');
    }
  });

  test.skipIf(photosAbsent)('of a telephone: upright, in its colours, many at once', async () => {
    const file = sharedPhoto('formats/IMG_5195.HEIC');
    expect(await identify(file)).toMatchObject({ width: 2566, height: 3313, refusal: null });
    const [first, ...others] = await Promise.all(Array.from({ length: 4 }, () => decode(file)));
    expect([first?.width, first?.height, first?.pixels.width, first?.pixels.height]).toEqual([
      2566, 3313, 397, 512,
    ]);
    for (const { pixels } of others) expect(pixels).toEqual(first?.pixels);
    const preview = join(temporaryFolder(), 'preview.webp');
    await writePreview(file, preview);
    expect((await sharp(preview).metadata()).height).toBe(2048);
  });
});

describe('JPEG XL', async () => {
  const require = createRequire(import.meta.url);
  await initEncoder({
    wasmBinary: new Uint8Array(readFileSync(require.resolve('@jsquash/jxl/codec/enc/jxl_enc.wasm'))).buffer,
  });
  const jxlOf = async (width: number, height: number, lossless = false) => {
    const { data } = await madePicture(width, height)
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const picture = { data: new Uint8ClampedArray(data), width, height, colorSpace: 'srgb' as const };
    return Buffer.from(await encodeJxl(picture as Parameters<typeof encodeJxl>[0], { lossless, effort: 3 }));
  };

  test.each([
    [320, 240],
    [241, 160],
    [96, 128],
    [1000, 30],
  ])('of %i x %i', async (width, height) => {
    const file = saved(await jxlOf(width, height, true), 'a.jxl');
    expect(await identify(file)).toMatchObject({ format: 'jxl', refusal: null, width, height });
    const decoded = await decode(file);
    expect([decoded.width, decoded.height]).toEqual([width, height]);
    if (Math.max(width, height) > 512) return;
    const original = await madePicture(width, height).raw().toBuffer();
    const off = original.map((value, i) => Math.abs(value - (decoded.pixels.data[i] ?? 0)));
    // The decoder converts to sRGB, also from sRGB.
    expect(off.reduce((a, b) => Math.max(a, b))).toBeLessThanOrEqual(1);
  });

  test('in boxes, with EXIF', async () => {
    const box = (name: string, data: Buffer) => {
      const head = Buffer.alloc(8);
      head.writeUInt32BE(8 + data.length, 0);
      head.write(name, 4, 'latin1');
      return Buffer.concat([head, data]);
    };
    const exif = Buffer.concat([Buffer.alloc(4), exifOf({ make: 'Canon', model: 'EOS R5', orientation: 6 })]);
    const file = saved(
      Buffer.concat([
        box('JXL ', Buffer.from('\r\n\x87\n', 'latin1')),
        box('ftyp', Buffer.from('jxl \0\0\0\0jxl ')),
        box('Exif', exif),
        box('jxlc', await jxlOf(320, 240)),
      ]),
      'a.jxl',
    );
    // The codestream says itself how it is turned; EXIF's word counts for nothing.
    expect(await identify(file)).toMatchObject({
      camera: 'Canon EOS R5',
      width: 320,
      height: 240,
      orientation: 1,
    });
    expect((await decode(file)).width).toBe(320);
  });

  test('cut off ends in a sentence', async () => {
    const whole = await jxlOf(320, 240);
    await expect(decode(saved(whole.subarray(0, whole.length / 2), 'a.jxl'))).rejects.toThrow(
      /copy it again/,
    );
    await expect(decode(saved(whole.subarray(0, 3), 'a.jxl'))).rejects.toThrow(/copy it again/);
  });
});

describe('16 bits', () => {
  test.each([true, false])('a TIFF, little-endian: %s', async (little) => {
    const data = Buffer.alloc(64 * 48 * 6);
    for (let i = 0; i < data.length / 2; i++) {
      const value = ([200, 100, 50][i % 3] ?? 0) * 257;
      if (little) data.writeUInt16LE(value, i * 2);
      else data.writeUInt16BE(value, i * 2);
    }
    const directory = new Map([
      [0x0100, long(64)],
      [0x0101, long(48)],
      [0x0102, short(16, 16, 16)],
      [0x0103, short(1)],
      [0x0106, short(2)],
      [0x0111, placeOf({ data })],
      [0x0115, short(3)],
      [0x0116, long(48)],
      [0x0117, long(data.length)],
    ]);
    const file = saved(tiffOf([directory], { header: standardHeader(little), little }), 'a.tif');
    expect(await identify(file)).toMatchObject({ format: 'tiff', width: 64, height: 48 });
    near(blockOf((await decode(file)).pixels, 1, 1), [200, 100, 50], 1);
    directory.set(0x8773, bytes(Buffer.from(colourProfile('displayP3'))));
    const wide = saved(tiffOf([directory], { header: standardHeader(little), little }), 'b.tif');
    near(blockOf((await decode(wide)).pixels, 1, 1), asSrgb([200, 100, 50], displayP3, srgbLinear), 3);
  });
});
