import type { Photograph } from '../data/photograph.ts';
import { labelsOf } from '../families.ts';
import { groupBootstrap, mean, pick, spearman } from '../../shared/statistics/statistics.ts';
import type { Comparison } from '../joint/results.ts';
import type { Run } from '../runs.ts';

const draws = 1000;

/** @returns undefined where the two do not both score the task on the set */
export function compare(
  before: Run,
  after: Run,
  photographs: readonly Photograph[],
  task: string,
): Comparison | undefined {
  const set = photographs[0]?.set ?? '';
  const labels = labelsOf(photographs, task);
  const splits = after.splits.flatMap(({ seed, predictions }) => {
    const find = (list: typeof predictions | undefined) =>
      list?.find((one) => one.set === set && one.task === task)?.scores;
    const [first, second] = [
      find(before.splits.find((one) => one.seed === seed)?.predictions),
      find(predictions),
    ];
    if (!first || !second) return [];
    const tested = new Set(
      [...second.keys()].filter(
        (row) => first[row] !== null && second[row] !== null && photographs[row]?.labels.has(task),
      ),
    );
    const numbers = (list: readonly (number | null)[]) => Float64Array.from(list, (value) => value ?? NaN);
    return [{ first: numbers(first), second: numbers(second), tested }];
  });
  if (splits.length === 0) return undefined;
  const srcc = (scores: Float64Array, rows: readonly number[]) =>
    spearman(pick(scores, rows), pick(labels, rows));
  const per = splits.map(({ first, second, tested }) => {
    const rows = [...tested];
    return { before: srcc(first, rows), after: srcc(second, rows) };
  });
  const gain = (rows: readonly number[]) =>
    mean(
      splits.map(({ first, second, tested }) => {
        const own = rows.filter((row) => tested.has(row));
        return srcc(second, own) - srcc(first, own);
      }),
    );
  const gains = per.map((one) => one.after - one.before);
  return {
    set,
    task,
    before: mean(per.map((one) => one.before)),
    after: mean(per.map((one) => one.after)),
    gain: mean(gains),
    ...groupBootstrap(
      photographs.map(({ group }) => group),
      gain,
      draws,
      1,
    ),
    wins: gains.filter((one) => one > 0).length,
    splits: splits.length,
  };
}
