import type { Photograph } from '../data/photograph.ts';
import { testedOf } from '../figures.ts';
import { labelsOf } from '../families.ts';
import { groupBootstrap, mean, pick, spearman } from '../../shared/statistics/statistics.ts';
import type { Run } from '../runs.ts';

export interface Subgroup {
  set: string;
  /** A category or a collection; '' for the mean over those of the set. */
  part: string;
  photos: number;
  srcc: number;
  low: number;
  high: number;
}

export interface Pairs {
  set: string;
  pairs: number;
  /** Of pairs within a theme whose labels differ, the share that the score orders as people do. */
  right: number;
  low: number;
  high: number;
}

const draws = 1000;
/** With fewer photographs a rank correlation says nothing. */
const fewest = 20;

/** The overall score within each category or collection, out of fold. */
export function subgroupsOf(run: Pick<Run, 'splits'>, photographs: readonly Photograph[]): Subgroup[] {
  const tested = testedOf(run, photographs, 'overall');
  if (!tested) return [];
  const labels = labelsOf(tested.photographs, 'overall');
  const rowsOf = Map.groupBy(tested.photographs.keys(), (row) => tested.photographs[row]?.part ?? '');
  return [...rowsOf]
    .filter(([, rows]) => rows.length >= fewest)
    .map(([part, rows]) => {
      const scores = tested.scores.map((one) => pick(one, rows));
      const truth = pick(labels, rows);
      const figure = (some: readonly number[]) =>
        mean(scores.map((one) => spearman(pick(one, some), pick(truth, some))));
      const groups = rows.map((row) => tested.photographs[row]?.group ?? '');
      return {
        set: photographs[0]?.set ?? '',
        part,
        photos: rows.length,
        srcc: figure([...rows.keys()]),
        ...groupBootstrap(groups, figure, draws, 1),
      };
    });
}

/** How often the score orders two photographs of one theme as people do: what choosing among like pictures needs. */
export function pairsWithinThemes(
  run: Pick<Run, 'splits'>,
  photographs: readonly Photograph[],
): Pairs | undefined {
  const tested = testedOf(run, photographs, 'overall');
  if (!tested) return undefined;
  const labels = labelsOf(tested.photographs, 'overall');
  const themes = Map.groupBy(tested.photographs.keys(), (row) => tested.photographs[row]?.group ?? '');
  const counts = [...themes.values()].map((rows) => {
    let [pairs, right] = [0, 0];
    rows.forEach((a, i) => {
      for (const b of rows.slice(i + 1)) {
        const people = (labels[a] ?? NaN) - (labels[b] ?? NaN);
        if (people === 0) continue;
        pairs++;
        right += mean(
          tested.scores.map((scores) => agreement(people, (scores[a] ?? NaN) - (scores[b] ?? NaN))),
        );
      }
    });
    return { pairs, right };
  });
  const share = (some: readonly number[]) =>
    some.reduce((sum, theme) => sum + (counts[theme]?.right ?? 0), 0) /
    some.reduce((sum, theme) => sum + (counts[theme]?.pairs ?? 0), 0);
  const all = [...counts.keys()];
  return {
    set: photographs[0]?.set ?? '',
    pairs: counts.reduce((sum, { pairs }) => sum + pairs, 0),
    right: share(all),
    ...groupBootstrap(all.map(String), share, draws, 1),
  };
}

const agreement = (people: number, network: number): number =>
  network === 0 ? 0.5 : Math.sign(people) === Math.sign(network) ? 1 : 0;
