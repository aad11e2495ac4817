import { aadbColumns, type Photograph, readAvt, readNima, readOasis, readSophoappeal } from './data/sets.ts';
import { type Contributions, contributionsOf } from './contributions.ts';
import {
  type Beyond,
  type Figure,
  measure,
  measureBeyond,
  measurePresence,
  reliabilityClass,
} from './evaluate.ts';
import {
  aadbExamples,
  attributeFamily,
  type Examples,
  labelsOf,
  overallFamily,
  singleFamily,
} from './families.ts';
import { FeatureReader, type Features } from './features.ts';
import {
  addHeads,
  assembleHeads,
  embeddingProjection,
  headOf,
  type LinearHead,
  normalised,
  predict,
} from './fit/heads.ts';
import { uniteNearDuplicates } from './fit/near-duplicates.ts';
import { type Choice, type Family, type Selection, select, setIntercept } from './fit/select.ts';
import { deviation, mean, pick } from './fit/statistics.ts';
import { channelWeights, columnMeans, type Standard, standardise, standardOf } from './fit/taps.ts';
import type { Heads } from './network.ts';
import { exportTrunk } from './onnx/export.ts';
import { predictionOf, type Run } from './runs.ts';
import { tasks } from './tasks.ts';
import { type Tap, tapsOf, type Trunk, trunkName } from './trunk/trunk.ts';

/** A task, its figures (the first is what its class follows) and the scale it is shown on. */
export interface TrainedTask {
  id: string;
  figures: Figure[];
  scale: { mean: number; deviation: number };
}

export interface Trained {
  /** Name of the trunk. */
  trunk: string;
  heads: Heads;
  tasks: TrainedTask[];
  /** Undefined where no attribute is reliable. */
  contributions: Contributions | undefined;
  /** Other scorers, for comparison, on the sets of the overall score. */
  baselines: { scorer: string; figure: Figure }[];
  /** Which choices the training folds made, for the record. */
  selections: { family: string; taken: Selection['taken']; shipped: Choice[] }[];
  /** Out-of-fold scores of every task, and the photographs that they belong to. */
  outOfFold: Pick<Run, 'sets' | 'splits'>;
  counts: { oasis: number; sophoappeal: number; aadb: number; avt: number };
}

/**
 * The first stage: linear heads on the frozen trunk, measured by nested cross-validation, then fitted on everything.
 *
 * @param data folder that holds the sets
 * @throws PlainError naming the file (and line) that is wrong
 */
export async function train(data: string, trunk: Trunk, progress: (line: string) => void): Promise<Trained> {
  const taps = tapsOf(trunk);
  const reader = new FeatureReader(exportTrunk(trunk), progress);
  const [oasisPhotographs, appealPhotographs, avtPhotographs] = [
    readOasis(data),
    readSophoappeal(data),
    readAvt(data),
  ];
  const oasisFeatures = await reader.read(oasisPhotographs);
  const standard = standardOf(oasisFeatures, taps);
  const oasis = prepared(oasisPhotographs, oasisFeatures, standard, taps);
  const sophoappeal = prepared(appealPhotographs, await reader.read(appealPhotographs), standard, taps);
  const avt = prepared(avtPhotographs, await reader.read(avtPhotographs), standard, taps);
  const aadb = aadbExamples(sophoappeal);
  const fitted = (family: Family, borrowed: readonly LinearHead[] = []) =>
    fit(family, standard, borrowed, progress);

  const overall = fitted(overallFamily(oasis, sophoappeal));
  const simplicity = fitted(singleFamily(avt, 'simplicity'));
  const alone = {
    oasis: fitted(singleFamily(oasis, 'overall')),
    sophoappeal: fitted(singleFamily(sophoappeal, 'overall')),
  };
  // Of heads trained on other photographs, so that nothing of the crops' own judgements slips in.
  const borrowed = [...alone.oasis.heads, ...simplicity.heads].map((head) =>
    normalised(head, oasis.features),
  );
  const attributes = fitted(
    attributeFamily(
      aadb,
      borrowed.map((head) => predict(head, aadb.features)),
    ),
    borrowed,
  );

  const count = oasis.photographs.length;
  const onOasis = overall.selection.outOfFold.map(([scores]) => (scores as Float64Array).subarray(0, count));
  const onAppeal = overall.selection.outOfFold.map(([scores]) => (scores as Float64Array).subarray(count));
  const ofNetwork = { oasis: meanOver(onOasis), sophoappeal: meanOver(onAppeal) };
  // What the judges of the attributes thought of the photograph as a whole is the purer measure of what they share;
  // the network's overall score, a guess at it, would leave some of it to be found again under another name.
  const controls: Control[] = [
    {
      given: 'people',
      overall: Float64Array.from(aadb.photographs, ({ judgesOverall }) => judgesOverall ?? NaN),
    },
    { given: 'network', overall: pick(ofNetwork.sophoappeal, aadb.rows) },
  ];
  const figuresOf = new Map([
    [
      'overall',
      [
        measured('oasis', oasis, 'overall', onOasis),
        measured('sophoappeal', sophoappeal, 'overall', onAppeal),
      ],
    ],
    [
      'simplicity',
      [
        measuredAttribute('avt', avt, 'simplicity', firstTargets(simplicity.selection), [
          // The overall score was never fitted on these photographs.
          { given: 'network', overall: predict(overall.heads[0] as LinearHead, avt.features) },
        ]),
      ],
    ],
    ...Object.keys(aadbColumns).map((task, t): [string, Figure[]] => {
      const scores = attributes.selection.outOfFold.map((targets) => targets[t] as Float64Array);
      return [task, [measuredAttribute('aadb', aadb, task, scores, controls)]];
    }),
  ]);

  const heads = [...overall.heads, ...attributes.heads, ...simplicity.heads];
  // Of the photographs that the overall score was fitted on, only scores out of fold are as those of a new photograph.
  const outputs = [
    onOasis.flatMap((scores) => [...scores]),
    ...heads.slice(1).map((head) => predict(head, oasis.features)),
  ];
  return {
    trunk: trunkName(trunk),
    heads: assembleHeads(
      heads,
      columnMeans(oasis.features, standard.means.length),
      embeddingProjection([oasis.features, sophoappeal.features, avt.features], standard, taps),
      taps,
    ),
    tasks: tasks.map(({ id }, t) => ({
      id,
      figures: figuresOf.get(id) ?? [],
      scale: { mean: mean(outputs[t] ?? []), deviation: deviation(outputs[t] ?? []) },
    })),
    contributions: explained(
      tasks.flatMap(({ id, kind }, t) => {
        const [figure] = figuresOf.get(id) ?? [];
        const reliable = figure && kind === 'attribute' && reliabilityClass(figure) !== 'unreliable';
        return reliable ? [{ id, head: heads[t] as LinearHead }] : [];
      }),
      [
        { set: 'oasis', examples: oasis, overall: ofNetwork.oasis },
        { set: 'sophoappeal', examples: sophoappeal, overall: ofNetwork.sophoappeal },
      ],
    ),
    baselines: [
      ...nima(data, [oasis, sophoappeal]),
      baseline('trained on OASIS alone', oasis, firstTargets(alone.oasis.selection)),
      baseline(
        'trained on sophoappeal alone',
        oasis,
        alone.sophoappeal.heads.map((head) => predict(head, oasis.features)),
      ),
      baseline(
        'trained on OASIS alone',
        sophoappeal,
        alone.oasis.heads.map((head) => predict(head, sophoappeal.features)),
      ),
      baseline('trained on sophoappeal alone', sophoappeal, firstTargets(alone.sophoappeal.selection)),
    ],
    selections: [overall, attributes, simplicity].map(({ family, selection }) => ({
      family,
      taken: selection.taken,
      shipped: selection.shipped.map(({ choice }) => choice),
    })),
    outOfFold: {
      sets: [oasis, sophoappeal, avt].map(({ photographs }) => ({
        set: photographs[0]?.set ?? '',
        names: photographs.map(({ name }) => name),
      })),
      splits: onOasis.map((_, seed) => ({
        seed,
        predictions: [
          whole(oasis, 'overall', onOasis[seed]),
          whole(sophoappeal, 'overall', onAppeal[seed]),
          ...Object.keys(aadbColumns).map((task, t) =>
            predictionOf(
              'sophoappeal',
              task,
              sophoappeal.photographs.length,
              aadb.rows,
              attributes.selection.outOfFold[seed]?.[t] ?? [],
            ),
          ),
          whole(avt, 'simplicity', simplicity.selection.outOfFold[seed]?.[0]),
        ],
      })),
    },
    counts: {
      oasis: count,
      sophoappeal: sophoappeal.photographs.length,
      aadb: aadb.photographs.length,
      avt: avt.photographs.length,
    },
  };
}

/** Standardises, and unites groups that share a near-duplicate. */
export function prepared(
  photographs: readonly Photograph[],
  features: Features,
  standard: Standard,
  taps: readonly Tap[],
): Examples {
  const standardised = standardise(features, standard);
  const groups = uniteNearDuplicates(
    photographs.map(({ group }) => group),
    standardised,
    channelWeights('later', taps),
  );
  return {
    photographs: photographs.map((photograph, row) => ({
      ...photograph,
      group: groups[row] ?? photograph.group,
    })),
    features,
    standardised,
    taps,
  };
}

interface Fitted {
  family: string;
  selection: Selection;
  /** Per target, on the pooled taps as they are. */
  heads: LinearHead[];
}

/** The first of a family's sets lends its intercept: OASIS', where the scale is made. */
function fit(
  family: Family,
  standard: Standard,
  borrowed: readonly LinearHead[],
  progress: (line: string) => void,
): Fitted {
  const selection = select(family, progress);
  const count = selection.shipped.length;
  const heads = family.targets.map((_, target) =>
    addHeads(
      selection.shipped.flatMap(({ choice, coefficients }) => {
        const dual = coefficients[target] as Float64Array;
        const intercept = setIntercept(family, dual, family.sets[0] ?? '');
        const own = headOf(family.features, dual, choice.profile, standard, family.taps, intercept);
        const lent = borrowed.map((head, i) => {
          const scores = family.borrowed[i] ?? new Float64Array();
          const factor = dual.reduce((sum, value, row) => sum + value * (scores[row] as number), 0);
          return { head, factor: (factor * choice.borrowed) / count };
        });
        return [{ head: own, factor: 1 / count }, ...lent];
      }),
    ),
  );
  return { family: family.name, selection, heads };
}

const firstTargets = ({ outOfFold }: Selection): Float64Array[] =>
  outOfFold.map(([scores]) => scores as Float64Array);

const whole = ({ photographs }: Examples, task: string, scores: ArrayLike<number> = []) =>
  predictionOf(photographs[0]?.set ?? '', task, photographs.length, [...photographs.keys()], scores);

const measured = (
  set: string,
  { photographs }: Examples,
  task: string,
  scores: readonly Float64Array[],
): Figure => measure(set, photographs, labelsOf(photographs, task), scores);

interface Control {
  given: Beyond['given'];
  /** [photographs] */
  overall: Float64Array;
}

function measuredAttribute(
  set: string,
  examples: Examples,
  task: string,
  scores: readonly Float64Array[],
  controls: readonly Control[],
): Figure {
  const { photographs } = examples;
  const labels = labelsOf(photographs, task);
  return {
    ...measured(set, examples, task, scores),
    beyond: controls.map((control) => measureBeyond(photographs, labels, scores, control)),
    presence: measurePresence(photographs, labels, scores),
  };
}

/**
 * The overall score is taken out of fold: what its head remembers of the photographs it was fitted on is in no new
 * photograph.
 */
function explained(
  attributes: readonly { id: string; head: LinearHead }[],
  sets: readonly { set: string; examples: Examples; overall: Float64Array }[],
): Contributions | undefined {
  if (attributes.length === 0) return undefined;
  return contributionsOf(
    attributes.map(({ id }) => id),
    sets.map((one) => ({
      ...one,
      attributes: attributes.map(({ head }) => predict(head, one.examples.features)),
    })),
  );
}

const meanOver = (lists: readonly Float64Array[]): Float64Array =>
  Float64Array.from(lists[0] ?? [], (_, row) => mean(lists.map((list) => list[row] as number)));

const baseline = (scorer: string, examples: Examples, scores: readonly Float64Array[]) => ({
  scorer,
  figure: measured(examples.photographs[0]?.set ?? '', examples, 'overall', scores),
});

function nima(data: string, sets: readonly Examples[]): Trained['baselines'] {
  const scores = readNima(data);
  if (!scores) return [];
  return sets.map((examples) =>
    baseline('NIMA', examples, [
      Float64Array.from(examples.photographs, ({ set, name }) => scores.get(`${set}/${name}`) ?? NaN),
    ]),
  );
}
