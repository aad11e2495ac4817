import { Readable } from 'node:stream';
import type { PictureSource } from '../handlers/pictures.ts';
import { pageFileOf, pageOrigin, photoScheme, picturePathOf } from './electron-addresses.ts';
import { pageHeaders } from './page-policy.ts';
import { openPicture } from './pictures.ts';
import type { RendererFile } from './renderer-files.ts';

/** What the desktop's two schemes answer, in the web's own terms. */

const notFound = (): Response => new Response(null, { status: 404 });

export function pageResponse(address: string, files: ReadonlyMap<string, RendererFile>): Response {
  const file = files.get(pageFileOf(address) ?? 'none');
  if (!file) return notFound();
  const headers = { ...pageHeaders(`${photoScheme}:`), 'Content-Type': file.type };
  return new Response(file.body, { headers });
}

export async function pictureResponse(
  address: string,
  pictures: PictureSource,
  signal?: AbortSignal,
): Promise<Response> {
  const path = picturePathOf(address);
  const picture = path === null ? null : await openPicture(pictures, path, signal);
  if (!picture) return notFound();
  return new Response(Readable.toWeb(picture.file.createReadStream()), {
    headers: {
      'Content-Type': picture.type,
      'Content-Length': String(picture.bytes),
      'Cache-Control': picture.caching,
      'X-Content-Type-Options': 'nosniff',
      // The page reads the pixels, to draw and to count them; no other page can ask here.
      'Access-Control-Allow-Origin': pageOrigin,
    },
  });
}
