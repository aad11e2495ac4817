import type { GroupKind, GroupThresholds } from '../../../shared/groups.ts';
import { secondsBetween, type Frame } from './frames.ts';
import { bracketAt, panoramaAt } from './series.ts';

export interface FoundGroup {
  kind: GroupKind;
  /** In the order they were taken; two at least. */
  frames: Frame[];
}

/** Agreement of the hashes below which two pictures that show the same have another framing, not another moment. */
const sameFraming = 0.2;

/**
 * The groups among the frames of one sequence, given in order. Series made on purpose come first and are kept whole; then
 * each frame goes with the one before it or begins anew, so that no frame is compared with more than its neighbours.
 */
export function groupSequence(frames: readonly Frame[], thresholds: GroupThresholds): FoundGroup[] {
  const groups: FoundGroup[] = [];
  let run: Frame[] = [];
  let kind: GroupKind = 'burst';
  const endRun = (): void => {
    if (run.length > 1) groups.push({ kind, frames: run });
    run = [];
    kind = 'burst';
  };
  for (let i = 0; i < frames.length;) {
    const bracket = bracketAt(frames, i);
    const whole = bracket || panoramaAt(frames, i);
    if (whole > 0) {
      endRun();
      groups.push({ kind: bracket > 0 ? 'bracket' : 'panorama', frames: frames.slice(i, i + whole) });
      i += whole;
      continue;
    }
    const [before, frame] = [run.at(-1), frames[i]];
    if (!frame) break;
    const tie = before ? tieOf(before, frame, thresholds) : null;
    if (tie === null) endRun();
    else if (tie === 'duplicates') kind = 'duplicates';
    run.push(frame);
    i++;
  }
  endRun();
  return groups;
}

/**
 * Why a frame goes with the one before it; null where it does not. Among OASIS' photographs the embeddings of 99 % of the
 * pairs of one theme agree by less than 0.82, those of 95 % of the photographs and themselves moved by 5 % by more than 0.94.
 */
function tieOf(before: Frame, after: Frame, thresholds: GroupThresholds): 'burst' | 'duplicates' | null {
  const { link } = after;
  if (link?.before !== before.photo) return null;
  const seconds = secondsBetween(before, after);
  // In quick succession the subject or the camera moves: one of the two likenesses is enough.
  const isQuick = seconds !== null && seconds <= thresholds.burstSeconds;
  if (isQuick && Math.max(link.content, link.picture) >= thresholds.burstLikeness) return 'burst';
  // Frames without a time follow each other by their names.
  const isNear = thresholds.duplicateMinutes > 0 && (seconds ?? 0) <= thresholds.duplicateMinutes * 60;
  const isAlike = link.content >= thresholds.duplicateLikeness && link.picture >= sameFraming;
  return isNear && isAlike ? 'duplicates' : null;
}
