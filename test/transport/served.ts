import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requests, type Handlers } from '../../src/shared/contract.ts';
import { PlainError } from '../../src/shared/result.ts';
import { EventHub } from '../../src/main/handlers/events.ts';
import type { PictureSource } from '../../src/main/handlers/pictures.ts';
import { serveLoopback } from '../../src/main/transport/loopback.ts';

/** Handlers for the requests a test needs; the others fail with a sentence. */
export function handlersWith(some: Partial<Handlers>): Handlers {
  const others = Object.keys(requests).map((name) => [
    name,
    () => {
      throw new PlainError(`${name} is not served here.`);
    },
  ]);
  return { ...Object.fromEntries(others), ...some } as Handlers;
}

export const picture = Buffer.from('RIFF....WEBP, or nearly so');

/** One photo, id 7, version "v1", that has a thumbnail; its preview's file is gone; photo 8 cannot be read at all. */
export const onePicture = (folder: string): PictureSource => ({
  open: (id, version, size) => {
    if (id === 8) throw new Error('The disk is on fire.');
    if (id !== 7 || version !== 'v1') return Promise.resolve(null);
    return Promise.resolve({ file: join(folder, `${size}.webp`), type: 'image/webp' });
  },
});

/** A loopback server over a renderer of three files in a folder of its own. */
export async function serve(some: Partial<Handlers> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'proofsheet-loopback-'));
  const rendererDir = join(folder, 'renderer');
  await mkdir(join(rendererDir, 'assets'), { recursive: true });
  await writeFile(join(rendererDir, 'index.html'), '<!doctype html><title>Proofsheet</title>');
  await writeFile(join(rendererDir, 'assets', 'index-a1.js'), 'export {};');
  await writeFile(join(rendererDir, 'assets', 'index-a1.css'), 'body {}');
  await writeFile(join(folder, 'secret.html'), 'not for the page');
  await writeFile(join(folder, 'thumb.webp'), picture);

  const log: string[] = [];
  const events = new EventHub();
  const loopback = await serveLoopback({
    handlers: handlersWith(some),
    events,
    pictures: onePicture(folder),
    rendererDir,
    log: (line) => log.push(line),
  });
  const { port, pathname } = new URL(loopback.address);
  return {
    ...loopback,
    rendererDir,
    events,
    log,
    port: Number(port),
    token: pathname.slice(1, -1),
    async [Symbol.asyncDispose]() {
      await loopback.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Sends exactly these lines, and gives back the whole answer; fetch would correct them first. */
export function raw(port: number, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      answer += text;
      // An accepted upgrade stays open.
      if (answer.startsWith('HTTP/1.1 101')) socket.destroy();
    });
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', reject);
  });
}

export const statusOf = (answer: string): number => Number(answer.split(' ')[1]);
