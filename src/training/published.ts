import type { Photograph, SetName, Split } from './data/photograph.ts';
import { labelsOf, profiles, strengths } from './families.ts';
import type { FeatureReader, Features } from './features.ts';
import { figuresOf } from './figures.ts';
import { assembleHeads, embeddingProjection, type LinearHead, predict } from './fit/heads.ts';
import { ridgeHeads } from './fit/ridge-heads.ts';
import type { Choice } from './fit/select.ts';
import { deviation, mean, pick, spearman } from '../shared/statistics/statistics.ts';
import { columnMeans, type Standard, standardise, standardOf } from './fit/taps.ts';
import { type Run } from './runs.ts';
import { dataSets, type Task, tasksOf } from './tasks.ts';
import { explained, type Trained } from './train.ts';
import { type Tap, tapsOf, type Trunk, trunkName } from './trunk/trunk.ts';

/** Photographs of sets with splits of their own, one set after the other. */
export interface SplitExamples {
  sets: readonly SetName[];
  photographs: readonly Photograph[];
  taps: readonly Tap[];
  /** Pooled taps, [photographs, channels]. */
  features: Features;
  standard: Standard;
  standardised: Features;
}

/** @param sets as `readPublished` gives them */
export async function splitExamples(
  sets: readonly (readonly Photograph[])[],
  reader: FeatureReader,
  taps: readonly Tap[],
): Promise<SplitExamples> {
  const width = taps.reduce((sum, { channels }) => sum + channels, 0);
  const photographs = sets.flat();
  const features = new Float32Array(photographs.length * width);
  let offset = 0;
  for (const set of sets) {
    features.set(await reader.read(set), offset);
    offset += set.length * width;
  }
  const standard = standardOf(taken(features, width, rowsOf({ photographs }, 'train')), taps);
  return {
    sets: sets.flatMap(([first]) => (first ? [first.set] : [])),
    photographs,
    taps,
    features,
    standard,
    standardised: standardise(features, standard),
  };
}

/** Where the photographs of a part of the split stand, of one set or of all. */
export const rowsOf = (
  { photographs }: Pick<SplitExamples, 'photographs'>,
  split: Split,
  set?: SetName,
): number[] =>
  [...photographs.keys()].filter(
    (row) => photographs[row]?.split === split && (set === undefined || photographs[row].set === set),
  );

function taken(features: Features, width: number, rows: readonly number[]): Features {
  const some = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    some.set(features.subarray(row * width, (row + 1) * width), i * width);
  });
  return some;
}

interface FittedTask {
  task: Task;
  head: LinearHead;
  choice: Choice;
}

/**
 * A head per task, fitted on the training photographs of the given sets that have a label for it. How much later taps
 * count for, and the strength of the ridge, are what does best on the validation photographs.
 */
export function fitSplits(
  examples: SplitExamples,
  sets: readonly SetName[],
  progress: (line: string) => void,
): FittedTask[] {
  const bySets = Map.groupBy(tasksOf(sets), ({ id }) => setsWith(sets, id).join());
  const fitted = [...bySets.values()].flatMap((tasks) => {
    const own = setsWith(sets, tasks[0]?.id ?? '');
    const targets = tasks.map(({ id }) => targetOf(examples, id));
    const best = tasks.map((): { quality: number; fitted: Omit<FittedTask, 'task'> | undefined } => ({
      quality: -Infinity,
      fitted: undefined,
    }));
    const fitting = {
      standardised: examples.standardised,
      taps: examples.taps,
      sets: examples.photographs.map(({ set }) => set),
      rows: own.flatMap((set) => rowsOf(examples, 'train', set)),
    };
    for (const profile of profiles) {
      progress(`fitting ${tasks.map(({ id }) => id).join(', ')}: taps ${profile}`);
      ridgeHeads(fitting, targets, profile, strengths, examples.standard).forEach((heads, s) => {
        heads.forEach((head, t) => {
          const scores = predict(head, examples.features);
          const quality = mean(
            own.map((set) => {
              const rows = rowsOf(examples, 'validation', set);
              return spearman(pick(scores, rows), pick(targets[t] ?? [], rows));
            }),
          );
          if (quality <= (best[t]?.quality ?? NaN)) return;
          const choice = { profile, strength: strengths[s] ?? NaN, weights: {}, borrowed: 0 };
          best[t] = { quality, fitted: { head, choice } };
        });
      });
    }
    return tasks.flatMap((task, t) => {
      const one = best[t]?.fitted;
      return one ? [{ task, ...one }] : [];
    });
  });
  return tasksOf(sets).flatMap(({ id }) => fitted.find(({ task }) => task.id === id) ?? []);
}

const setsWith = (sets: readonly SetName[], task: string): SetName[] =>
  sets.filter((set) => dataSets[set].tasks.some(({ id }) => id === task));

/** Labels of a task in deviations from the training photographs' mean of each set; NaN where there is none. */
function targetOf(examples: SplitExamples, task: string): Float64Array {
  const target = labelsOf(examples.photographs, task);
  for (const set of setsWith(examples.sets, task)) {
    const training = pick(target, rowsOf(examples, 'train', set));
    const [centre, spread] = [mean(training), deviation(training)];
    examples.photographs.forEach((photograph, row) => {
      // Labels that are all the same say nothing, whatever they are divided by.
      if (photograph.set === set) target[row] = ((target[row] as number) - centre) / (spread || 1);
    });
  }
  return target;
}

/** As `train`, on sets with splits of their own: measured on their test photographs, which nothing was chosen by. */
export async function trainPublished(
  sets: readonly (readonly Photograph[])[],
  trunk: Trunk,
  reader: FeatureReader,
  progress: (line: string) => void,
): Promise<Trained> {
  const examples = await splitExamples(sets, reader, tapsOf(trunk));
  const width = examples.standard.means.length;
  const fitted = fitSplits(examples, examples.sets, progress);
  const scores = fitted.map(({ head }) => predict(head, examples.features));
  const outOfFold = testScores(examples, fitted, scores);
  const figures = figuresOf(outOfFold, sets);
  const first = examples.sets[0] ?? 'aadb';
  const scaleRows = rowsOf(examples, 'test', first);
  const tasks = fitted.map(({ task }, t) => {
    const shown = pick(scores[t] ?? [], scaleRows);
    return {
      ...task,
      figures: figures.get(task.id) ?? [],
      // A head that gives every photograph the same is shown as the middle.
      scale: { mean: mean(shown), deviation: deviation(shown) || 1 },
    };
  });
  const trainingOf = (set: SetName) => taken(examples.features, width, rowsOf(examples, 'train', set));
  return {
    trunk: trunkName(trunk),
    heads: assembleHeads(
      fitted.map(({ head }) => head),
      columnMeans(trainingOf(first), width),
      embeddingProjection(examples.sets.map(trainingOf), examples.standard, examples.taps),
      examples.taps,
    ),
    tasks,
    contributions: explained(
      tasks,
      examples.sets.map((set) => {
        const rows = rowsOf(examples, 'test', set);
        return {
          set,
          examples: { photographs: rows.map((row) => examples.photographs[row] as Photograph) },
          scores: scores.map((one) => pick(one, rows)),
        };
      }),
    ),
    baselines: [],
    selections: fitted.map(({ task, choice }) => ({
      family: task.id,
      taken: [{ choice, times: 1 }],
      shipped: [choice],
    })),
    outOfFold,
    trainedOn: examples.sets.map((set) => ({ set, photos: rowsOf(examples, 'train', set).length })),
    scaleOf: { set: first, photos: scaleRows.length },
  };
}

/** Scores of the test photographs, as those of a run with one split; null for all others. */
function testScores(
  { sets, photographs }: SplitExamples,
  fitted: readonly FittedTask[],
  scores: readonly Float64Array[],
): Pick<Run, 'sets' | 'splits'> {
  const rows = (set: SetName) => [...photographs.keys()].filter((row) => photographs[row]?.set === set);
  return {
    sets: sets.map((set) => ({ set, names: rows(set).map((row) => photographs[row]?.name ?? '') })),
    splits: [
      {
        seed: 0,
        predictions: sets.flatMap((set) =>
          fitted.map(({ task }, t) => ({
            set,
            task: task.id,
            scores: rows(set).map((row) =>
              photographs[row]?.split === 'test' ? (scores[t]?.[row] ?? null) : null,
            ),
          })),
        ),
      },
    ],
  };
}
