import { protocol } from 'electron';
import { sentenceOf } from '../../shared/result.ts';
import type { PictureSource } from '../handlers/pictures.ts';
import type { Log } from './dispatch.ts';
import { pageScheme, photoScheme } from './electron-addresses.ts';
import { pageResponse, pictureResponse } from './electron-responses.ts';
import { readRenderer } from './renderer-files.ts';

/**
 * The page comes from `app://`, never from `file://`: a file page may read other files, and has no origin that a
 * content security policy could name. Has to be called before Electron is ready.
 */
export function registerSchemes(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges },
    { scheme: photoScheme, privileges: { ...privileges, stream: true, corsEnabled: true } },
  ]);
}

export async function servePage(rendererDir: string): Promise<void> {
  const files = await readRenderer(rendererDir);
  protocol.handle(pageScheme, (request) => pageResponse(request.url, files));
}

export function servePictures(pictures: PictureSource, log: Log): void {
  protocol.handle(photoScheme, async (request) => {
    try {
      return await pictureResponse(request.url, pictures, request.signal);
    } catch (error) {
      log(`A picture could not be shown: ${sentenceOf(error)}`);
      return new Response(null, { status: 500 });
    }
  });
}
