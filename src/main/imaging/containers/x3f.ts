import { asciiOf, viewOf, type Bytes } from '../bytes.ts';
import { emptyContainer, type Container, type Range } from './container.ts';

const mostSections = 256;
const jpegFormat = 18;
const sectionHeader = 28;
/** EXIF's orientation by the degrees that the header says the camera was turned. */
const orientationOfDegrees: Record<number, number> = { 90: 6, 180: 3, 270: 8 };

/** Sigma's RAW: sections, listed in a directory whose place the last four bytes tell. */
export async function readX3f(bytes: Bytes): Promise<Container> {
  const header = viewOf(await bytes.read(0, 40));
  const previews: Range[] = [];
  const directoryAt = viewOf(await bytes.read(bytes.size - 4, 4)).getUint32(0, true);
  const directory = viewOf(await bytes.read(directoryAt, 12 + mostSections * 12));
  const count = Math.min(directory.getUint32(8, true), mostSections);
  for (let i = 0; i < count && 24 + i * 12 <= directory.byteLength; i++) {
    const start = directory.getUint32(12 + i * 12, true);
    const end = start + directory.getUint32(16 + i * 12, true);
    const section = await bytes.read(start, sectionHeader);
    if (section.length < sectionHeader || asciiOf(section, 0, 4) !== 'SECi') continue;
    if (viewOf(section).getUint32(12, true) === jpegFormat)
      previews.push({ start: start + sectionHeader, end });
  }
  const orientation = orientationOfDegrees[header.getUint32(36, true)] ?? 1;
  return {
    ...emptyContainer,
    width: header.getUint32(28, true) || null,
    height: header.getUint32(32, true) || null,
    raw: { previews, orientation, adobeRgb: false },
  };
}
