/** The addresses of the desktop application. Nothing here needs Electron, so that its tests do not either. */

export const pageScheme = 'app';
const pageHost = 'proofsheet';
export const pageOrigin = `${pageScheme}://${pageHost}`;
export const pageAddress = `${pageOrigin}/index.html`;

export const photoScheme = 'photo';
const photoHost = 'library';

/** The path of an address inside a scheme of ours, without its first slash; null where scheme or host is another. */
function pathIn(address: string, scheme: string, host: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const ours =
    url.protocol === `${scheme}:` && url.host === host && url.username === '' && url.password === '';
  return ours ? url.pathname.slice(1) : null;
}

/** The renderer's file that an `app://` address names; null for any other address. */
export const pageFileOf = (address: string): string | null => pathIn(address, pageScheme, pageHost);

/** The picture path that a `photo://` address names, see `picturePath`; null for any other address. */
export const picturePathOf = (address: string): string | null => pathIn(address, photoScheme, photoHost);

/** Whether a frame shows the application's own page; only that one may use IPC. */
export const isOwnPage = (address: string): boolean => {
  const file = pageFileOf(address);
  return file === '' || file === 'index.html';
};
