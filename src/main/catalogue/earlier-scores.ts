import { manifestSchema, type ModelManifest, type ModelTask } from '../../shared/manifest.ts';
import type { Statements } from './statements.ts';

/** The raw scores that the tasks of one model have under the same ids in another one's. */
type Translation = (raw: Float32Array) => Float32Array;

interface EarlierModel {
  name: string;
  translate: Translation | null;
}

/**
 * What other models said of a photo, in the terms of the one in use, so that a photo keeps its score until it has its
 * new one. A score of 80 on its own model's scale stays 80; tasks that only one of the two knows have none.
 */
export class EarlierScores {
  readonly #db: Statements;
  readonly #tasks: readonly ModelTask[];
  readonly #models = new Map<number, EarlierModel>();

  constructor(db: Statements, tasks: readonly ModelTask[]) {
    this.#db = db;
    this.#tasks = tasks;
  }

  /** @returns NaN for each task that the model does not know; null where it knows none */
  translate(model: number, raw: Float32Array): Float32Array | null {
    return this.#model(model).translate?.(raw) ?? null;
  }

  nameOf(model: number): string {
    return this.#model(model).name;
  }

  #model(id: number): EarlierModel {
    let model = this.#models.get(id);
    if (!model) {
      model = this.#read(id);
      this.#models.set(id, model);
    }
    return model;
  }

  #read(id: number): EarlierModel {
    const row = this.#db
      .prepare<[number], { manifest: string }>('SELECT manifest FROM model WHERE id = ?')
      .get(id);
    const parsed = manifestSchema.safeParse(JSON.parse(row?.manifest ?? 'null'));
    // A manifest of a format that is no longer known says nothing of its scale.
    if (!parsed.success) return { name: '', translate: null };
    return { name: parsed.data.name, translate: translation(parsed.data, this.#tasks) };
  }
}

function translation({ tasks: from }: ModelManifest, to: readonly ModelTask[]): Translation | null {
  const steps = to.map(({ id, scale }) => {
    const index = from.findIndex((task) => task.id === id);
    const own = from[index]?.scale;
    return own && { index, own, scale };
  });
  if (steps.every((step) => step === undefined)) return null;
  return (raw) =>
    Float32Array.from(steps, (step) => {
      if (!step) return NaN;
      const deviations = ((raw[step.index] ?? NaN) - step.own.mean) / step.own.deviation;
      return step.scale.mean + deviations * step.scale.deviation;
    });
}
