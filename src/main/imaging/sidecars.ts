import { readdir } from 'node:fs/promises';
import { basename, dirname, join, parse } from 'node:path';
import { openToRead } from '../disk/read.ts';
import { formatByName, isRaw } from './format.ts';

/** Bytes; develop settings with masks run to megabytes. */
const longestSidecar = 16 * 1024 * 1024;

/**
 * The XMP files beside a photo, by both customs: `IMG_1.xmp` (Lightroom, Capture One), then `IMG_1.CR2.xmp` (darktable,
 * digiKam). The first belongs to the RAW file where one of that name lies beside a JPEG.
 */
export async function readSidecars(file: string, raw: boolean): Promise<Uint8Array[]> {
  const { dir, name } = parse(file);
  const byStem = await readEither(join(dir, name));
  const own = await readEither(file);
  const isOurs = byStem !== null && (raw || !(await hasRawTwin(file, name)));
  return [...(isOurs ? [byStem] : []), ...(own === null ? [] : [own])];
}

async function readEither(stem: string): Promise<Uint8Array | null> {
  return (await readSidecar(`${stem}.xmp`)) ?? (await readSidecar(`${stem}.XMP`));
}

async function readSidecar(file: string): Promise<Uint8Array | null> {
  try {
    await using handle = await openToRead(file);
    const { size } = await handle.stat();
    return size > longestSidecar ? null : await handle.readFile();
  } catch {
    // Most photos have none; one that cannot be read says nothing.
    return null;
  }
}

async function hasRawTwin(file: string, stem: string): Promise<boolean> {
  const names = await readdir(dirname(file)).catch(() => []);
  return names.some((name) => {
    const format = formatByName(name);
    return name !== basename(file) && parse(name).name === stem && format !== null && isRaw(format);
  });
}
