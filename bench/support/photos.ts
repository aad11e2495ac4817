import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { mapAtOnce } from './at-once.ts';

const phone = { width: 4032, height: 3024 };

/**
 * Photographs as large as a phone's, or as said, made of the small ones of the training data.
 *
 * @param different how many of them are made; the others are copies, which cost as much to decode
 */
export async function makeLargePhotos(
  from: string,
  to: string,
  count: number,
  different = count,
  { width, height } = phone,
): Promise<string[]> {
  await mkdir(to, { recursive: true });
  const sources = (await readdir(from)).filter((name) => name.endsWith('.jpg')).sort();
  // An enlarged photograph has nothing fine in it and would decode too easily: grain makes the file as heavy as a
  // camera's, about 4 MB.
  const grain = await sharp(grainPixels(1024), { raw: { width: 1024, height: 1024, channels: 1 } })
    .png()
    .toBuffer();
  const fileOf = (index: number): string => join(to, `IMG_${String(index).padStart(4, '0')}.jpg`);
  const numbers = Array.from({ length: count }, (_, index) => index);
  await mapAtOnce(numbers.slice(0, different), 2, async (index) => {
    const source = sources[(index * 7) % sources.length];
    if (source === undefined) throw new Error(`There are no photographs in ${from}`);
    const enlarged = await sharp(join(from, source)).resize(width, height, { fit: 'fill' }).toBuffer();
    await sharp(enlarged)
      .composite([{ input: grain, tile: true, blend: 'soft-light' }])
      .jpeg({ quality: 92 })
      .toFile(fileOf(index));
  });
  for (const index of numbers.slice(different)) await copyFile(fileOf(index % different), fileOf(index));
  return numbers.map(fileOf);
}

/** The same grain in every run: bytes of a hash in counter mode, around middle grey. */
function grainPixels(side: number): Buffer {
  const pixels = Buffer.alloc(side * side);
  for (let at = 0; at < pixels.length; at += 32) {
    const bytes = createHash('sha256').update(String(at)).digest();
    for (let i = 0; i < 32; i++) pixels[at + i] = 128 + Math.round(((bytes[i] ?? 128) - 128) * 0.35);
  }
  return pixels;
}
