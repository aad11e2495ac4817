import { fileURLToPath } from 'node:url';

/** What training would otherwise compute again; safe to delete. */
export const cacheFolder = fileURLToPath(new URL('../../.cache/training', import.meta.url));
