import type { FileBytes } from './bytes.ts';
import { emptyContainer, type Container } from './containers/container.ts';
import { readCr3 } from './containers/cr3.ts';
import { readCrw } from './containers/crw.ts';
import { readHeif } from './containers/heif.ts';
import { readJpeg } from './containers/jpeg.ts';
import { readJxl } from './containers/jxl.ts';
import { readPng } from './containers/png.ts';
import { readRaf } from './containers/raf.ts';
import { readRawTiff } from './containers/raw-tiff.ts';
import { formatOfDirectories, readDirectories, readTiff } from './containers/tiff.ts';
import { readWebp } from './containers/webp.ts';
import { readX3f } from './containers/x3f.ts';
import type { Format } from './format.ts';
import { sniff } from './sniff.ts';

/** The format by content; RAW is told from TIFF here. */
export async function formatOf(bytes: FileBytes, name: string): Promise<Format | null> {
  const format = sniff(await bytes.head());
  return format === 'tiff' ? formatOfDirectories(await readDirectories(bytes), name) : format;
}

/** What the file's outside says, as far as it can be read. */
export async function readContainer(bytes: FileBytes, format: Format): Promise<Container> {
  try {
    return await (readers[format] ?? readRawTiff)(bytes);
  } catch (error) {
    // Offsets of a damaged file lead anywhere; what it is stays known, and the decoder has the last word.
    if (!(error instanceof RangeError)) throw error;
    return emptyContainer;
  }
}

/** All others are RAW files built like a TIFF. */
const readers: Partial<Record<Format, (bytes: FileBytes) => Promise<Container>>> = {
  jpeg: readJpeg,
  png: readPng,
  webp: readWebp,
  tiff: readTiff,
  avif: readHeif,
  heic: readHeif,
  jxl: readJxl,
  cr3: readCr3,
  raf: readRaf,
  crw: readCrw,
  x3f: readX3f,
};
