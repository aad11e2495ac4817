import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture, raw, serve, statusOf } from './served.ts';

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served[Symbol.asyncDispose]());

const upgrade = [
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
];
const get = (path: string, ...headers: string[]) =>
  raw(served.port, [`GET ${path} HTTP/1.1`, ...headers, 'Connection: close']);
const open = (...headers: string[]) =>
  raw(served.port, [`GET /${served.token}/socket HTTP/1.1`, ...headers, ...upgrade]);

describe('Host and Origin', () => {
  const allowed = [
    ['Host: 127.0.0.1'],
    ['Host: 127.0.0.1:1'],
    ['Host: localhost'],
    ['Host: localhost:65535'],
    ['Host: [::1]'],
    ['Host: [::1]:8080'],
    ['Host: localhost:8080', 'Origin: http://localhost:8080'],
    ['Host: 127.0.0.1', 'Origin: http://127.0.0.1'],
    ['Host: [::1]:8080', 'Origin: http://[::1]:8080'],
  ];
  const refused = [
    [],
    ['Host:'],
    ['Host: example.com'],
    ['Host: 127.0.0.1.example.com'],
    ['Host: localhost.example.com:80'],
    ['Host: example.com:127.0.0.1'],
    ['Host: localhost.'],
    ['Host: 127.0.0.2'],
    ['Host: 127.1'],
    ['Host: 0.0.0.0'],
    ['Host: 2130706433'],
    ['Host: 0x7f000001'],
    ['Host: 192.168.0.1'],
    ['Host: [::]'],
    ['Host: ::1'],
    ['Host: [::ffff:127.0.0.1]'],
    ['Host: [0:0:0:0:0:0:0:1]'],
    ['Host: 127.0.0.1:'],
    ['Host: 127.0.0.1:80x'],
    ['Host: 127.0.0.1:123456'],
    ['Host: 127.0.0.1, 127.0.0.1'],
    ['Host: 127.0.0.1/'],
    ['Host: me@127.0.0.1'],
    ['Host: http://127.0.0.1'],
    ['Host: 127.0.0.1', 'Host: 127.0.0.1'],
    ['Host: 127.0.0.1', 'Host: example.com'],
    ['Host: example.com', 'Host: 127.0.0.1'],
    ['Host: example.com', 'Origin: http://example.com'],
    ['Host: 127.0.0.1:80', 'Origin: null'],
    ['Host: 127.0.0.1:80', 'Origin:'],
    ['Host: 127.0.0.1:80', 'Origin: http://example.com'],
    ['Host: 127.0.0.1:80', 'Origin: https://127.0.0.1:80'],
    ['Host: 127.0.0.1:80', 'Origin: http://127.0.0.1'],
    ['Host: 127.0.0.1:80', 'Origin: http://127.0.0.1:8080'],
    ['Host: 127.0.0.1:80', 'Origin: http://127.0.0.1:80/'],
    ['Host: 127.0.0.1:80', 'Origin: http://127.0.0.1:80.example.com'],
    ['Host: 127.0.0.1:80', 'Origin: http://localhost:80'],
    ['Host: 127.0.0.1:80', 'Origin: HTTP://127.0.0.1:80'],
    ['Host: 127.0.0.1:80', 'Origin: file://'],
    ['Host: 127.0.0.1:80', 'Origin: app://proofsheet'],
    ['Host: 127.0.0.1:80', 'Origin: http://127.0.0.1:80', 'Origin: http://127.0.0.1:80'],
    ['Host: 127.0.0.1:80', 'Origin: http://127.0.0.1:80 http://example.com'],
  ];

  it.each(allowed.map((headers) => [headers]))('serves %j', async (headers) => {
    expect(statusOf(await get(`/${served.token}/`, ...headers))).toBe(200);
    expect(statusOf(await open(...headers))).toBe(101);
  });

  it.each(refused.map((headers) => [headers]))('refuses %j', async (headers) => {
    expect(statusOf(await get(`/${served.token}/`, ...headers))).toBe(403);
    expect(statusOf(await open(...headers))).toBe(403);
  });

  it('looks at them before anything else', async () => {
    expect(statusOf(await get('/wrong/', 'Host: example.com'))).toBe(403);
    const post = [`POST /${served.token}/ HTTP/1.1`, 'Host: example.com', 'Content-Length: 0'];
    expect(statusOf(await raw(served.port, [...post, 'Connection: close']))).toBe(403);
  });

  it('refuses a request without any, in the older protocol too', async () => {
    expect(statusOf(await raw(served.port, [`GET /${served.token}/ HTTP/1.0`]))).toBe(403);
  });
});

describe('the token', () => {
  it('is new at every start and long', async () => {
    await using other = await serve();
    expect(other.token).not.toBe(served.token);
    expect(Buffer.from(other.token, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
  });

  it('is wanted for every path, and a wrong one is told nothing', async () => {
    const { token } = served;
    const wrong = [
      '',
      'x',
      token.slice(1),
      token.slice(0, -1),
      `${token}x`,
      token.toLowerCase(),
      `%${token}`,
    ];
    const paths = wrong.flatMap((other) =>
      ['', '/', '/index.html', '/photo/7/v1/thumb'].map((path) => `/${other}${path}`),
    );
    // All at once: whoever tries many is answered late.
    const answers = await Promise.all(paths.map((path) => get(path, 'Host: localhost')));
    answers.forEach((answer, i) => {
      expect(statusOf(answer), paths[i]).toBe(404);
      expect(answer.split('\r\n\r\n')[1]).toBe('');
      expect(answer).not.toContain(token);
    });
  });

  it('is wanted for the socket, and only the socket is upgraded', async () => {
    const paths = ['/socket', '/wrong/socket', `/${served.token}`, `/${served.token}/`, `//socket`];
    const answers = await Promise.all(
      paths.map((path) => raw(served.port, [`GET ${path} HTTP/1.1`, 'Host: localhost', ...upgrade])),
    );
    expect(answers.map(statusOf)).toEqual(paths.map(() => 404));
  });

  it('stays in the address, never in a cookie or in the page', async () => {
    const response = await fetch(served.address);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await response.text()).not.toContain(served.token);
  });

  it('is never logged', async () => {
    const answer = await fetch(`${served.address}photo/8/v1/thumb`);
    expect(answer.status).toBe(500);
    expect(served.log.join('\n')).toContain('on fire');
    expect(served.log.join('\n')).not.toContain(served.token);
  });
});

describe('the page', () => {
  it('is reached without its last slash too', async () => {
    const response = await fetch(served.address.slice(0, -1), { redirect: 'manual' });
    expect(response.status).toBe(308);
    expect(response.headers.get('location')).toBe(`/${served.token}/`);
  });

  it.each([
    ['', 'text/html; charset=utf-8'],
    ['index.html', 'text/html; charset=utf-8'],
    ['index.html?reload=1', 'text/html; charset=utf-8'],
    ['assets/index-a1.js', 'text/javascript; charset=utf-8'],
    ['assets/index-a1.css', 'text/css; charset=utf-8'],
  ])('serves "%s" with its type and strict headers', async (path, type) => {
    const { status, headers } = await fetch(served.address + path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('refuses %s', async (method) => {
    const lines = [`${method} /${served.token}/ HTTP/1.1`, 'Host: localhost', 'Content-Length: 0'];
    const answer = await raw(served.port, [...lines, 'Connection: close']);
    expect(statusOf(answer)).toBe(405);
    expect(answer).not.toMatch(/access-control/i);
  });

  it('answers HEAD without a body', async () => {
    for (const path of ['', 'photo/7/v1/thumb']) {
      const response = await fetch(served.address + path, { method: 'HEAD' });
      expect(response.status).toBe(200);
      expect(Number(response.headers.get('content-length'))).toBeGreaterThan(0);
      expect(await response.text()).toBe('');
    }
  });

  it.each([
    '/secret.html',
    '/../secret.html',
    '/assets/../../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/..\\secret.html',
    '//secret.html',
    '//index.html',
    '/./index.html',
    '/assets',
    '/assets/',
    '/index.html/',
    '/index.html%00',
    '/constructor',
    '/__proto__',
    '/etc/passwd',
    '//etc/passwd',
    '/socket',
  ])('has nothing at %s', async (path) => {
    const answer = await get(`/${served.token}${path}`, 'Host: localhost');
    expect(statusOf(answer)).toBe(404);
    expect(answer).not.toContain('not for the page');
  });

  it('does not act as a proxy', async () => {
    const target = `http://127.0.0.1:${String(served.port)}/${served.token}/`;
    expect(statusOf(await get(target, 'Host: localhost'))).toBe(404);
  });
});

describe('pictures', () => {
  it('are sent with their type, to be kept for ever', async () => {
    const response = await fetch(`${served.address}photo/7/v1/thumb`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    expect(response.headers.get('content-length')).toBe(String(picture.length));
    expect(Buffer.from(await response.arrayBuffer())).toEqual(picture);
  });

  it.each([
    ['another version', '7/v2/thumb'],
    ['another photo', '9/v1/thumb'],
    ['a file that is gone', '7/v1/preview'],
    ['another size', '7/v1/original'],
    ['no size', '7/v1'],
    ['id 0', '0/v1/thumb'],
    ['a sign', '-7/v1/thumb'],
    ['a fraction', '7.5/v1/thumb'],
    ['a number too large', '99999999999999999999/v1/thumb'],
    ['a path for a version', '7/..%2f..%2fsecret/thumb'],
    ['a path for an id', '../secret.html'],
    ['something after it', '7/v1/thumb/x'],
  ])('are not there for %s', async (_what, path) => {
    expect(statusOf(await get(`/${served.token}/photo/${path}`, 'Host: localhost'))).toBe(404);
  });
});
