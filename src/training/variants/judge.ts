import { aadbColumns } from '../data/photograph.ts';
import {
  aadbExamples,
  attributeFamily,
  type Examples,
  labelsOf,
  overallFamily,
  singleFamily,
} from '../families.ts';
import { type Choice, type Family, type Selection, select, setIntercept } from '../fit/select.ts';
import { deviation, mean, spearman } from '../../shared/statistics/statistics.ts';
import { between, type Kernel } from './kernels.ts';
import { passes, type VariantFigure } from './results.ts';

/** The sets, with groups united, in the order of a kernel's rows. */
export interface Sets {
  oasis: Examples;
  sophoappeal: Examples;
  avt: Examples;
}

/** What a variant changes. */
export interface Change {
  kernel: Kernel;
  /** Weights of sophoappeal beside OASIS to choose from. */
  weights?: readonly number[];
  /** Shares of the differences within a group to choose from. */
  pairs?: readonly number[];
  /** Leave the attributes and simplicity out where nothing that they are fitted on changes. */
  overallOnly?: boolean;
}

/** SRCC per split of a task on a set. */
export type Judged = Pick<VariantFigure, 'task' | 'set' | 'splits'>[];

const strengths = [0.8, 1.6];
const defaultWeights = [0.3, 0.6];
/** Said in the results. */
export const choicesTried = `taps equal, later or latest; strength ${strengths.join(' or ')}; sophoappeal at ${defaultWeights.join(' or ')}; attributes borrow at 0 or 0.2`;

/** Judges a variant as stage one is judged: ten splits by group, every choice made inside the training folds. */
export function judge(sets: Sets, change: Change, progress: (line: string) => void): Judged {
  const { kernel, weights = defaultWeights, pairs, overallOnly = false } = change;
  const count = { oasis: sets.oasis.photographs.length, sophoappeal: sets.sophoappeal.photographs.length };
  const rows = {
    oasis: range(0, count.oasis),
    sophoappeal: range(count.oasis, count.sophoappeal),
    avt: range(count.oasis + count.sophoappeal, sets.avt.photographs.length),
  };
  const fitted = (family: Family, own: readonly number[]): Family => ({
    ...family,
    choices: trimmed(family.choices, weights, pairs),
    kernel: (profile) => between(kernel(profile), own),
  });
  const both = [...rows.oasis, ...rows.sophoappeal];
  const overallJoint = fitted(overallFamily(sets.oasis, sets.sophoappeal), both);
  const overall = select(overallJoint, progress).outOfFold;
  const figures = [
    judged(
      'overall',
      'oasis',
      sets.oasis,
      overall.map(([scores]) => scores?.subarray(0, count.oasis)),
    ),
    judged(
      'overall',
      'sophoappeal',
      sets.sophoappeal,
      overall.map(([scores]) => scores?.subarray(count.oasis)),
    ),
  ];
  if (overallOnly) return figures;

  const simplicityFamily = fitted(singleFamily(sets.avt, 'simplicity'), rows.avt);
  const simplicity = select(simplicityFamily, progress);
  figures.push(
    judged(
      'simplicity',
      'avt',
      sets.avt,
      simplicity.outOfFold.map(([scores]) => scores),
    ),
  );

  const aloneFamily = fitted(singleFamily(sets.oasis, 'overall'), rows.oasis);
  const alone = select(aloneFamily, progress);
  const aadb = aadbExamples(sets.sophoappeal);
  const crops = aadb.rows.map((row) => count.oasis + row);
  const borrowed = [
    lent(kernel, alone, aloneFamily, rows.oasis, crops, rows.oasis),
    lent(kernel, simplicity, simplicityFamily, rows.avt, crops, rows.oasis),
  ];
  const attributes = select(fitted(attributeFamily(aadb, borrowed), crops), progress).outOfFold;
  Object.keys(aadbColumns).forEach((task, t) => {
    figures.push(
      judged(
        task,
        'aadb',
        aadb,
        attributes.map((targets) => targets[t]),
      ),
    );
  });
  return figures;
}

/** Figures with what they gain over others on the same splits. */
export const compared = (figures: Judged, against: Judged): VariantFigure[] =>
  figures.map(({ task, set, splits }) => {
    const other = against.find((one) => one.task === task && one.set === set)?.splits ?? [];
    const gains = splits.map((srcc, split) => srcc - (other[split] ?? NaN));
    const wins = gains.filter((gain) => gain > 0).length;
    const gain = mean(gains);
    return { task, set, splits, srcc: mean(splits), gain, wins, passes: passes(gain, wins) };
  });

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);

const trimmed = (
  choices: readonly Choice[],
  weights: readonly number[],
  pairs: readonly number[] | undefined,
): Choice[] => {
  const kept = choices.filter(({ strength }) => strengths.includes(strength));
  const first = kept.filter(({ weights: one }) => one['sophoappeal'] === kept[0]?.weights['sophoappeal']);
  const weighted =
    kept[0]?.weights['sophoappeal'] === undefined
      ? kept
      : first.flatMap((choice) => weights.map((weight) => ({ ...choice, weights: { sophoappeal: weight } })));
  return pairs ? weighted.flatMap((choice) => pairs.map((share) => ({ ...choice, pairs: share }))) : weighted;
};

const judged = (
  task: string,
  set: string,
  { photographs }: Pick<Examples, 'photographs'>,
  scores: readonly (Float64Array | undefined)[],
): Judged[number] => {
  const labels = labelsOf(photographs, task);
  return { task, set, splits: scores.map((one) => spearman(one ?? [], labels)) };
};

/** A shipped fit's scores of other rows, of zero mean and unit deviation on the rows of `standard`. */
function lent(
  kernel: Kernel,
  { shipped }: Selection,
  family: Family,
  own: readonly number[],
  rows: readonly number[],
  standard: readonly number[],
): Float64Array {
  const scoresOf = (some: readonly number[]): Float64Array => {
    const scores = new Float64Array(some.length);
    for (const { choice, coefficients } of shipped) {
      const dual = coefficients[0] ?? new Float64Array();
      const block = between(kernel(choice.profile), some, own);
      const intercept = setIntercept(family, dual, family.sets[0] ?? '');
      scores.forEach((score, i) => {
        let sum = score + intercept;
        dual.forEach((value, j) => (sum += value * (block[i * own.length + j] as number)));
        scores[i] = sum;
      });
    }
    return scores;
  };
  const reference = scoresOf(standard);
  const [centre, spread] = [mean(reference), deviation(reference)];
  return scoresOf(rows).map((score) => (score - centre) / spread);
}
