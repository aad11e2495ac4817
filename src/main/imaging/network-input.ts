import sharp from 'sharp';

/** An upright sRGB picture: 8 bits, 3 channels, row by row. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
}

const multiple = 32;
/** Around 64,000 pixels: 288 x 224 for 4:3, 320 x 192 for 16:9. The upper end admits 256 x 256. */
const usualArea = { smallest: 51_200, largest: 65_536 };
/** A longer strip than this would leave less than one cell across. */
const longestAspect = 48;

/**
 * The network's input size for a picture: multiples of 32 with an area of about 64,000 pixels, the pair whose aspect
 * ratio is nearest to the picture's; of equals the larger.
 *
 * @param width of the upright picture, in pixels
 * @param height likewise
 * @param area in pixels, where it is not the usual
 */
export function networkSize(
  width: number,
  height: number,
  { smallest, largest } = usualArea,
): { width: number; height: number } {
  const aspect = Math.min(longestAspect, Math.max(1 / longestAspect, width / height));
  let best = { width: 256, height: 256, error: Infinity };
  for (let w = multiple; w * multiple <= largest; w += multiple) {
    for (let h = multiple; w * h <= largest; h += multiple) {
      if (w * h < smallest) continue;
      const error = Math.abs(Math.log(w / h / aspect));
      const tie = Math.abs(error - best.error) < 1e-9;
      if (tie ? w * h > best.width * best.height : error < best.error) best = { width: w, height: h, error };
    }
  }
  return { width: best.width, height: best.height };
}

/**
 * The network's input, made of the thumbnail's pixels so that a photo is decoded once.
 *
 * @returns RGB bytes, [height, width, 3]; the graph itself subtracts 127 and divides by 128
 */
export async function toNetworkInput(
  pixels: Pixels,
  size = networkSize(pixels.width, pixels.height),
): Promise<Pixels> {
  const data = await sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 3 } })
    .resize(size.width, size.height, { fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer();
  return { data, ...size };
}
