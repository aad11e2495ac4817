import { once } from 'node:events';
import { parse, stringify } from 'devalue';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Progress } from '../../src/shared/library.ts';
import { PlainError } from '../../src/shared/result.ts';
import { serveLoopback } from '../../src/main/transport/loopback.ts';
import type { ServerFrame } from '../../src/shared/wire.ts';
import { handlersWith, onePicture, serve } from './served.ts';

const progress = (done: number): Progress => ({
  state: 'working',
  found: 0,
  waiting: 0,
  done,
  failed: 0,
  photosPerSecond: null,
  secondsLeft: null,
});

/** A page's end of the socket; frames are read in the order they came. */
async function page(address: string) {
  const socket = new WebSocket(`${address.replace('http', 'ws')}socket`);
  const frames: ServerFrame[] = [];
  const waiting: ((frame: ServerFrame) => void)[] = [];
  socket.on('message', (data) => {
    const frame = parse((data as Buffer).toString()) as ServerFrame;
    const reader = waiting.shift();
    if (reader) reader(frame);
    else frames.push(frame);
  });
  const closed = once(socket, 'close').then(([code]) => code as number);
  await once(socket, 'open');
  let id = 0;
  const next = (): Promise<ServerFrame> => {
    const frame = frames.shift();
    return frame ? Promise.resolve(frame) : new Promise((resolve) => waiting.push(resolve));
  };
  return {
    socket,
    next,
    closed,
    ask: (name: string, input?: unknown) => {
      id += 1;
      socket.send(stringify({ id, name, input }));
      return next();
    },
  };
}

describe('requests over the socket', () => {
  it('are answered with typed arrays, null and undefined as they were', async () => {
    const values = new Float32Array([0.5, -1, Infinity]);
    await using served = await serve({
      'photos.map': ({ task }) => ({ task, width: 3, height: 1, values, bias: 0, raw: 1 }),
      'photos.detail': () => null,
      'ingest.pause': () => undefined,
    });
    const { ask } = await page(served.address);
    expect(await ask('photos.map', { id: 1, task: 'light' })).toEqual({
      id: 1,
      ok: true,
      value: { task: 'light', width: 3, height: 1, values, bias: 0, raw: 1 },
    });
    expect(await ask('photos.detail', { id: 1 })).toEqual({ id: 2, ok: true, value: null });
    expect(await ask('ingest.pause')).toStrictEqual({ id: 3, ok: true, value: undefined });
  });

  it('find the answer that belongs to them, whichever comes first', async () => {
    const slow = Promise.withResolvers<number>();
    await using served = await serve({
      'problems.retry': () => slow.promise,
      'view.changes': () => {
        slow.resolve(1);
        return Promise.resolve(2);
      },
    });
    const { socket, next } = await page(served.address);
    socket.send(stringify({ id: 1, name: 'problems.retry', input: { photos: null } }));
    const query = { root: null, folder: '', sort: { key: 'name', descending: false }, ranges: [] };
    socket.send(stringify({ id: 2, name: 'view.changes', input: { query, revision: 0 } }));
    const answers = [await next(), await next()];
    expect(answers).toContainEqual({ id: 1, ok: true, value: 1 });
    expect(answers).toContainEqual({ id: 2, ok: true, value: 2 });
  });

  it('reach the handler as their schema reads them', async () => {
    const seen: unknown[] = [];
    await using served = await serve({
      'view.open': (query) => {
        seen.push(query);
        return { ids: new Uint32Array(), groups: new Uint32Array(), unfiltered: 0, revision: 0 };
      },
    });
    const { ask } = await page(served.address);
    const query = { root: null, sort: { key: 'name', descending: false }, ranges: [] };
    await ask('view.open', { ...query, path: '/etc' });
    expect(seen).toEqual([{ ...query, folder: '' }]);
  });

  it.each([
    ['photos.rows', undefined],
    ['photos.rows', { ids: ['1'] }],
    ['photos.rows', { ids: [0] }],
    ['photos.rows', { ids: Array.from({ length: 501 }, (_, i) => i + 1) }],
    ['photos.detail', { id: NaN }],
    ['library.add', { folder: '/home/someone'.repeat(10) }],
    ['library.roots', {}],
    ['no.such', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
    ['toString', undefined],
  ])('are refused without reaching a handler: %s %j', async (name, input) => {
    await using served = await serve({
      'photos.rows': () => [],
      'photos.detail': () => null,
      'library.add': () => ({ root: 1, folder: '' }),
      'library.roots': () => [],
    });
    const { ask } = await page(served.address);
    expect(await ask(name, input)).toMatchObject({ id: 1, ok: false, error: expect.any(String) as string });
  });

  it('tell a sentence meant for people, and keep everything else in the log', async () => {
    await using served = await serve({
      'library.rescan': () => {
        throw new PlainError('The drive "Photos" is away.');
      },
      'ingest.pause': () => Promise.reject(new Error('SQLITE_IOERR at /home/someone/catalogue.db')),
    });
    const { ask } = await page(served.address);
    expect(await ask('library.rescan', { root: 1 })).toEqual({
      id: 1,
      ok: false,
      error: 'The drive "Photos" is away.',
    });
    expect(JSON.stringify(await ask('ingest.pause'))).not.toMatch(/SQLITE|home/);
    expect(served.log.join('\n')).toContain('SQLITE_IOERR');
    expect(served.log.join('\n')).not.toContain('away');
  });

  it('never bring the token into the log', async () => {
    let address = '';
    await using served = await serve({
      'ingest.pause': () => {
        throw new Error(`cannot open ${address}`);
      },
    });
    address = served.address;
    const { ask } = await page(served.address);
    await ask('ingest.pause');
    expect(served.log.join('\n')).toContain('/TOKEN/');
    expect(served.log.join('\n')).not.toContain(served.token);
  });

  it('get an answer even where it cannot be sent', async () => {
    await using served = await serve({ 'problems.list': () => [(() => 1) as never] });
    const { ask } = await page(served.address);
    expect(await ask('problems.list')).toMatchObject({ id: 1, ok: false });
    expect(served.log.join('\n')).toContain('problems.list');
  });
});

describe('frames', () => {
  it.each([
    ['not devalue', 'hello'],
    ['not an object', stringify(7)],
    ['no id', stringify({ name: 'library.roots' })],
    ['a negative id', stringify({ id: -1, name: 'library.roots' })],
    ['no name', stringify({ id: 1 })],
    ['a name that is no text', stringify({ id: 1, name: ['library.roots'] })],
    ['bytes', Buffer.from(stringify({ id: 1, name: 'library.roots' }))],
  ])('that are no request end the connection: %s', async (_what, frame) => {
    await using served = await serve({ 'library.roots': () => [] });
    const { socket, closed } = await page(served.address);
    socket.send(frame);
    expect(await closed).toBe(1008);
  });

  it('have a largest size', async () => {
    await using served = await serve();
    const { socket, closed } = await page(served.address);
    socket.send('x'.repeat(1024 * 1024 + 1));
    expect(await closed).toBe(1009);
  });

  it('can ask for the most photos the contract allows', async () => {
    await using served = await serve({ 'problems.retry': ({ photos }) => photos?.length ?? 0 });
    const { ask } = await page(served.address);
    const photos = Array.from({ length: 10_000 }, (_, i) => 4_000_000_000 + i);
    expect(await ask('problems.retry', { photos })).toEqual({ id: 1, ok: true, value: 10_000 });
  });
});

describe('events', () => {
  it('reach every page until it goes', async () => {
    await using served = await serve();
    const first = await page(served.address);
    const second = await page(served.address);
    served.events.emit('notice', { text: 'one' });
    expect(await first.next()).toEqual({ event: 'notice', data: { text: 'one' } });
    expect(await second.next()).toEqual({ event: 'notice', data: { text: 'one' } });
    first.socket.close();
    await first.closed;
    served.events.emit('notice', { text: 'two' });
    expect(await second.next()).toEqual({ event: 'notice', data: { text: 'two' } });
  });

  it('that are out of date are left out for a page that reads slowly; the newest and every notice arrive', async () => {
    await using served = await serve();
    const { next } = await page(served.address);
    const text = 'x'.repeat(1_000_000);
    served.events.emit('notice', { text });
    for (let done = 1; done <= 1000; done += 1) served.events.emit('progress', progress(done));
    served.events.emit('changed', { revision: 5 });
    served.events.emit('notice', { text: 'last' });

    const seen: ServerFrame[] = [];
    while (!seen.some((frame) => 'event' in frame && frame.event === 'changed')) seen.push(await next());
    expect(seen.length).toBeLessThan(10);
    expect(seen).toContainEqual({ event: 'notice', data: { text } });
    expect(seen).toContainEqual({ event: 'notice', data: { text: 'last' } });
    expect(seen).toContainEqual({ event: 'progress', data: progress(1000) });
  });
});

describe('closing', () => {
  it('tells the pages and lets go of the port', async () => {
    const served = await serve();
    const { closed } = await page(served.address);
    await served[Symbol.asyncDispose]();
    expect(await closed).toBe(1001);
    await expect(fetch(served.address)).rejects.toThrow();
  });

  it('does not wait for a page that no longer answers', async () => {
    const served = await serve();
    const { socket } = await page(served.address);
    socket.pause();
    await served[Symbol.asyncDispose]();
    socket.terminate();
  });
});

describe('starting', () => {
  it('says which port is taken', async () => {
    await using served = await serve();
    const again = serveLoopback({
      handlers: handlersWith({}),
      events: served.events,
      pictures: onePicture('.'),
      rendererDir: served.rendererDir,
      port: served.port,
    });
    await expect(again).rejects.toThrow(new RegExp(`Port ${String(served.port)} is taken`));
  });

  it('says that the page was not built', async () => {
    await using served = await serve();
    const missing = serveLoopback({
      handlers: handlersWith({}),
      events: served.events,
      pictures: onePicture('.'),
      rendererDir: 'no/such/folder',
    });
    await expect(missing).rejects.toThrow(/npm run build/);
  });
});
