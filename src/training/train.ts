import { type Contributions, contributionsOf } from './contributions.ts';
import { aadbColumns, type SetName } from './data/photograph.ts';
import { readNima } from './data/sets.ts';
import { type Figure, measure, reliabilityClass } from './evaluate.ts';
import { readExamples } from './examples.ts';
import {
  aadbExamples,
  attributeFamily,
  type Examples,
  labelsOf,
  overallFamily,
  singleFamily,
} from './families.ts';
import { FeatureReader, type Features } from './features.ts';
import { figuresOf, meanOver } from './figures.ts';
import {
  addHeads,
  assembleHeads,
  embeddingProjection,
  headOf,
  type LinearHead,
  normalised,
  predict,
} from './fit/heads.ts';
import { type Choice, type Family, type Selection, select, setIntercept } from './fit/select.ts';
import { deviation, mean, spearman } from '../shared/statistics/statistics.ts';
import { columnMeans, type Standard } from './fit/taps.ts';
import type { Heads } from './network.ts';
import { exportColourfulness, graphNames } from './onnx/export.ts';
import { predictionOf, type Run } from './runs.ts';
import { colourfulnessName, judgeThirds, servedByColour, type StandIn } from './stand-ins.ts';
import { openSets, type Task, tasksOf } from './tasks.ts';
import { tapsOf, type Trunk, trunkName } from './trunk/trunk.ts';
import { cellTrunk } from './variants/hidden.ts';
import { judgeMeasures } from './variants/measures.ts';
import type { MeasureFigure } from './variants/results.ts';

/** A task, its figures (the first is what its class follows) and the scale it is shown on. */
export interface TrainedTask extends Task {
  figures: Figure[];
  scale: { mean: number; deviation: number };
  /** What it is measured by, where that serves in place of a learned head. */
  measure?: string;
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
  /** What was tried in place of learned heads: measures, and AVT's head for the rule of thirds. */
  standIns?: { measures: MeasureFigure[]; thirds: StandIn };
  /** Which choices the training folds made, for the record. */
  selections: { family: string; taken: Selection['taken']; shipped: Choice[] }[];
  /** Scores of every task on photographs left out of the fit, and the photographs that they belong to. */
  outOfFold: Pick<Run, 'sets' | 'splits'>;
  trainedOn: { set: SetName | 'crops'; photos: number }[];
  /** The photographs that 0 to 100 is about. */
  scaleOf: { set: SetName; photos: number };
}

/**
 * The first stage: linear heads on the frozen trunk, measured by nested cross-validation, then fitted on everything.
 *
 * @param data folder that holds the sets
 * @throws PlainError naming the file (and line) that is wrong
 */
export async function train(
  data: string,
  trunk: Trunk,
  reader: FeatureReader,
  progress: (line: string) => void,
): Promise<Trained> {
  const { standard, oasis, sophoappeal, avt } = await readExamples(data, reader, tapsOf(trunk));
  const taps = tapsOf(trunk);
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
  const names = Object.keys(aadbColumns);
  const ofTarget = (t: number) => attributes.selection.outOfFold.map((targets) => targets[t] as Float64Array);

  const cells = new FeatureReader(
    cellTrunk(
      trunk,
      [oasis, sophoappeal, avt].map(({ features }) => features),
      standard,
    ),
    progress,
    { output: graphNames.cells },
  );
  const measures = await judgeMeasures(
    sophoappeal,
    await cells.read(aadb.photographs),
    names.map((task, t) => {
      const labels = labelsOf(aadb.photographs, task);
      return { task, set: 'aadb', splits: ofTarget(t).map((scores) => spearman(scores, labels)) };
    }),
    progress,
  );
  const colourReader = new FeatureReader(exportColourfulness(), progress);
  const colours = {
    oasis: await colourReader.read(oasis.photographs),
    sophoappeal: await colourReader.read(sophoappeal.photographs),
    aadb: await colourReader.read(aadb.photographs),
  };
  const measured = servedByColour(aadb, colours.aadb, measures);
  const thirdsHead = fitted(singleFamily(avt, 'rule_of_thirds')).heads[0] as LinearHead;
  const thirds = judgeThirds(aadb, thirdsHead, ofTarget(names.indexOf('rule_of_thirds')));
  const attributeHeads = attributes.heads.map((head, t) =>
    thirds.serves && names[t] === thirds.task ? thirdsHead : head,
  );
  const attributesOutOfFold = names.map((task, t) => {
    if (thirds.serves && task === thirds.task) {
      return ofTarget(t).map(() => predict(thirdsHead, aadb.features));
    }
    return measured.find((one) => one.task === task)?.outOfFold ?? ofTarget(t);
  });

  const count = oasis.photographs.length;
  const onOasis = overall.selection.outOfFold.map(([scores]) => (scores as Float64Array).subarray(0, count));
  const onAppeal = overall.selection.outOfFold.map(([scores]) => (scores as Float64Array).subarray(count));
  // The overall score was never fitted on these photographs.
  const onAvt = predict(overall.heads[0] as LinearHead, avt.features);
  const outOfFold: Trained['outOfFold'] = {
    sets: [oasis, sophoappeal, avt].map(({ photographs }) => ({
      set: photographs[0]?.set ?? '',
      names: photographs.map(({ name }) => name),
    })),
    splits: onOasis.map((_, seed) => ({
      seed,
      predictions: [
        whole(oasis, 'overall', onOasis[seed]),
        whole(sophoappeal, 'overall', onAppeal[seed]),
        whole(avt, 'overall', onAvt),
        ...names.map((task, t) =>
          predictionOf(
            'sophoappeal',
            task,
            sophoappeal.photographs.length,
            aadb.rows,
            attributesOutOfFold[t]?.[seed] ?? [],
          ),
        ),
        whole(avt, 'simplicity', simplicity.selection.outOfFold[seed]?.[0]),
      ],
    })),
  };
  const figures = figuresOf(
    outOfFold,
    [oasis, sophoappeal, avt].map(({ photographs }) => photographs),
  );

  const learned = [...overall.heads, ...attributeHeads, ...simplicity.heads];
  const declared = tasksOf(openSets);
  const colour = { mean: mean(colours.oasis), weights: new Float32Array(learned.length) };
  const heads = learned.map((head, t) => {
    const own = measured.find(({ task }) => task === declared[t]?.id)?.head;
    if (!own) return head;
    colour.weights[t] = own.slope;
    return {
      weights: new Float64Array(head.weights.length),
      intercept: own.intercept + own.slope * colour.mean,
    };
  });
  const scoresOf = (t: number, features: Features, colourfulness: Features): Float64Array => {
    const weight = colour.weights[t] ?? 0;
    return predict(heads[t] as LinearHead, features).map(
      (score, row) => score + weight * ((colourfulness[row] ?? NaN) - colour.mean),
    );
  };
  const othersOn = (features: Features, colourfulness: Features) =>
    heads.slice(1).map((_, t) => scoresOf(t + 1, features, colourfulness));
  // Of the photographs that the overall score was fitted on, only scores out of fold are as those of a new photograph.
  const outputs = [onOasis.flatMap((scores) => [...scores]), ...othersOn(oasis.features, colours.oasis)];
  const tasks = declared.map((task, t) => ({
    ...task,
    ...(colour.weights[t] !== 0 && { measure: colourfulnessName }),
    figures: figures.get(task.id) ?? [],
    scale: { mean: mean(outputs[t] ?? []), deviation: deviation(outputs[t] ?? []) },
  }));
  return {
    trunk: trunkName(trunk),
    heads: {
      ...assembleHeads(
        heads,
        columnMeans(oasis.features, standard.means.length),
        embeddingProjection([oasis.features, sophoappeal.features, avt.features], standard, taps),
        taps,
      ),
      colour: measured.length > 0 ? colour : undefined,
    },
    tasks,
    contributions: explained(tasks, [
      {
        set: 'oasis',
        examples: oasis,
        scores: [meanOver(onOasis), ...othersOn(oasis.features, colours.oasis)],
      },
      {
        set: 'sophoappeal',
        examples: sophoappeal,
        scores: [meanOver(onAppeal), ...othersOn(sophoappeal.features, colours.sophoappeal)],
      },
    ]),
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
    standIns: { measures, thirds },
    selections: [overall, attributes, simplicity].map(({ family, selection }) => ({
      family,
      taken: selection.taken,
      shipped: selection.shipped.map(({ choice }) => choice),
    })),
    outOfFold,
    trainedOn: [
      { set: 'oasis', photos: count },
      { set: 'sophoappeal', photos: sophoappeal.photographs.length },
      { set: 'crops', photos: aadb.photographs.length },
      { set: 'avt', photos: avt.photographs.length },
    ],
    scaleOf: { set: 'oasis', photos: count },
  };
}

interface Fitted {
  family: string;
  selection: Selection;
  /** Per target, on the pooled taps as they are. */
  heads: LinearHead[];
}

/** The first of a family's sets lends its intercept: OASIS', where the scale is made. */
export function fit(
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

const whole = ({ photographs }: Examples, task: string, scores: ArrayLike<number> = []) =>
  predictionOf(photographs[0]?.set ?? '', task, photographs.length, [...photographs.keys()], scores);

/**
 * How the overall score goes with the reliable attributes. The overall score is taken on photographs left out of its
 * fit: what its head remembers of the others is in no new photograph.
 *
 * @param sets scores by task, in the order of the tasks, each [photographs]
 */
export function explained(
  tasks: readonly TrainedTask[],
  sets: readonly { set: string; examples: Pick<Examples, 'photographs'>; scores: readonly Float64Array[] }[],
): Contributions | undefined {
  const reliable = tasks.flatMap(({ id, kind, figures: [figure] }, t) =>
    figure && kind === 'attribute' && reliabilityClass(figure) !== 'unreliable' ? [{ id, t }] : [],
  );
  if (reliable.length === 0) return undefined;
  return contributionsOf(
    reliable.map(({ id }) => id),
    sets.map(({ set, examples, scores }) => ({
      set,
      examples,
      overall: scores[tasks.findIndex(({ kind }) => kind === 'overall')] as Float64Array,
      attributes: reliable.map(({ t }) => scores[t] as Float64Array),
    })),
  );
}

const firstTargets = ({ outOfFold }: Selection): Float64Array[] =>
  outOfFold.map(([scores]) => scores as Float64Array);

const baseline = (scorer: string, { photographs }: Examples, scores: readonly Float64Array[]) => ({
  scorer,
  figure: measure(photographs, labelsOf(photographs, 'overall'), scores),
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
