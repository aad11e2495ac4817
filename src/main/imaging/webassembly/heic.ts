import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { layOutTiff } from './plain-tiff.ts';

/** Of libheif's binding, what is used here. Numbers are pointers and codes of the C library. */
interface LibHeif {
  heif_context_alloc(): unknown;
  heif_context_free(context: unknown): void;
  heif_context_read_from_memory(context: unknown, data: Uint8Array): HeifError;
  heif_js_context_get_primary_image_handle(context: unknown): unknown;
  heif_image_handle_get_width(handle: unknown): number;
  heif_image_handle_get_height(handle: unknown): number;
  heif_image_handle_has_alpha_channel(handle: unknown): number;
  heif_image_handle_release(handle: unknown): void;
  heif_js_decode_image2(handle: unknown, colorspace: unknown, chroma: unknown): Decoded | HeifError;
  heif_image_release(image: unknown): void;
  heif_error_code: { heif_error_Ok: unknown };
  heif_colorspace: { heif_colorspace_RGB: unknown };
  heif_chroma: { heif_chroma_interleaved_RGB: unknown; heif_chroma_interleaved_RGBA: unknown };
}

interface HeifError {
  code: unknown;
  message: string;
}

interface Decoded {
  image: unknown;
  channels: { data: Uint8Array; stride: number; width: number; height: number }[];
}

const packages = createRequire(import.meta.url);
let library: LibHeif | null = null;

/** The library is a file of its own, so that another build of it can be put in its place. */
function load(): LibHeif {
  const make = packages('libheif-js/libheif-wasm/libheif.js') as (options: object) => LibHeif;
  return make({ wasmBinary: readFileSync(packages.resolve('libheif-js/libheif-wasm/libheif.wasm')) });
}

/**
 * The primary picture of a HEIC file, turned and mirrored as the file says, 8 bits whatever it was stored with.
 *
 * @param profile what its colours mean; null for sRGB
 * @returns an uncompressed TIFF
 * @throws Error in the words of libheif
 */
export function unpackHeic(data: Uint8Array, profile: Uint8Array | null): Uint8Array<ArrayBuffer> {
  library ??= load();
  const lib = library;
  const context = lib.heif_context_alloc();
  try {
    const read = lib.heif_context_read_from_memory(context, data);
    if (read.code !== lib.heif_error_code.heif_error_Ok) throw new Error(read.message);
    const handle = orThrow(lib.heif_js_context_get_primary_image_handle(context));
    try {
      return unpackImage(lib, handle, profile);
    } finally {
      lib.heif_image_handle_release(handle);
    }
  } finally {
    lib.heif_context_free(context);
  }
}

function unpackImage(lib: LibHeif, handle: unknown, profile: Uint8Array | null): Uint8Array<ArrayBuffer> {
  const channels = lib.heif_image_handle_has_alpha_channel(handle) ? 4 : 3;
  const { heif_chroma_interleaved_RGB: rgb, heif_chroma_interleaved_RGBA: rgba } = lib.heif_chroma;
  const decoded = lib.heif_js_decode_image2(
    handle,
    lib.heif_colorspace.heif_colorspace_RGB,
    channels === 4 ? rgba : rgb,
  );
  if (!('channels' in decoded)) throw new Error(decoded.message);
  try {
    const [plane] = decoded.channels;
    if (plane === undefined) throw new Error('libheif gave no picture.');
    const { width, height, stride } = plane;
    const { tiff, pixels } = layOutTiff(width, height, channels, profile);
    const rowBytes = width * channels;
    for (let row = 0; row < height; row++) {
      pixels.set(plane.data.subarray(row * stride, row * stride + rowBytes), row * rowBytes);
    }
    return tiff;
  } finally {
    lib.heif_image_release(decoded.image);
  }
}

function orThrow(handle: unknown): unknown {
  if (typeof handle === 'object' && handle !== null && !('code' in handle)) return handle;
  const message = (handle as Partial<HeifError> | null)?.message;
  throw new Error(message ?? 'libheif found no primary picture.');
}
