import { stringify } from 'csv-stringify/sync';
import type { ModelManifest } from '../shared/manifest.ts';
import { toPanelScale } from '../shared/scale.ts';
import type { ExportRow } from '../main/catalogue/types.ts';

/** The CSV: one row a photo, its scores on the scale of the panel with two decimals, the columns those of the model. */
export function toCsv(rows: ExportRow[], { tasks }: Pick<ModelManifest, 'tasks'>): string {
  return stringify([
    ['path', ...tasks.map(({ id }) => id), 'error'],
    ...rows.map(({ path, raw, failure }) => [
      path,
      ...tasks.map(({ scale }, index) => {
        const value = failure === null ? raw?.[index] : undefined;
        return value === undefined ? '' : toPanelScale(value, scale).toFixed(2);
      }),
      failure ?? '',
    ]),
  ]);
}
