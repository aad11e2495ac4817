import type { Photograph } from '../data/photograph.ts';
import { compare } from '../evaluation/compare.ts';
import type { Run } from '../runs.ts';
import { dataSets } from '../tasks.ts';
import type { StageTwoResults } from './results.ts';

/** Titles by what is compared: the run before, the run after, and the task where only one is learned by both. */
const pairs = [
  {
    title: 'Second stage against the heads it starts from',
    before: 'stage-two/start',
    after: 'stage-two/tuned',
  },
  {
    title: 'All tasks together against the overall score alone',
    before: 'single-task/overall/tuned',
    after: 'stage-two/tuned',
    only: 'overall',
  },
  {
    title: 'All tasks together against simplicity alone',
    before: 'single-task/simplicity/tuned',
    after: 'stage-two/tuned',
    only: 'simplicity',
  },
] as const;

/**
 * The comparisons that the evaluation shows.
 *
 * @param runs by the name of their system
 */
export function comparisonsOf(
  runs: ReadonlyMap<string, Run>,
  sets: readonly (readonly Photograph[])[],
): StageTwoResults['comparisons'] {
  return pairs.flatMap(({ title, before, after, ...rest }) => {
    const [first, second] = [runs.get(before), runs.get(after)];
    if (!first || !second) return [];
    const only = 'only' in rest ? rest.only : undefined;
    const rows = sets.flatMap((photographs) =>
      dataSets[photographs[0]?.set ?? 'oasis'].tasks
        .filter(({ id }) => only === undefined || id === only)
        .flatMap(({ id }) => compare(first, second, photographs, id) ?? []),
    );
    return [{ title, rows }];
  });
}
