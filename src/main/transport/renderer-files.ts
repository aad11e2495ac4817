import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { PlainError } from '../../shared/result.ts';

export interface RendererFile {
  body: Buffer<ArrayBuffer>;
  type: string;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * The built renderer by relative path with forward slashes, '' being its index.html. All of it is held in memory
 * (some hundred kilobytes): a path asked for later is looked up here and never reaches the disk, and a new build in the
 * same folder does not disturb a window that is open.
 */
export async function readRenderer(folder: string): Promise<ReadonlyMap<string, RendererFile>> {
  const files = new Map<string, RendererFile>();
  await readInto(files, folder, '');
  const index = files.get('index.html');
  if (!index)
    throw new PlainError(`The window's files are missing from ${folder}. Run "npm run build" first.`);
  return files.set('', index);
}

/** Level by level: Electron's archives do not know `recursive`. */
async function readInto(files: Map<string, RendererFile>, folder: string, prefix: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const type = types[extname(entry.name)];
    if (entry.isDirectory()) await readInto(files, path, `${prefix}${entry.name}/`);
    else if (type !== undefined) files.set(prefix + entry.name, { body: await readFile(path), type });
  }
}
