import type { aadbColumns } from './data/photograph.ts';
import { type Examples, labelsOf } from './families.ts';
import { type LinearHead, predict } from './fit/heads.ts';
import { foldCount, splitCount } from './fit/select.ts';
import { groupedFolds } from '../shared/statistics/splits.ts';
import { deviation, mean, pick, spearman } from '../shared/statistics/statistics.ts';
import { type MeasureFigure, measurePasses, passes } from './variants/results.ts';

/** The one measure that the network's graph computes; by this name in the figures of all measures. */
export const colourfulnessName = 'colourfulness (Hasler and Suesstrunk 2003)';

/** What takes a learned head's place because it agreed better with people on the folds left out. */
export interface StandIn {
  task: string;
  /** SRCC on the crops, mean over the splits, of the head and of what is tried in its place. */
  head: number;
  standIn: number;
  /** Splits on which what is tried is ahead. */
  wins: number;
  serves: boolean;
}

/** A task's raw score by colourfulness: intercept + slope x colourfulness. */
export interface MeasuredHead {
  slope: number;
  intercept: number;
}

interface Measured {
  task: string;
  head: MeasuredHead;
  /** Per split [crops]: by a line fitted on the training folds. */
  outOfFold: Float64Array[];
}

/**
 * The attributes that colourfulness serves: those where the measure that the training folds choose is ahead of the head,
 * and more than the labels in random order make it, and where that measure is colourfulness.
 *
 * @param colours of the crops out of AADB, as the network sees them
 */
export function servedByColour(
  crops: Examples,
  colours: ArrayLike<number>,
  figures: readonly MeasureFigure[],
): Measured[] {
  const values = Float64Array.from(colours);
  const groups = crops.photographs.map(({ set, group }) => `${set}/${group}`);
  return figures
    .filter((figure) => measurePasses(figure) && figure.chosen === colourfulnessName)
    .map(({ task }) => {
      const labels = labelsOf(crops.photographs, task);
      const [centre, spread] = [mean(labels), deviation(labels)];
      const target = labels.map((label) => (label - centre) / spread);
      const all = [...target.keys()];
      return {
        task,
        head: line(values, target, all),
        outOfFold: Array.from({ length: splitCount }, (_, seed) => {
          const fold = groupedFolds(groups, foldCount, seed);
          const lines = Array.from({ length: foldCount }, (_, f) =>
            line(
              values,
              target,
              all.filter((row) => fold[row] !== f),
            ),
          );
          return values.map((value, row) => {
            const { slope, intercept } = lines[fold[row] ?? 0] as MeasuredHead;
            return intercept + slope * value;
          });
        }),
      };
    });
}

/** Least squares. */
function line(values: Float64Array, target: Float64Array, rows: readonly number[]): MeasuredHead {
  const [x, y] = [pick(values, rows), pick(target, rows)];
  const [middle, level] = [mean(x), mean(y)];
  let products = 0;
  x.forEach((value, i) => (products += (value - middle) * ((y[i] as number) - level)));
  const slope = products / x.length / deviation(x) ** 2;
  return { slope, intercept: level - slope * middle };
}

/**
 * Whether the thirds head of AVT, which never saw the crops' labels, agrees better with them than the head learned from
 * them does on folds left out.
 *
 * @param own out-of-fold scores of the head learned on the crops, per split
 */
export function judgeThirds(crops: Examples, head: LinearHead, own: readonly Float64Array[]): StandIn {
  const task = 'rule_of_thirds' satisfies keyof typeof aadbColumns;
  const labels = labelsOf(crops.photographs, task);
  const standIn = spearman(predict(head, crops.features), labels);
  const heads = own.map((scores) => spearman(scores, labels));
  const wins = heads.filter((srcc) => standIn > srcc).length;
  return { task, head: mean(heads), standIn, wins, serves: passes(standIn - mean(heads), wins) };
}
