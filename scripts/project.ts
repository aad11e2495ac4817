import { join } from 'node:path';

/** Where things are in the project. */
export const projectRoot = join(import.meta.dirname, '..');
export const outFolder = join(projectRoot, 'out');
/** What can be made again, and is not worth telling git about. */
export const cacheFolder = join(projectRoot, 'node_modules', '.cache', 'proofsheet');

/** Where the person stood: npm runs every script in the project's own folder. */
export const callerFolder = process.env['INIT_CWD'] ?? process.cwd();
