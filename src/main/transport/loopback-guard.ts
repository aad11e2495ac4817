import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Who may speak to the loopback server. Any web page and any program on this machine can reach 127.0.0.1, so a request
 * has to name this machine as its host (else a foreign name that was made to resolve here would do), to come from the
 * page itself where it says where it comes from, and to know the token.
 */

/** 192 random bits, 32 characters that need no escaping in an address. */
export const createToken = (): string => randomBytes(24).toString('base64url');

/** Any port, because a tunnel may change it. */
const localHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;

/** `headers` as node's `headersDistinct` has them: every value of a header that was sent more than once. */
export function isLocal(headers: NodeJS.Dict<string[]>): boolean {
  const [host, ...moreHosts] = headers['host'] ?? [];
  const [origin, ...moreOrigins] = headers['origin'] ?? [];
  if (host === undefined || moreHosts.length > 0 || !localHost.test(host)) return false;
  return moreOrigins.length === 0 && (origin === undefined || origin === `http://${host}`);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * What follows the token in a request's target, without its query: '' for `/TOKEN`, '/' for `/TOKEN/`; null where the
 * token is not this one. Nothing is decoded or normalised. Takes the same time however much of a token is right.
 */
export function pathAfterToken(target: string, token: string): string | null {
  const [, first = '', rest = ''] = /^\/([^/?#]*)(\/[^?#]*)?/.exec(target) ?? [];
  return timingSafeEqual(digest(first), digest(token)) ? rest : null;
}
