import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer } from 'ws';
import type { Handlers } from '../../shared/contract.ts';
import { PlainError, sentenceOf } from '../../shared/result.ts';
import { socketPath } from '../../shared/wire.ts';
import type { EventHub } from '../handlers/events.ts';
import type { PictureSource } from '../handlers/pictures.ts';
import { createDispatch, type Log } from './dispatch.ts';
import { FailedAttempts } from './failed-attempts.ts';
import { createToken, isLocal, pathAfterToken } from './loopback-guard.ts';
import { maxFrameBytes, serveSocket } from './loopback-socket.ts';
import { pageHeaders } from './page-policy.ts';
import { openPicture } from './pictures.ts';
import { readRenderer, type RendererFile } from './renderer-files.ts';

export interface LoopbackOptions {
  handlers: Handlers;
  events: EventHub;
  pictures: PictureSource;
  /** The built renderer. */
  rendererDir: string;
  /** 0, the default, takes a free one. */
  port?: number | undefined;
  /** Never sees the token. */
  log?: Log | undefined;
}

export interface Loopback {
  /** For the person's browser; whoever has it can see the library, so it is shown to them and logged nowhere. */
  address: string;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const closingMs = 500;
const headers = pageHeaders();

/** Browser mode: serves the renderer, the pictures and the contract to this machine alone. */
export async function serveLoopback(options: LoopbackOptions): Promise<Loopback> {
  const { events, pictures, log = console.error } = options;
  const token = createToken();
  const logWithoutToken: Log = (line) => {
    log(line.replaceAll(token, 'TOKEN'));
  };
  const files = await readRenderer(options.rendererDir);
  const dispatch = createDispatch(options.handlers, logWithoutToken);

  // A missing Host is answered by our own rule, like any other wrong one.
  const server = createServer({ requireHostHeader: false });
  const attempts = new FailedAttempts();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
  });

  server.on('request', (request, response) => {
    void respond(request, response, { token, files, pictures, attempts }).catch((error: unknown) => {
      // A page that went away while its picture was on the way is no error.
      if (response.destroyed) return;
      logWithoutToken(`A request could not be answered: ${sentenceOf(error)}`);
      if (response.headersSent) response.destroy();
      else refuse(response, 500);
    });
  });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const path = pathAfterToken(request.url ?? '', token);
    if (!isLocal(request.headersDistinct)) refuseUpgrade(stream, '403 Forbidden');
    else if (path === null) {
      stream.on('error', () => stream.destroy());
      void attempts.hold().then((answered) => {
        if (answered) refuseUpgrade(stream, '404 Not Found');
        else stream.destroy();
      });
    } else if (path !== `/${socketPath}`) {
      refuseUpgrade(stream, '404 Not Found');
    } else {
      sockets.handleUpgrade(request, stream, head, (socket) => {
        serveSocket(socket, dispatch, events, logWithoutToken);
      });
    }
  });

  const port = await listen(server, options.port ?? 0);
  return {
    address: `http://${host}:${String(port)}/${token}/`,
    close: () => close(server, sockets),
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  served: {
    token: string;
    files: ReadonlyMap<string, RendererFile>;
    pictures: PictureSource;
    attempts: FailedAttempts;
  },
): Promise<void> {
  if (!isLocal(request.headersDistinct)) {
    refuse(response, 403);
    return;
  }
  const path = pathAfterToken(request.url ?? '', served.token);
  if (path === null) {
    if (await served.attempts.hold()) refuse(response, 404);
    else response.destroy();
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405, { Allow: 'GET, HEAD' });
  } else if (path === '') {
    // Relative addresses in the page need the slash.
    refuse(response, 308, { Location: `/${served.token}/` });
  } else {
    const file = served.files.get(path.slice(1));
    if (file) sendFile(response, file);
    else await sendPicture(response, served.pictures, path.slice(1));
  }
}

function sendFile(response: ServerResponse, { body, type }: RendererFile): void {
  response.writeHead(200, {
    ...headers,
    'Content-Type': type,
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  });
  response.end(body);
}

async function sendPicture(response: ServerResponse, pictures: PictureSource, path: string): Promise<void> {
  // A page that has gone on to another photo does not wait for this one any more.
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  const picture = await openPicture(pictures, path, gone.signal);
  if (gone.signal.aborted) {
    await picture?.file.close();
    return;
  }
  if (!picture) {
    refuse(response, 404);
    return;
  }
  response.writeHead(200, {
    ...headers,
    'Content-Type': picture.type,
    'Content-Length': picture.bytes,
    'Cache-Control': picture.caching,
  });
  if (response.req.method === 'HEAD') {
    response.end();
    await picture.file.close();
  } else {
    await pipeline(picture.file.createReadStream(), response);
  }
}

/** An answer without a body: it says nothing about what there is. */
function refuse(response: ServerResponse, status: number, more: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, 'Cache-Control': 'no-store', 'Content-Length': 0, ...more });
  response.end();
}

function refuseUpgrade(stream: Duplex, status: string): void {
  stream.on('error', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => stream.destroy());
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new PlainError(`Port ${String(port)} is taken by another program. Choose another with --port.`);
    if ((error as NodeJS.ErrnoException).code === 'EACCES')
      throw new PlainError(`Port ${String(port)} may not be used by this account. Choose one above 1023.`);
    throw error;
  }
  return (server.address() as AddressInfo).port;
}

/** Tells the pages, waits for them for half a second, and lets go of every connection. */
async function close(server: Server, sockets: WebSocketServer): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const pages = [...sockets.clients].map(async (socket) => {
    socket.close(1001, 'Proofsheet has stopped');
    const end = setTimeout(() => {
      socket.terminate();
    }, closingMs);
    await once(socket, 'close');
    clearTimeout(end);
  });
  await Promise.all(pages);
  server.closeAllConnections();
  await closed;
}
