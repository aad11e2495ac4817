import { aadbColumns, type Photograph, readAvt, readNima, readOasis, readSophoappeal } from './data/sets.ts';
import { type Figure, measure } from './evaluate.ts';
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
  assembleHeads,
  columnMeans,
  embeddingProjection,
  headOf,
  type LinearHead,
  predict,
} from './fit/heads.ts';
import { type Family, type Selection, select, setIntercept } from './fit/select.ts';
import { deviation, mean } from './fit/statistics.ts';
import { type Standard, standardise, standardOf } from './fit/taps.ts';
import type { Heads } from './network.ts';
import { exportTrunk } from './onnx/export.ts';
import { tasks } from './tasks.ts';
import type { Trunk } from './trunk/trunk.ts';

/** A task, its figures (the first is what its class follows) and the scale it is shown on. */
export interface TrainedTask {
  id: string;
  figures: Figure[];
  scale: { mean: number; deviation: number };
}

export interface Trained {
  heads: Heads;
  tasks: TrainedTask[];
  /** Other scorers, for comparison, on the sets of the overall score. */
  baselines: { scorer: string; figure: Figure }[];
  /** Which choices the training folds made, for the record. */
  selections: { family: string; taken: Selection['taken']; shipped: Selection['choice'] }[];
  counts: { oasis: number; sophoappeal: number; aadb: number; avt: number };
}

/**
 * The first stage: linear heads on the frozen trunk, measured by nested cross-validation, then fitted on everything.
 *
 * @param data folder that holds the sets
 * @throws PlainError naming the file (and line) that is wrong
 */
export async function train(data: string, trunk: Trunk, progress: (line: string) => void): Promise<Trained> {
  const reader = new FeatureReader(exportTrunk(trunk), progress);
  const oasis = await examplesOf(reader, readOasis(data));
  const sophoappeal = await examplesOf(reader, readSophoappeal(data));
  const avt = await examplesOf(reader, readAvt(data));
  const standard = standardOf(joined([oasis.features, sophoappeal.features, avt.features]));
  const standardised = (examples: Examples): Examples => ({
    ...examples,
    features: standardise(examples.features, standard),
  });
  const [oasisRows, appealRows, avtRows] = [
    standardised(oasis),
    standardised(sophoappeal),
    standardised(avt),
  ];
  const aadbRows = aadbExamples(appealRows);

  const overall = fit(overallFamily(oasisRows, appealRows), standard, progress);
  const attributes = fit(attributeFamily(aadbRows), standard, progress);
  const simplicity = fit(singleFamily(avtRows, 'simplicity'), standard, progress);

  const count = oasis.photographs.length;
  const onOasis = overall.selection.outOfFold.map(([scores]) => (scores as Float64Array).subarray(0, count));
  const onAppeal = overall.selection.outOfFold.map(([scores]) => (scores as Float64Array).subarray(count));
  const figuresOf = new Map([
    [
      'overall',
      [
        measured('oasis', oasis, 'overall', onOasis),
        measured('sophoappeal', sophoappeal, 'overall', onAppeal),
      ],
    ],
    ['simplicity', [measured('avt', avt, 'simplicity', firstTargets(simplicity.selection))]],
    ...Object.keys(aadbColumns).map((task, t): [string, Figure[]] => {
      const scores = attributes.selection.outOfFold.map((targets) => targets[t] as Float64Array);
      return [task, [measured('aadb', aadbRows, task, scores)]];
    }),
  ]);

  const heads = [...overall.heads, ...attributes.heads, ...simplicity.heads];
  // Of the photographs that the overall score was fitted on, only scores out of fold are as those of a new photograph.
  const outputs = [
    onOasis.flatMap((scores) => [...scores]),
    ...heads.slice(1).map((head) => predict(head, oasis.features)),
  ];
  const alone = {
    oasis: fit(singleFamily(oasisRows, 'overall'), standard, progress),
    sophoappeal: fit(singleFamily(appealRows, 'overall'), standard, progress),
  };
  return {
    heads: assembleHeads(
      heads,
      columnMeans(oasis.features),
      embeddingProjection([oasis.features, sophoappeal.features, avt.features], standard),
    ),
    tasks: tasks.map(({ id }, t) => ({
      id,
      figures: figuresOf.get(id) ?? [],
      scale: { mean: mean(outputs[t] ?? []), deviation: deviation(outputs[t] ?? []) },
    })),
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
      shipped: selection.choice,
    })),
    counts: {
      oasis: count,
      sophoappeal: sophoappeal.photographs.length,
      aadb: aadbRows.photographs.length,
      avt: avt.photographs.length,
    },
  };
}

const examplesOf = async (reader: FeatureReader, photographs: readonly Photograph[]): Promise<Examples> => ({
  photographs,
  features: await reader.read(photographs),
});

interface Fitted {
  family: string;
  selection: Selection;
  /** Per target, on the pooled taps as they are. */
  heads: LinearHead[];
}

/** The first of a family's sets lends its intercept: OASIS', where the scale is made. */
function fit(family: Family, standard: Standard, progress: (line: string) => void): Fitted {
  const selection = select(family, progress);
  const heads = selection.coefficients.map((one) =>
    headOf(
      family.features,
      one,
      selection.choice.profile,
      standard,
      setIntercept(family, one, family.sets[0] ?? ''),
    ),
  );
  return { family: family.name, selection, heads };
}

const firstTargets = ({ outOfFold }: Selection): Float64Array[] =>
  outOfFold.map(([scores]) => scores as Float64Array);

const measured = (
  set: string,
  { photographs }: Examples,
  task: string,
  scores: readonly Float64Array[],
): Figure => measure(set, photographs, labelsOf(photographs, task), scores);

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

function joined(parts: readonly Features[]): Features {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((offset, part) => {
    all.set(part, offset);
    return offset + part.length;
  }, 0);
  return all;
}
