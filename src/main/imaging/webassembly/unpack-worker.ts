import { readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { unpackHeic } from './heic.ts';
import { unpackJxl } from './jxl.ts';
import { unpackRaw } from './raw.ts';
import type { Unpacked, UnpackRequest } from './unpack.ts';

/** A thread that unpacks pictures: WebAssembly computes on the thread that calls it, for a second or longer. */

async function unpack({ format, file, profile }: UnpackRequest): Promise<Uint8Array<ArrayBuffer>> {
  const data = new Uint8Array(await readFile(file));
  if (format === 'heic') return unpackHeic(data, profile);
  return format === 'raw' ? await unpackRaw(data) : await unpackJxl(data);
}

parentPort?.on('message', (request: UnpackRequest) => {
  void unpack(request).then(
    (tiff) => parentPort?.postMessage({ tiff } satisfies Unpacked, [tiff.buffer]),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      const code = error instanceof Error && 'code' in error ? String(error.code) : null;
      parentPort?.postMessage({ error: message, code } satisfies Unpacked);
    },
  );
});
