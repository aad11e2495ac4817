/** Calls `work` soon after the first of a stretch of calls, and no more often than every `ms`; `cancel` drops one that is due. */
export function throttle(ms: number, work: () => void): { (): void; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const throttled = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      work();
    }, ms);
  };
  throttled.cancel = (): void => clearTimeout(timer);
  return throttled;
}
