import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exiftool } from 'exiftool-vendored';
import sharp from 'sharp';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { FileBytes } from '../../src/main/imaging/bytes.ts';
import { decode } from '../../src/main/imaging/decode.ts';
import { identify } from '../../src/main/imaging/identify.ts';
import type { Pixels } from '../../src/main/imaging/network-input.ts';
import { writePreview } from '../../src/main/imaging/preview.ts';
import { formatOf, readContainer } from '../../src/main/imaging/read-container.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { madePicture, solid, withSegment } from './made-photos.ts';
import { madeRaws, type RawOptions } from './made-raw.ts';
import { photosAbsent, sharedPhoto, sharedPhotos } from './shared-photos.ts';

type Kind = keyof typeof madeRaws;
const kinds = Object.keys(madeRaws) as Kind[];

const large = await madePicture(1200, 800).jpeg().toBuffer();
const small = await madePicture(160, 120).jpeg().toBuffer();

/** Without the tag, as most makers embed their previews. */
function saved(kind: Kind, options: RawOptions = {}, jpegs = { large, small }): string {
  const file = join(temporaryFolder(), `photo.${kind}`);
  writeFileSync(file, madeRaws[kind](jpegs, options));
  return file;
}

const tagged = (jpeg: Buffer, orientation: number) =>
  sharp(jpeg).withMetadata({ orientation }).jpeg().toBuffer();

/** Lengths of the pictures that exiftool finds in a RAW file. */
async function previewLengths(file: string): Promise<number[]> {
  // Fujifilm's thumbnail lies inside its preview.
  const thumbnail = file.endsWith('.raf') ? [] : ['-ThumbnailImage'];
  const tags = await exiftool.readRaw(file, [
    '-a',
    '-G1',
    '-PreviewImage',
    '-JpgFromRaw',
    '-OtherImage',
    ...thumbnail,
  ]);
  const sizes = Object.values(tags).map((value) => /Binary data (\d+) bytes/.exec(String(value))?.[1]);
  return sizes.filter((size) => size !== undefined).map(Number);
}

function difference(a: Pixels, b: Pixels): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += ((a.data[i] ?? 0) - (b.data[i] ?? 0)) ** 2;
  return Math.sqrt(sum / a.data.length);
}

/** The pixels that the preview alone would give, held in this way. */
async function expected(orientation: number, jpeg = large): Promise<Pixels> {
  const file = join(temporaryFolder(), 'preview.jpg');
  writeFileSync(file, await sharp(jpeg).withMetadata({ orientation }).jpeg({ quality: 100 }).toBuffer());
  return (await decode(file)).pixels;
}

describe.each(kinds)('%s', (kind) => {
  test.each([1, 3, 6, 8])(
    'is scored by its largest preview, held as orientation %i says',
    async (orientation) => {
      // Fujifilm's whole JPEG says by itself how it is turned.
      const own = kind === 'raf' ? await tagged(large, orientation) : large;
      const file = saved(kind, { orientation }, { large: own, small });
      const identity = await identify(file);
      expect(identity).toMatchObject({ format: kind, refusal: null, shown: true, orientation });
      const decoded = await decode(file);
      expect([decoded.width, decoded.height]).toEqual([identity.width, identity.height]);
      expect(decoded.width > decoded.height).toBe(orientation < 5);
      expect(difference(decoded.pixels, await expected(orientation))).toBeLessThan(6);
    },
  );

  test('is read alike by exiftool', async () => {
    const found = await previewLengths(saved(kind, {}));
    // Its way to the larger one of these two leads over facts that are not made here; real ones follow below.
    expect(found).toContain(kind === 'cr3' || kind === 'dng' ? small.length : large.length);
  });

  test('with noise in any place ends in a picture or a sentence', async () => {
    const whole = madeRaws[kind]({ large, small }, {});
    const file = join(temporaryFolder(), `photo.${kind}`);
    for (let at = 8; at < whole.length; at += Math.max(5, Math.floor(whole.length / 80))) {
      const broken = Buffer.from(whole);
      broken.fill(0xa7, at, at + 4);
      writeFileSync(file, broken);
      await identify(file);
      const outcome = await decode(file).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome.name, `${kind} ${at}`).toBe('PlainError');
      else expect(outcome).toHaveProperty('pixels');
    }
  });
});

afterAll(() => exiftool.end());

describe('orientation is applied once', () => {
  test('where the preview says it too', async () => {
    const file = saved('nef', { orientation: 6 }, { large: await tagged(large, 6), small });
    expect(difference((await decode(file)).pixels, await expected(6))).toBeLessThan(6);
  });
  test('where the preview says that it is upright', async () => {
    const turned = await sharp(large).rotate(90).jpeg().toBuffer();
    const file = saved('nef', { orientation: 6 }, { large: await tagged(turned, 1), small });
    expect(difference((await decode(file)).pixels, await expected(6))).toBeLessThan(6);
  });
  test('where the camera turned the preview and says nothing', async () => {
    const turned = await sharp(large).rotate(90).jpeg().toBuffer();
    const file = saved('arw', { orientation: 6 }, { large: turned, small });
    expect(await identify(file)).toMatchObject({ orientation: 1, width: 4000, height: 6000 });
    expect(difference((await decode(file)).pixels, await expected(6))).toBeLessThan(6);
  });
});

describe('what stands for the photo', () => {
  test("is never the sensor's lossless JPEG", async () => {
    // The header of one: start, a frame of kind C3 of 6000 x 4000, nothing else.
    const lossless = Buffer.from('ffd8ffc3001108' + '0fa01770' + '03011100021100031100' + 'ffd9', 'hex');
    const file = saved('nef', {}, { large: lossless, small: large });
    expect(difference((await decode(file)).pixels, await expected(1))).toBeLessThan(6);
  });

  test('of less than 256 pixels is shown, not judged', async () => {
    const file = saved('cr2', { orientation: 6 }, { large: small, small });
    const { refusal, shown, fingerprint } = await identify(file);
    expect(refusal).toMatch(/^The preview inside this RAW file \(CR2\) has only 160 x 120 pixels.+\.$/);
    expect([shown, fingerprint === null]).toEqual([true, false]);
    await expect(decode(file)).rejects.toThrow(refusal ?? '');
    const preview = join(temporaryFolder(), 'preview.webp');
    await writePreview(file, preview);
    const { width, height } = await sharp(preview).metadata();
    expect([width, height]).toEqual([120, 160]);
    const enough = await madePicture(256, 170).jpeg().toBuffer();
    expect((await identify(saved('cr2', {}, { large: enough, small }))).refusal).toBeNull();
  });

  test('is missing, in a sentence', async () => {
    const text = Buffer.from('no picture');
    const file = saved('arw', {}, { large: text, small: text });
    expect(await identify(file)).toMatchObject({ shown: false, camera: 'SONY ILCE-7M3' });
    await expect(decode(file)).rejects.toThrow(/^This RAW file \(ARW\) has no preview picture inside/);
  });

  test('is cut off, in a sentence; what is whole is used', async () => {
    const raf = madeRaws.raf({ large, small }, {});
    const file = join(temporaryFolder(), 'cut.raf');
    writeFileSync(file, raf.subarray(0, 5000));
    await expect(decode(file)).rejects.toThrow(/ends before the preview/);
    const nef = madeRaws.nef({ large, small: await madePicture(640, 480).jpeg().toBuffer() }, {});
    writeFileSync(file, nef.subarray(0, nef.length - 100));
    expect((await decode(file)).pixels.width).toBe(512);
  });
});

describe('colour', () => {
  test.each(['nef', 'arw', 'dng', 'cr2'] as const)('Adobe RGB by the mark of a %s', async (kind) => {
    const jpeg = await solid(200, 100, 50)
      .resize(320, 240)
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const plain = (await decode(saved(kind, {}, { large: jpeg, small }))).pixels.data;
    const wide = (await decode(saved(kind, { adobeRgb: true }, { large: jpeg, small }))).pixels.data;
    expect(
      [...plain.subarray(0, 3)].map((value, i) => Math.abs(value - ([200, 100, 50][i] ?? 0)) <= 2),
    ).toEqual([true, true, true]);
    adobeRgbAsSrgb([200, 100, 50]).forEach((value, i) =>
      expect(Math.abs((wide[i] ?? 0) - value)).toBeLessThanOrEqual(3),
    );
  });

  test('Adobe RGB by the mark of a JPEG without a profile', async () => {
    const jpeg = await solid(100, 180, 60).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
    // IFD0 with a pointer to EXIF, EXIF with one to interoperability, that with R03.
    const exif = Buffer.from(
      '49492a0008000000' +
        '0100' +
        '698704000100000' +
        '01a000000' +
        '00000000' +
        '0100' +
        '05a00400010000002c000000' +
        '00000000' +
        '0100' +
        '0100020004000000' +
        '52303300' +
        '00000000',
      'hex',
    );
    const marked = withSegment(jpeg, 0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif]));
    const file = join(temporaryFolder(), 'marked.jpg');
    writeFileSync(file, marked);
    const { data } = (await decode(file)).pixels;
    adobeRgbAsSrgb([100, 180, 60]).forEach((value, i) =>
      expect(Math.abs((data[i] ?? 0) - value)).toBeLessThanOrEqual(3),
    );
  });
});

/** By the definitions of the two spaces, which share their white. */
function adobeRgbAsSrgb(colour: number[]): number[] {
  const [r = 0, g = 0, b = 0] = colour.map((value) => (value / 255) ** (563 / 256));
  const linear = [1.3983 * r - 0.3983 * g, g, -0.0429 * g + 1.0429 * b];
  return linear.map((value) => {
    const v = Math.min(1, Math.max(0, value));
    return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055));
  });
}

test.each(kinds)('of 50 MB of %s little more is read than the preview', async (kind) => {
  const file = saved(kind, { gap: 50e6 });
  const open = vi.spyOn(FileBytes, 'open');
  try {
    expect((await identify(file)).refusal).toBeNull();
    await decode(file);
    const read = await Promise.all(
      open.mock.results.map(async ({ value }) => (await (value as Promise<FileBytes>)).loaded),
    );
    expect(read).toHaveLength(2);
    expect(read[0]).toBeLessThan(600_000);
    expect(read[1]).toBeLessThan(large.length + 300_000);
  } finally {
    open.mockRestore();
  }
});

describe.skipIf(photosAbsent)('real files', () => {
  const files = sharedPhotos('raw');

  test.each(files)('%s holds what exiftool finds in it', async (file) => {
    await using bytes = await FileBytes.open(file);
    const format = await formatOf(bytes, file);
    const { raw } = format === null ? {} : await readContainer(bytes, format);
    const ours = (raw?.previews ?? [])
      .filter(({ end }) => end <= bytes.size)
      .map(({ start, end }) => end - start);
    for (const length of await previewLengths(file)) expect(ours).toContain(length);
  });

  test.each(files)('%s is held as exiftool says', async (file) => {
    const { Orientation: orientation } = await exiftool.readRaw(file, ['-n', '-Orientation']);
    expect((await identify(file)).orientation).toBe(orientation ?? 1);
  });

  test('a DNG of a Canon is scored by its preview of 1,024 x 683', async () => {
    const { pixels } = await decode(sharedPhoto('raw/canon_eos_6d.dng'));
    expect([pixels.width, pixels.height]).toEqual([512, 342]);
    expect((await sharp(pixels.data, { raw: { ...pixels, channels: 3 } }).stats()).entropy).toBeGreaterThan(
      5,
    );
  });
});
