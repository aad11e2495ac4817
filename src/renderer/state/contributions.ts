import type { Contributions, ModelTask } from '../../shared/manifest.ts';
import { toPanelScale } from '../../shared/scale.ts';

/** A raw overall score taken apart: mean + every part + remainder = the score. */
export interface RawParts {
  mean: number;
  parts: { task: string; value: number }[];
  /** What the attributes do not explain. */
  remainder: number;
}

/**
 * @param raws raw scores, in the order of the tasks
 * @returns undefined where the model has no overall score; an unreliable attribute has no part, whatever the manifest
 *   says of it, and its share falls to the remainder
 */
export function rawParts(
  { mean, parts }: Contributions,
  tasks: readonly ModelTask[],
  raws: readonly number[],
): RawParts | undefined {
  const overall = raws[tasks.findIndex(({ kind }) => kind === 'overall')];
  if (overall === undefined) return undefined;
  const own = parts.flatMap(({ task: id, mean: middle, coefficient }) => {
    const index = tasks.findIndex((task) => task.id === id);
    const raw = raws[index];
    if (raw === undefined || tasks[index]?.reliability.class === 'unreliable') return [];
    return [{ task: id, value: coefficient * (raw - middle) }];
  });
  return { mean, parts: own, remainder: overall - mean - own.reduce((sum, { value }) => sum + value, 0) };
}

/** The shown score taken apart: base + every part + remainder = the score, all on the scale of the panel. */
export interface ScoreParts {
  /** The shown score of the average photograph. */
  base: number;
  parts: Part[];
  remainder: Omit<Part, 'task'>;
}

export interface Part {
  task: string;
  /** Points of the shown score, up or down. */
  points: number;
  /** Whole points, so rounded that those of a photo add up to its rounded score. */
  whole: number;
}

/**
 * The panel's scale bends, so that a raw part is worth more points in the middle than at the ends. Every part of a
 * photo is worth the points of the straight line from the average photograph to this one: sizes keep their proportions
 * and the sum holds.
 */
export function scoreParts({ mean, parts, remainder }: RawParts, scale: ModelTask['scale']): ScoreParts {
  const distance = parts.reduce((sum, { value }) => sum + value, remainder);
  const base = toPanelScale(mean, scale);
  // So near to the average that a difference of two scores is all rounding, the scale is a straight line.
  const step = Math.abs(distance) > 1e-6 * scale.deviation ? distance : 1e-6 * scale.deviation;
  const worth = (toPanelScale(mean + step, scale) - base) / step;
  const points = [...parts.map(({ value }) => value), remainder].map((value) => value * worth);
  const whole = wholeNumbers(base, points);
  return {
    base,
    parts: parts.map(({ task }, i) => ({ task, points: points[i] ?? 0, whole: whole[i] ?? 0 })),
    remainder: { points: points[parts.length] ?? 0, whole: whole[parts.length] ?? 0 },
  };
}

/** Rounds the running sum from `start`, so that whole parts lead from one rounded end to the other. */
function wholeNumbers(start: number, values: readonly number[]): number[] {
  let sum = start;
  return values.map((value) => {
    const before = Math.round(sum);
    sum += value;
    return Math.round(sum) - before;
  });
}
