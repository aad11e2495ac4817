import { FileBytes } from '../../src/main/imaging/bytes.ts';
import { formatOf, readContainer } from '../../src/main/imaging/read-container.ts';
import type { Fields } from '../../src/main/imaging/xmp/properties.ts';
import { readXmp } from '../../src/main/imaging/xmp/read.ts';

/** What the XMP inside a photo says; null where it has none. */
export async function xmpIn(file: string): Promise<Fields | null> {
  await using bytes = await FileBytes.open(file);
  const format = await formatOf(bytes, file);
  const packet = format && (await readContainer(bytes, format)).xmp;
  return packet ? readXmp(packet) : null;
}
