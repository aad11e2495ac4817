/** Formats of pictures that were developed already; all others are a sensor's, and shown by the camera's own JPEG. */
const developed = new Set(['jpeg', 'png', 'webp', 'tiff', 'avif', 'heic', 'jxl']);

export const isRawFormat = (format: string | null): boolean => format !== null && !developed.has(format);
