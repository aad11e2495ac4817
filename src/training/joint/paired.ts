import { mean, spearman } from '../../shared/statistics/statistics.ts';
import type { Run } from '../runs.ts';

/** Two systems on the same photographs left out: SRCC of each, what the second gains, and on how many splits it wins. */
export interface Paired {
  set: string;
  task: string;
  before: number;
  after: number;
  gain: number;
  wins: number;
  splits: number;
}

/** @param labels of each photograph, by set and name, by task */
export function paired(
  before: Run,
  after: Run,
  labels: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Paired[] {
  const pairs = new Map<string, { set: string; task: string; before: number[]; after: number[] }>();
  after.splits.forEach((split, s) => {
    for (const { set, task, scores } of split.predictions) {
      const names = after.sets.find((one) => one.set === set)?.names ?? [];
      const other = before.splits[s]?.predictions.find((one) => one.set === set && one.task === task);
      if (!other) continue;
      const rows = [...scores.keys()].filter((row) => scores[row] !== null && other.scores[row] !== null);
      const truth = Float64Array.from(rows, (row) => labels.get(`${set}/${names[row]}`)?.get(task) ?? NaN);
      const pick = (list: readonly (number | null)[]) => Float64Array.from(rows, (row) => list[row] ?? NaN);
      const pair = pairs.get(`${set}/${task}`) ?? { set, task, before: [], after: [] };
      pair.before.push(spearman(pick(other.scores), truth));
      pair.after.push(spearman(pick(scores), truth));
      pairs.set(`${set}/${task}`, pair);
    }
  });
  return [...pairs.values()].map((pair) => {
    const gains = pair.after.map((value, s) => value - (pair.before[s] ?? NaN));
    return {
      set: pair.set,
      task: pair.task,
      before: mean(pair.before),
      after: mean(pair.after),
      gain: mean(gains),
      wins: gains.filter((gain) => gain > 0).length,
      splits: gains.length,
    };
  });
}

export const pairedRows = (...args: Parameters<typeof paired>): string[][] => [
  ['set', 'task', 'before', 'after', 'gain', 'wins'],
  ...paired(...args).map(({ set, task, before, after, gain, wins, splits }) => [
    set,
    task,
    before.toFixed(3),
    after.toFixed(3),
    gain.toFixed(3),
    `${wins} of ${splits}`,
  ]),
];
