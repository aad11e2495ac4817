import { viewOf, type Bytes } from '../bytes.ts';
import { emptyContainer, type Container, type Range } from './container.ts';

/** Fujifilm's RAW holds a whole JPEG with the EXIF, and says in its header where. */
export async function readRaf(bytes: Bytes): Promise<Container> {
  const place = viewOf(await bytes.read(84, 8));
  const start = place.getUint32(0);
  const jpeg: Range = { start, end: start + place.getUint32(4) };
  return { ...emptyContainer, raw: { previews: [jpeg], orientation: null, adobeRgb: false } };
}
