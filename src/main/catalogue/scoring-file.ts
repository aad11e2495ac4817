import { join } from 'node:path';
import { z } from 'zod';
import { engineIds } from '../../shared/engines.ts';
import { readJson, writeJson } from './json-file.ts';

const time = z.object({
  engine: z.enum(engineIds),
  milliseconds: z.number().nullable(),
  same: z.boolean(),
  why: z.string().nullable(),
});

const schema = z.object({
  /** Folder of the model that scores; null for the one that comes with the application. */
  model: z.string().nullable().default(null),
  /** How fast each engine runs a model, and of which version. */
  times: z
    .object({ version: z.string(), engines: z.array(time) })
    .nullable()
    .default(null),
});

type Kept = z.output<typeof schema>;

/** What scores, in a file beside the catalogue, apart from the settings: the window never sees a path. */
export class ScoringFile {
  readonly #file: string;
  #kept: Kept;

  private constructor(file: string, kept: Kept) {
    this.#file = file;
    this.#kept = kept;
  }

  /** @param folder of the catalogue. A damaged file counts as none: what is in it is soon made again. */
  static async open(folder: string): Promise<ScoringFile> {
    const file = join(folder, 'scoring.json');
    const read = await readJson(file, schema);
    return new ScoringFile(file, read === null || read === 'damaged' ? schema.parse({}) : read);
  }

  get current(): Kept {
    return this.#kept;
  }

  async change(change: Partial<Kept>): Promise<void> {
    this.#kept = { ...this.#kept, ...change };
    await writeJson(this.#file, this.#kept);
  }
}
