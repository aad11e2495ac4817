import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

/** A picture that differs by its number: a gradient with a disc on it. */
export function picture(number: number, width = 320, height = 240): Sharp {
  const hue = (number * 47) % 360;
  const x = 20 + ((number * 37) % 60);
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
        <defs><linearGradient id="sky" x2="0" y2="1">
          <stop stop-color="hsl(${hue} 60% 70%)"/><stop offset="1" stop-color="hsl(${(hue + 60) % 360} 50% 25%)"/>
        </linearGradient></defs>
        <rect width="100%" height="100%" fill="url(#sky)"/>
        <circle cx="${x}%" cy="${30 + (number % 5) * 8}%" r="12%" fill="hsl(${(hue + 180) % 360} 80% 60%)"/>
      </svg>`,
    ),
  );
}

/** Writes a JPEG, by itself or with EXIF. */
export async function writeJpeg(file: string, number: number, exif?: Record<string, string>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  let image = picture(number).jpeg();
  if (exif) image = image.withExif({ IFD0: exif, IFD2: { DateTimeOriginal: exif['DateTime'] ?? '' } });
  await writeFile(file, await image.toBuffer());
}

/** Writes `count` JPEGs taken a second apart: IMG_0001.jpg and so on. */
export async function writeShoot(dir: string, count: number, first = 1): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, index) => first + index);
  return await Promise.all(
    numbers.map(async (number) => {
      const name = `IMG_${String(number).padStart(4, '0')}.jpg`;
      const second = String(number % 60).padStart(2, '0');
      const minute = String(Math.floor(number / 60) % 60).padStart(2, '0');
      await writeJpeg(join(dir, name), number, {
        Model: 'Test camera',
        DateTime: `2024:05:01 10:${minute}:${second}`,
      });
      return name;
    }),
  );
}
