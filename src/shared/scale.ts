/**
 * The standard normal distribution function as a Taylor series, exact to rounding within 8 deviations
 * (G. Marsaglia, Evaluating the Normal Distribution, Journal of Statistical Software 11(4), 2004).
 */
export function normalDistribution(z: number): number {
  if (Number.isNaN(z)) return NaN;
  if (z < -8) return 0;
  if (z > 8) return 1;
  let term = z;
  let sum = z;
  let previous = 0;
  for (let i = 3; sum !== previous; i += 2) {
    previous = sum;
    term *= (z * z) / i;
    sum = previous + term;
  }
  return 0.5 + sum * Math.exp(-0.5 * z * z) * 0.3989422804014327;
}

/** A raw score on the scale of the panel, 0 to 100; 50 is the middle of the reference photographs. */
export function toPanelScale(raw: number, scale: { mean: number; deviation: number }): number {
  return 100 * normalDistribution((raw - scale.mean) / scale.deviation);
}

/** The raw score behind one of the panel: `toPanelScale` turned round. At 0 and 100 it ends 8 deviations away. */
export function fromPanelScale(score: number, scale: { mean: number; deviation: number }): number {
  let low = -8;
  let high = 8;
  for (let middle = 0; high - low > 1e-12; middle = (low + high) / 2) {
    if (100 * normalDistribution(middle) < score) low = middle;
    else high = middle;
  }
  return scale.mean + ((low + high) / 2) * scale.deviation;
}
