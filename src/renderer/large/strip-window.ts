/** Frames drawn beside those seen, so that a step never shows a gap. */
const beside = 4;

/** Which frames of a strip are drawn, and how far it is scrolled: the active one stands in the middle where it can. */
export function stripWindow({
  index,
  count,
  width,
  step,
}: {
  index: number;
  count: number;
  width: number;
  step: number;
}): { from: number; to: number; scroll: number } {
  const most = Math.max(0, count * step - width);
  const middle = Math.max(0, index) * step + step / 2 - width / 2;
  // A strip that is shorter than its room stands in the middle of it.
  const scroll = most === 0 ? (count * step - width) / 2 : Math.min(most, Math.max(0, middle));
  const from = Math.max(0, Math.floor(scroll / step) - beside);
  const to = Math.min(count, Math.ceil((scroll + width) / step) + beside);
  return { from, to: Math.max(from, to), scroll: Math.round(scroll) };
}
