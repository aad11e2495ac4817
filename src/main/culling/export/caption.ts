import type { ModelManifest } from '../../../shared/manifest.ts';
import type { PhotoRow } from '../../../shared/photo.ts';

/** The overall score as a whole number; null until there is one. */
export function overallOf(
  { scores }: Pick<PhotoRow, 'scores'>,
  tasks: ModelManifest['tasks'],
): number | null {
  const score = scores?.[tasks.findIndex(({ kind }) => kind === 'overall')] ?? null;
  return score === null ? null : Math.round(score);
}

/** "pick, 3 stars, red", of it what was decided. */
export function verdictWords({ verdict }: Pick<PhotoRow, 'verdict'>): string {
  const { pick, stars, label } = verdict;
  return [
    pick === 'none' ? '' : pick,
    stars === 0 ? '' : `${stars} ${stars === 1 ? 'star' : 'stars'}`,
    label === 'none' ? '' : label,
  ]
    .filter(Boolean)
    .join(', ');
}
