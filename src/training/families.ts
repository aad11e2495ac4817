import { aadbColumns, type Photograph } from './data/photograph.ts';
import type { Features } from './features.ts';
import { type Choice, type Family, pairs } from './fit/select.ts';
import { deviation, mean, spearman } from '../shared/statistics/statistics.ts';
import { type TapProfile } from './fit/taps.ts';
import { type Tap } from './trunk/trunk.ts';

/** Photographs with what the trunk sees in them. */
export interface Examples {
  photographs: readonly Photograph[];
  /** Pooled taps, [photographs, channels]. */
  features: Features;
  /** The same, standardised. */
  standardised: Features;
  taps: readonly Tap[];
}

export const profiles: readonly TapProfile[] = ['equal', 'later', 'latest'];

export const strengths = [0.4, 0.8, 1.6, 3.2];

const choicesOf = (weights: readonly Choice['weights'][], borrowed: readonly number[]): Choice[] =>
  profiles.flatMap((profile) =>
    borrowed.flatMap((share) =>
      strengths.flatMap((strength) =>
        weights.map((one) => ({ profile, strength, weights: one, borrowed: share })),
      ),
    ),
  );

/** Labels of a task, [photographs]. */
export const labelsOf = (photographs: readonly Photograph[], task: string): Float64Array =>
  Float64Array.from(photographs, ({ labels }) => labels.get(task) ?? NaN);

function standardScores(values: Float64Array): Float64Array {
  const centre = mean(values);
  const spread = deviation(values);
  return values.map((value) => (value - centre) / spread);
}

const concatenated = (a: Float32Array, b: Float32Array): Float32Array => {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

const described = ({ photographs, standardised, taps }: Omit<Examples, 'features'>) => ({
  features: standardised,
  taps,
  sets: photographs.map(({ set }) => set),
  groups: photographs.map(({ set, group }) => `${set}/${group}`),
});

/**
 * Overall: OASIS' beauty and sophoappeal's appeal, each in standard deviations of its own, in one fit. How much a
 * crop of sophoappeal counts beside a photograph of OASIS is chosen with the rest. OASIS counts twice in that choice:
 * its photographs are whole, and its raters more.
 */
export function overallFamily(oasis: Examples, sophoappeal: Examples): Family {
  const targets = [oasis, sophoappeal].map(({ photographs }) =>
    standardScores(labelsOf(photographs, 'overall')),
  );
  const target = Float64Array.from(targets.flatMap((one) => [...one]));
  const both = {
    photographs: [...oasis.photographs, ...sophoappeal.photographs],
    standardised: concatenated(oasis.standardised, sophoappeal.standardised),
    taps: oasis.taps,
  };
  const weights = [0.3, 0.6, 1].map((sophoappealWeight) => ({ sophoappeal: sophoappealWeight }));
  return {
    name: 'overall',
    ...described(both),
    targets: [target],
    borrowed: [],
    choices: choicesOf(weights, [0]),
    quality: ([predictions], rows) => {
      const inside = (first: boolean) => rows.filter((row) => row < oasis.photographs.length === first);
      const srcc = (some: number[]) => spearman(...pairs(predictions as Float64Array, target, some));
      return (2 * srcc(inside(true)) + srcc(inside(false))) / 3;
    },
  };
}

/** One task on one set. */
export function singleFamily(examples: Examples, task: string): Family {
  const target = standardScores(labelsOf(examples.photographs, task));
  return {
    name: `${task} on ${examples.photographs[0]?.set ?? 'nothing'}`,
    ...described(examples),
    targets: [target],
    borrowed: [],
    choices: choicesOf([{}], [0]),
    quality: ([predictions], rows) => spearman(...pairs(predictions as Float64Array, target, rows)),
  };
}

/** The crops out of AADB, and where each stands among those given. */
export function aadbExamples({
  photographs,
  features,
  standardised,
  taps,
}: Examples): Examples & { rows: readonly number[] } {
  const rows = [...photographs.keys()].filter((row) => photographs[row]?.labels.has('content'));
  const own = (all: Features): Features => {
    const width = all.length / photographs.length;
    const some = new Float32Array(rows.length * width);
    rows.forEach((row, i) => {
      some.set(all.subarray(row * width, (row + 1) * width), i * width);
    });
    return some;
  };
  return {
    rows,
    photographs: rows.map((row) => {
      // Without the error: it is that of the appeal, not of the attributes.
      const { set, name, file, group, labels, judgesOverall = NaN } = photographs[row] as Photograph;
      return { set, name, file, group, labels, judgesOverall };
    }),
    features: own(features),
    standardised: own(standardised),
    taps,
  };
}

/**
 * The eleven attributes share one choice: so few photographs cannot tell eleven choices apart.
 *
 * @param borrowed scores of heads that saw none of these photographs, each [photographs], of about unit deviation
 */
export function attributeFamily(examples: Examples, borrowed: readonly Float64Array[]): Family {
  const targets = Object.keys(aadbColumns).map((task) =>
    standardScores(labelsOf(examples.photographs, task)),
  );
  return {
    name: 'attributes',
    ...described(examples),
    targets,
    borrowed,
    choices: choicesOf([{}], [0, 0.2]),
    quality: (predictions, rows) =>
      mean(targets.map((target, t) => spearman(...pairs(predictions[t] as Float64Array, target, rows)))),
  };
}
