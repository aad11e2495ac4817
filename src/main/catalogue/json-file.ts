import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { writeWhole } from '../disk/write-whole.ts';

/** What a file of JSON holds; null where there is none, `damaged` where it cannot be read as what it should be. */
export async function readJson<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema> | null | 'damaged'> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    return 'damaged';
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return 'damaged';
  }
}

/** Writes it so that a crash leaves the old file or the new one, never half of it. */
export const writeJson = (file: string, value: unknown): Promise<void> =>
  writeWhole(file, `${JSON.stringify(value, null, 2)}\n`);
