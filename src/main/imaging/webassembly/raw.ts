import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { colourProfile } from '../colour-profile.ts';
import { layOutTiff } from './plain-tiff.ts';

/** Of LibRaw's binding, what is used here. */
interface LibRaw {
  open(data: Uint8Array, settings: Record<string, unknown>): void;
  /** Demosaics. */
  imageData(): { width: number; height: number; colors: number; bits: number; data: Uint8Array } | undefined;
  delete(): void;
}

type MakeModule = (options: {
  wasmBinary: Uint8Array;
  print: (line: string) => void;
  printErr: (line: string) => void;
}) => Promise<{ LibRaw: new () => LibRaw }>;

const packages = createRequire(import.meta.url);

/** The library is a file of its own, so that another build of it can be put in its place. */
async function load(say: (line: string) => void) {
  const script = pathToFileURL(packages.resolve('libraw-wasm/dist/libraw.js')).href;
  const { default: make } = (await import(script)) as { default: MakeModule };
  const wasmBinary = readFileSync(packages.resolve('libraw-wasm/dist/libraw.wasm'));
  return await make({ wasmBinary, print: say, printErr: say });
}

const adobeRgb = 2;
/** LibRaw's own (AHD): the least false colour of those that take seconds, not minutes. */
const interpolation = 3;

/**
 * The picture of a RAW file's sensor, demosaiced, with the camera's white balance, upright, in Adobe RGB.
 *
 * @returns an uncompressed TIFF, 8 bits
 * @throws Error where LibRaw does not know the camera's coding, or says that the file is damaged
 */
export async function unpackRaw(data: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const said: string[] = [];
  const { LibRaw } = await load((line) => said.push(line));
  const raw = new LibRaw();
  try {
    raw.open(data, {
      useCameraWb: true,
      outputBps: 8,
      outputColor: adobeRgb,
      gamm: [256 / 563, 0, 0, 0, 0, 0],
      userQual: interpolation,
    });
    const picture = raw.imageData();
    // A file that ends early is filled up with black, and only said to be so.
    if (said.some((line) => /corrupt|unexpected end/i.test(line))) throw new Error(said.join('; '));
    if (picture?.colors !== 3 || picture.bits !== 8) throw new Error('LibRaw gave no picture in colour.');
    const { tiff, pixels } = layOutTiff(picture.width, picture.height, 3, colourProfile('adobeRgb'));
    pixels.set(picture.data);
    return tiff;
  } catch (error) {
    // What C++ throws comes as a number.
    throw error instanceof Error ? error : new Error('LibRaw cannot decode this file.', { cause: error });
  } finally {
    raw.delete();
  }
}
