import { attributeFamily, aadbExamples, type Examples, overallFamily, singleFamily } from '../families.ts';
import { addHeads, headOf, type LinearHead, normalised, predict } from '../fit/heads.ts';
import { type Choice, type Family, fitOne, setIntercept } from '../fit/select.ts';
import type { Standard } from '../fit/taps.ts';
import { openSets, tasksOf } from '../tasks.ts';

const tasks = tasksOf(openSets);

/** Examples of each set that may be learned from. */
export interface TrainingSets {
  oasis: Examples;
  sophoappeal: Examples;
  avt: Examples;
}

const overall: Choice = { profile: 'later', strength: 0.8, weights: { sophoappeal: 0.6 }, borrowed: 0 };
const simplicity: Choice = { profile: 'latest', strength: 1.6, weights: {}, borrowed: 0 };
const attributes: Choice = { profile: 'equal', strength: 1.6, weights: {}, borrowed: 0.2 };

/**
 * The heads that the second stage starts from: those of the first stage with the choices that it makes most often, on
 * the photographs given and no others.
 *
 * @returns one a task, in the order of `tasks`
 */
export function startingHeads({ oasis, sophoappeal, avt }: TrainingSets, standard: Standard): LinearHead[] {
  const [beauty] = fit(overallFamily(oasis, sophoappeal), overall, standard);
  const [simple] = fit(singleFamily(avt, 'simplicity'), simplicity, standard);
  const [alone] = fit(singleFamily(oasis, 'overall'), overall, standard);
  if (!beauty || !simple || !alone) throw new Error('A family has a target.');
  const aadb = aadbExamples(sophoappeal);
  // Of heads trained on other photographs, so that nothing of the crops' own judgements slips in.
  const borrowed = [alone, simple].map((head) => normalised(head, oasis.features));
  const scores = borrowed.map((head) => predict(head, aadb.features));
  const rest = fit(attributeFamily(aadb, scores), attributes, standard, borrowed);
  return tasks.map(({ id }, index) => {
    if (id === 'overall') return beauty;
    return id === 'simplicity' ? simple : (rest[index - 1] as LinearHead);
  });
}

function fit(
  family: Family,
  choice: Choice,
  standard: Standard,
  borrowed: readonly LinearHead[] = [],
): LinearHead[] {
  return fitOne(family, choice).map((dual) => {
    const intercept = setIntercept(family, dual, family.sets[0] ?? '');
    const own = headOf(family.features, dual, choice.profile, standard, family.taps, intercept);
    const lent = borrowed.map((head, i) => {
      const scores = family.borrowed[i] ?? new Float64Array();
      const factor = dual.reduce((sum, value, row) => sum + value * (scores[row] as number), 0);
      return { head, factor: factor * choice.borrowed };
    });
    return addHeads([{ head: own, factor: 1 }, ...lent]);
  });
}
