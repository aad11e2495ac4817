import {
  labels,
  noVerdict,
  verdictFields,
  type Verdict,
  type VerdictChange,
  type VerdictField,
} from '../../../shared/verdict.ts';
import type { Disputed, InStep } from '../../catalogue/sidecars.ts';
import type { Outside } from './translate.ts';

const undisputed: Disputed = { pick: null, stars: null, label: null };

export interface Merge {
  /** To be decided here, because only the sidecar changed. */
  take: VerdictChange;
  /** What both sides have once `take` is decided and the sidecar written. */
  inStep: InStep;
  /** What both sides have once `take` is decided, if the sidecar is not written. */
  inStepUnwritten: InStep;
  disputed: Disputed;
}

/**
 * Compares both sides with what they last had in common. A field that changed on one side takes that side; where both
 * changed, the verdict here stays, and the field is left alone in the sidecar until the person chooses.
 *
 * @param outside null where there is no sidecar
 */
export function merge(here: Verdict, known: InStep, outside: Outside | null): Merge {
  const result: Merge = {
    take: {},
    inStep: { ...known },
    inStepUnwritten: { ...known },
    disputed: { ...undisputed },
  };
  for (const field of verdictFields) mergeField(field, here, known, outside, result);
  return result;
}

function mergeField(
  field: VerdictField,
  here: Verdict,
  known: InStep,
  outside: Outside | null,
  { take, inStep, inStepUnwritten, disputed }: Merge,
): void {
  const mine = here[field];
  const base = known[field];
  const nothing = noVerdict[field];
  // Silence means nothing where nothing was said before, and "none" where something was.
  const theirs = outside === null ? base : (outside[field] ?? (base === null ? null : nothing));
  const agree = (value: typeof mine, ...sides: InStep[]): void =>
    sides.forEach((side) => Object.assign(side, { [field]: value }));
  if (theirs === mine) return agree(mine, inStep, inStepUnwritten);
  if (theirs === null || theirs === base) return agree(mine, inStep);
  const isForeignWord = field === 'label' && !labels.some((label) => label === theirs);
  if (mine !== (base ?? nothing)) disputed[field] = String(theirs);
  // A word of theirs that stands for none of our colours stays there, and means nothing here.
  else if (isForeignWord) agree(mine, inStep, inStepUnwritten);
  else {
    agree(theirs as typeof mine, inStep, inStepUnwritten);
    Object.assign(take, { [field]: theirs });
  }
}
