import type { Verdict, VerdictFilter } from '../../shared/verdict.ts';

/**
 * The next photo to decide about: the first after this place that still lies within the filter in force. The view is a
 * snapshot, so those that left the filter since stand in it yet; a photo whose row is not known is taken to fit.
 *
 * @returns -1 where none follows
 */
export function nextToJudge(
  ids: Uint32Array,
  from: number,
  verdictOf: (id: number) => Verdict | undefined,
  filter: VerdictFilter | undefined,
): number {
  const next = ids.subarray(from + 1).findIndex((id) => {
    const verdict = verdictOf(id);
    return verdict === undefined || fits(verdict, filter);
  });
  return next < 0 ? -1 : from + 1 + next;
}

function fits(verdict: Verdict, filter: VerdictFilter | undefined): boolean {
  const { picks, stars, labels } = filter ?? {};
  if (picks && !picks.includes(verdict.pick)) return false;
  if (stars && (verdict.stars < stars.min || verdict.stars > stars.max)) return false;
  return !labels || labels.includes(verdict.label);
}
