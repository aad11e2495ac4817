import { groupBootstrap, pick, spearman } from '../../shared/statistics/statistics.ts';
import type { Photograph, SetName } from '../data/photograph.ts';
import { type Figure, measure } from '../evaluate.ts';
import type { OpenExamples } from '../examples.ts';
import { type Examples, labelsOf, singleFamily } from '../families.ts';
import type { Features } from '../features.ts';
import { type LinearHead, predict } from '../fit/heads.ts';
import { type Standard, standardise, standardOf } from '../fit/taps.ts';
import { fit } from '../train.ts';

/** The overall score learned on one set, on another that played no part in it. */
export interface Transfer {
  trainedOn: SetName;
  /** With the channels' means and deviations of the set it was trained on. */
  plain: Figure;
  /** With those of the photographs it is tested on: of their pixels, not of their labels. */
  adapted: Figure;
}

/** The same photographs as scored by NIMA and by heads that know neither their set nor a photograph of AVA. */
export interface AgainstNima {
  trainedOn: string;
  testedOn: string;
  nima: Figure;
  own: Figure;
  /** How much further the own score agrees, with its 95 % interval over the same draws for both. */
  gain: number;
  low: number;
  high: number;
}

export interface AcrossSets {
  transfers: Transfer[];
  /** None where NIMA's scores are not at hand. */
  nima: AgainstNima[];
}

const draws = 1000;

/** What sophoappeal calls its crops of AVA, on which NIMA was trained. */
const ava = 'ava';

/**
 * How the overall score carries over to photographs of another kind, and how that compares with NIMA, which was trained
 * on neither set.
 *
 * @param nima its scores by set and name
 */
export function acrossSets(
  { oasis, sophoappeal }: Pick<OpenExamples, 'oasis' | 'sophoappeal'>,
  nima: ReadonlyMap<string, number> | undefined,
  progress: (line: string) => void,
): AcrossSets {
  const onOasis = learned(oasis, progress);
  const onAppeal = learned(sophoappeal, progress);
  const transfers = [transfer(onOasis, sophoappeal), transfer(onAppeal, oasis)];
  if (!nima) return { transfers, nima: [] };
  const withoutAva = partOf(sophoappeal, ({ part }) => part !== ava);
  const onAppealWithoutAva = learned(withoutAva, progress);
  return {
    transfers,
    nima: [
      against(nima, onAppealWithoutAva, oasis, 'sophoappeal without AVA', 'oasis'),
      against(nima, onOasis, sophoappeal, 'oasis', 'sophoappeal'),
      against(nima, onOasis, withoutAva, 'oasis', 'sophoappeal without AVA'),
    ],
  };
}

interface Learned {
  set: SetName;
  head: LinearHead;
  standard: Standard;
}

/** On the footing of the set's own photographs, so that nothing of the set it is tested on is in it. */
function learned(examples: Examples, progress: (line: string) => void): Learned {
  const standard = standardOf(examples.features, examples.taps);
  const own = { ...examples, standardised: standardise(examples.features, standard) };
  const { heads } = fit(singleFamily(own, 'overall'), standard, [], progress);
  return { set: own.photographs[0]?.set ?? 'oasis', head: heads[0] as LinearHead, standard };
}

function transfer({ set, head, standard }: Learned, target: Examples): Transfer {
  const moved = moveTo(standard, standardOf(target.features, target.taps), target.features);
  return {
    trainedOn: set,
    plain: agreement(target.photographs, predict(head, target.features)),
    adapted: agreement(target.photographs, predict(head, moved)),
  };
}

/** Gives features the means and deviations of another set's, channel by channel. */
function moveTo(to: Standard, from: Standard, features: Features): Features {
  const channels = to.means.length;
  return standardise(features, from).map(
    (value, i) => value * (to.deviations[i % channels] as number) + (to.means[i % channels] as number),
  );
}

function against(
  nima: ReadonlyMap<string, number>,
  { head }: Learned,
  { photographs, features }: Examples,
  trainedOn: string,
  testedOn: string,
): AgainstNima {
  const theirs = Float64Array.from(photographs, ({ set, name }) => nima.get(`${set}/${name}`) ?? NaN);
  const ours = predict(head, features);
  const labels = labelsOf(photographs, 'overall');
  const gain = (rows: readonly number[]): number => {
    const truth = pick(labels, rows);
    return spearman(pick(ours, rows), truth) - spearman(pick(theirs, rows), truth);
  };
  const groups = photographs.map(({ group }) => group);
  return {
    trainedOn,
    testedOn,
    nima: agreement(photographs, theirs),
    own: agreement(photographs, ours),
    gain: gain([...photographs.keys()]),
    ...groupBootstrap(groups, gain, draws, 1),
  };
}

const agreement = (photographs: readonly Photograph[], scores: Float64Array): Figure =>
  measure(photographs, labelsOf(photographs, 'overall'), [scores]);

function partOf(examples: Examples, belongs: (photograph: Photograph) => boolean): Examples {
  const { photographs, features, standardised, taps } = examples;
  const rows = [...photographs.keys()].filter((row) => belongs(photographs[row] as Photograph));
  const width = features.length / photographs.length;
  const some = (all: Features): Features => {
    const own = new Float32Array(rows.length * width);
    rows.forEach((row, i) => own.set(all.subarray(row * width, (row + 1) * width), i * width));
    return own;
  };
  return {
    photographs: rows.map((row) => photographs[row] as Photograph),
    features: some(features),
    standardised: some(standardised),
    taps,
  };
}
