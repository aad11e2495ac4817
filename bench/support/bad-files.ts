import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import encodeJxl, { init as initEncoder } from '@jsquash/jxl/encode.js';
import { heicOf, type Colours } from '../../test/imaging/made-heic.ts';
import { madePicture } from '../../test/imaging/made-photos.ts';
import { madeRaws } from '../../test/imaging/made-raw.ts';

/** Files that no camera wrote: cut off, with bytes changed, put in or left out, under names that lie or break things. */

/** The same in every run with the same seed. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    // Mulberry32 (Tommy Ettinger, public domain).
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** One good file of each format, by its usual ending. */
async function goodFiles(): Promise<Record<string, Buffer>> {
  const picture = () => madePicture(640, 480);
  const large = await picture().jpeg().toBuffer();
  const small = await madePicture(160, 120).jpeg().toBuffer();
  const colours: Colours = Array.from({ length: 6 }, (_, y) =>
    Array.from({ length: 6 }, (_, x) => [x * 40, y * 40, 120] as const),
  );
  const { data, info } = await picture().ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const require = createRequire(import.meta.url);
  await initEncoder({
    wasmBinary: new Uint8Array(readFileSync(require.resolve('@jsquash/jxl/codec/enc/jxl_enc.wasm'))).buffer,
  });
  const pixels = {
    data: new Uint8ClampedArray(data),
    width: info.width,
    height: info.height,
    colorSpace: 'srgb' as const,
  };
  const jxl = Buffer.from(await encodeJxl(pixels));
  const raws = Object.entries(madeRaws).map(([kind, make]) => [kind, make({ large, small }, {})] as const);
  return {
    jpg: large,
    png: await picture().png().toBuffer(),
    webp: await picture().webp().toBuffer(),
    tif: await picture().tiff().toBuffer(),
    avif: await picture().avif({ effort: 0 }).toBuffer(),
    heic: heicOf(colours),
    jxl,
    ...Object.fromEntries(raws),
  };
}

function spoiled(good: Buffer, random: (below: number) => number): Buffer {
  const at = random(good.length);
  switch (random(6)) {
    case 0:
      return good.subarray(0, at);
    case 1: {
      const bad = Buffer.from(good);
      for (let i = 1 + random(60); i > 0; i--) bad[random(bad.length)] = random(256);
      return bad;
    }
    case 2:
      return Buffer.from(good).fill(random(2) * 255, at, Math.min(good.length, at + random(4000)));
    case 3:
      return Buffer.concat([
        good.subarray(0, at),
        Buffer.alloc(1 + random(300), random(256)),
        good.subarray(at),
      ]);
    case 4:
      return Buffer.concat([good.subarray(0, at), good.subarray(at + 1 + random(2000))]);
    default: {
      // Sizes, counts and places stand in the first bytes of most formats.
      const bad = Buffer.from(good);
      const end = Math.min(400, bad.length);
      for (let i = 1 + random(8); i > 0; i--) bad[random(end)] = random(2) ? 255 : random(256);
      return bad;
    }
  }
}

/** PNG and JPEG that claim to be of 3,600 megapixels in a few bytes. */
function bombs(good: Record<string, Buffer>): Record<string, Buffer> {
  const png = Buffer.from(good['png'] ?? []);
  png.writeUInt32BE(60_000, 16);
  png.writeUInt32BE(60_000, 20);
  const jpg = Buffer.from(good['jpg'] ?? []);
  const frame = jpg.indexOf(Buffer.from([0xff, 0xc0]));
  if (frame > 0) jpg.writeUInt32BE(0xffff_ffff, frame + 5);
  return { 'bomb.png': png, 'bomb.jpg': jpg };
}

const strangeNames = [
  'line\nbreak.jpg',
  'tab\tand "quotes".jpg',
  '🏔️ 📷.jpg',
  `${'n'.repeat(251)}.jpg`,
  '\u202egpj.exe\u202c.jpg',
  ' leading and trailing .jpg',
  '-rf.jpg',
  'a;b&c|d`e`$(f).jpg',
  'e\u0301 decomposed.jpg',
];

/**
 * Writes `count` spoiled files and the strange ones, and one good photo that must be scored whatever lies beside it.
 *
 * @returns how many were written
 */
export async function writeBadFiles(dir: string, count: number, seed: number): Promise<number> {
  const good = await goodFiles();
  const random = numbersFrom(seed);
  const kinds = Object.keys(good);
  mkdirSync(dir, { recursive: true });
  let written = 0;
  const write = (name: string | Buffer, data: Buffer): void => {
    writeFileSync(Buffer.concat([Buffer.from(`${dir}/`), Buffer.from(name)]), data);
    written++;
  };
  for (let i = 0; i < count; i++) {
    const kind = kinds[i % kinds.length] ?? 'jpg';
    // One in five has the ending of another format.
    const ending = random(5) === 0 ? (kinds[random(kinds.length)] ?? kind) : kind;
    write(`${String(i).padStart(4, '0')}.${ending}`, spoiled(good[kind] ?? Buffer.alloc(0), random));
  }
  for (const kind of kinds) write(`empty.${kind}`, Buffer.alloc(0));
  for (const [name, data] of Object.entries(bombs(good))) write(name, data);
  for (const name of strangeNames) write(name, good['jpg'] ?? Buffer.alloc(0));
  // No UTF-8; Linux takes it.
  if (process.platform === 'linux')
    write(Buffer.from([0x66, 0xff, 0xfe, 0x2e, 0x6a, 0x70, 0x67]), good['jpg'] ?? Buffer.alloc(0));
  write('text.jpg', Buffer.from('This is no picture.'));
  write('good.jpg', good['jpg'] ?? Buffer.alloc(0));
  let deep = dir;
  while (deep.length < 1200) deep = join(deep, 'deep');
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(deep, 'deepest.jpg'), good['jpg'] ?? Buffer.alloc(0));
  return written + 1;
}
