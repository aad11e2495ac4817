import { type Figure, measure, measureBeyond, measurePresence } from './evaluate.ts';
import { labelsOf } from './families.ts';
import { mean, pick } from '../shared/statistics/statistics.ts';
import type { Photograph } from './data/photograph.ts';
import type { Run } from './runs.ts';
import { dataSets } from './tasks.ts';

/** Scores of a task on the photographs of a set that have a label for it and stood in test folds. */
export interface TestedScores {
  task: string;
  photographs: readonly Photograph[];
  /** Where they stand among the set's photographs. */
  rows: readonly number[];
  /** Per split [photographs] */
  scores: readonly Float64Array[];
}

/**
 * The agreement of a system's out-of-fold scores with people.
 *
 * @param sets photographs of each set, in the order of the run
 * @returns by task, a figure for each set; the first is what the task's class follows
 */
export function figuresOf(
  run: Pick<Run, 'splits'>,
  sets: readonly (readonly Photograph[])[],
): Map<string, Figure[]> {
  const figures = sets.flatMap((photographs) => {
    const { set } = photographs[0] ?? {};
    if (!set) return [];
    return dataSets[set].tasks.flatMap((task) => {
      const tested = testedOf(run, photographs, task.id);
      return tested ? [{ task: task.id, figure: figureOf(run, photographs, tested, task.kind) }] : [];
    });
  });
  return new Map(
    [...Map.groupBy(figures, ({ task }) => task)].map(([task, ones]) => [
      task,
      ones.map(({ figure }) => figure),
    ]),
  );
}

/** Undefined where the system did not score this task on this set. */
export function testedOf(
  { splits }: Pick<Run, 'splits'>,
  photographs: readonly Photograph[],
  task: string,
): TestedScores | undefined {
  const set = photographs[0]?.set;
  const bySplit = splits.flatMap(({ predictions }) =>
    predictions.filter((one) => one.set === set && one.task === task),
  );
  const rows = [...photographs.keys()].filter(
    (row) => photographs[row]?.labels.has(task) && bySplit.every(({ scores }) => scores[row] !== null),
  );
  if (bySplit.length === 0 || rows.length === 0) return undefined;
  return {
    task,
    rows,
    photographs: rows.map((row) => photographs[row] as Photograph),
    scores: bySplit.map(({ scores }) => Float64Array.from(rows, (row) => scores[row] ?? NaN)),
  };
}

function figureOf(
  run: Pick<Run, 'splits'>,
  all: readonly Photograph[],
  { task, photographs, rows, scores }: TestedScores,
  kind: 'overall' | 'attribute',
): Figure {
  const labels = labelsOf(photographs, task);
  const set = photographs[0]?.set;
  const measured = measure(photographs, labels, scores);
  // The raters' spread is known of the label that the set is about.
  const about = set && dataSets[set].tasks[0]?.id === task;
  const figure = { ...measured, ceiling: about ? measured.ceiling : undefined };
  if (kind === 'overall') return figure;
  // What the judges of the attributes thought of the photograph as a whole is the purer measure of what they share;
  // the network's overall score, a guess at it, would leave some of it to be found again under another name.
  const judges = Float64Array.from(photographs, ({ judgesOverall }) => judgesOverall ?? NaN);
  const network = networkOverall(run, all, rows);
  const controls = [
    ...(judges.every(Number.isFinite) ? [{ given: 'people' as const, overall: judges }] : []),
    ...(network ? [{ given: 'network' as const, overall: network }] : []),
  ];
  return {
    ...figure,
    // Of crops out of AADB.
    ...(figure.set === 'sophoappeal' ? { set: 'aadb' } : {}),
    beyond: controls.map((control) => measureBeyond(photographs, labels, scores, control)),
    presence: measurePresence(photographs, labels, scores),
  };
}

/** The mean over the splits of the overall scores that a system gave these photographs. */
function networkOverall(
  { splits }: Pick<Run, 'splits'>,
  all: readonly Photograph[],
  rows: readonly number[],
): Float64Array | undefined {
  const set = all[0]?.set;
  const lists = splits.flatMap(({ predictions }) =>
    predictions.filter((one) => one.set === set && one.task === 'overall').map(({ scores }) => scores),
  );
  if (lists.length === 0 || lists.some((scores) => rows.some((row) => scores[row] === null)))
    return undefined;
  return pick(meanOver(lists.map((scores) => Float64Array.from(scores, (score) => score ?? NaN))), rows);
}

/** The mean of several lists, number by number. */
export const meanOver = (lists: readonly Float64Array[]): Float64Array =>
  Float64Array.from(lists[0] ?? [], (_, row) => mean(lists.map((list) => list[row] as number)));
