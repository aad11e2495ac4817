import type { Photograph } from '../data/photograph.ts';
import { deviation, mean } from '../../shared/statistics/statistics.ts';

/** Photographs of all sets side by side, and what is to be learned of them. */
export interface JointExamples {
  /** [rows] */
  photographs: readonly Photograph[];
  /** Ids, in the order of the network's outputs. */
  tasks: readonly string[];
  /** [rows, tasks], in deviations of the labels of the same set; 0 where there is no label. */
  targets: Float32Array;
  /** [rows, tasks]: how much a label counts; 0 where there is none. */
  weights: Float32Array;
}

/**
 * What a label counts. Sets of one task stand side by side as in the first stage, where a crop of sophoappeal takes 0.6
 * of a photograph of OASIS most often. The eleven attributes of a crop are judgements of one picture by the same five
 * people, and go together: as much as two labels between them. Simplicity has five judges a photograph where OASIS has
 * 189, and must not outweigh the overall score by its 894 photographs.
 */
const labelWeights: Readonly<Record<string, number>> = {
  'oasis/overall': 1,
  'sophoappeal/overall': 0.6,
  'avt/simplicity': 0.5,
};
const attributeWeight = 2 / 11;

/**
 * @param tasks ids, in the order of the network's outputs
 * @param learns those whose labels count
 */
export function jointExamples(
  photographs: readonly Photograph[],
  tasks: readonly string[],
  learns: readonly string[] = tasks,
): JointExamples {
  const targets = new Float32Array(photographs.length * tasks.length);
  const weights = new Float32Array(photographs.length * tasks.length);
  for (const [set, rows] of Map.groupBy(photographs.keys(), (row) => photographs[row]?.set ?? '')) {
    for (const [t, task] of tasks.entries()) {
      if (!learns.includes(task)) continue;
      const labelled = rows.flatMap((row) => {
        const label = photographs[row]?.labels.get(task);
        return label === undefined ? [] : { row, label };
      });
      const labels = labelled.map(({ label }) => label);
      const [centre, spread] = [mean(labels), deviation(labels)];
      for (const { row, label } of labelled) {
        targets[row * tasks.length + t] = (label - centre) / spread;
        weights[row * tasks.length + t] = labelWeights[`${set}/${task}`] ?? attributeWeight;
      }
    }
  }
  return { photographs, tasks, targets, weights };
}
