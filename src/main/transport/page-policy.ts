/**
 * Headers of every answer to the page. Scripts, styles and pictures come from the application alone, and nothing can
 * be framed, embedded elsewhere or sent away. `pictures` is a further source of pictures, such as `photo:`.
 */
export const pageHeaders = (pictures = ''): Record<string, string> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' blob: data: ${pictures}`.trim(),
    `connect-src 'self' ${pictures}`.trim(),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
});
