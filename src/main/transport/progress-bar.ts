import type { Progress } from '../../shared/library.ts';

/** What the dock or the taskbar shows of the work: a share of 1, 2 for work without a known end, -1 for none. */
export function barOf({ state, done, waiting }: Pick<Progress, 'state' | 'done' | 'waiting'>): number {
  if (state === 'idle' || state === 'paused') return -1;
  if (state === 'scanning' || done + waiting === 0) return 2;
  return done / (done + waiting);
}
