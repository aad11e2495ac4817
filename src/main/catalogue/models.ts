import { manifestSchema, type ModelManifest } from '../../shared/manifest.ts';
import type { Disagreement, KnownModel, ModelComparison } from '../../shared/models.ts';
import { PlainError } from '../../shared/result.ts';
import { ranks, spearman } from '../../shared/statistics/statistics.ts';
import type { Statements } from './statements.ts';

/** Photos shown of a task: so many that two models place most differently. */
const shown = 24;

/** The models that have scored photos here, and how two of them differ. */
export class Models {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** Those with scores, the one in use first, then the latest. */
  known(inUse: number): KnownModel[] {
    return this.#statements
      .prepare<[], { id: number; manifest: string; photos: number }>(
        `SELECT model.id, model.manifest, count(score.photo_id) AS photos
         FROM model LEFT JOIN score ON score.model_id = model.id GROUP BY model.id ORDER BY model.added_at DESC`,
      )
      .all()
      .flatMap(({ id, manifest, photos }) => {
        const read = manifestOf(manifest);
        return read && (photos > 0 || id === inUse)
          ? [{ id, name: read.name, photos, inUse: id === inUse }]
          : [];
      })
      .sort((a, b) => Number(b.inUse) - Number(a.inUse));
  }

  /**
   * The model in use beside another, on the photos that are there and that both have scored.
   *
   * @throws PlainError where the other is not known or has no task in common with it
   */
  compare(inUse: number, other: number): ModelComparison {
    const [own, theirs] = [this.#manifest(inUse), this.#manifest(other)];
    const common = own.tasks.flatMap(({ id, label }, here) => {
      const there = theirs.tasks.findIndex((task) => task.id === id);
      return there < 0 ? [] : [{ id, label, here, there }];
    });
    if (common.length === 0)
      throw new PlainError(`${theirs.name} has no attribute in common with ${own.name}.`);
    const rows = this.#statements
      .prepare<[number, number], { photo: number; here: Buffer; there: Buffer }>(
        `SELECT here.photo_id AS photo, here.raw AS here, there.raw AS there
         FROM score AS here JOIN score AS there ON there.photo_id = here.photo_id
         WHERE here.model_id = ? AND there.model_id = ?
           AND EXISTS (SELECT 1 FROM file WHERE file.photo_id = here.photo_id AND file.gone_at IS NULL)
         ORDER BY here.photo_id`,
      )
      .all(inUse, other)
      .map(({ photo, here, there }) => ({ photo, here: floats(here), there: floats(there) }));
    return {
      photos: rows.length,
      tasks: common.map(({ id, label, here, there }) => {
        const first = rows.map((row) => row.here[here] ?? NaN);
        const second = rows.map((row) => row.there[there] ?? NaN);
        const correlation = rows.length < 2 ? NaN : spearman(first, second);
        return { id, label, correlation, apart: mostApart(rows, first, second) };
      }),
    };
  }

  #manifest(id: number): ModelManifest {
    const row = this.#statements
      .prepare<[number], { manifest: string }>('SELECT manifest FROM model WHERE id = ?')
      .get(id);
    const manifest = row && manifestOf(row.manifest);
    if (!manifest) throw new PlainError('This model is not known here: let it score first.');
    return manifest;
  }
}

function mostApart(rows: readonly { photo: number }[], here: number[], there: number[]): Disagreement[] {
  const shares = (values: number[]) => ranks(values).map((rank) => (rank - 1) / Math.max(1, rows.length - 1));
  const [first, second] = [shares(here), shares(there)];
  return rows
    .map(({ photo }, i) => ({ photo, here: first[i] ?? NaN, there: second[i] ?? NaN }))
    .filter((one) => one.here !== one.there)
    .sort((a, b) => Math.abs(b.here - b.there) - Math.abs(a.here - a.there))
    .slice(0, shown);
}

/** Undefined where it is of a format that is no longer known. */
const manifestOf = (text: string): ModelManifest | undefined =>
  manifestSchema.safeParse(JSON.parse(text)).data;

const floats = (blob: Buffer): Float32Array => new Float32Array(new Uint8Array(blob).buffer);
