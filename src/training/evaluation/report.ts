import type { ModelManifest } from '../../shared/manifest.ts';
import { markdown } from '../report/table.ts';
import type { Variants } from '../variants/results.ts';
import { measureRows, variantRows } from '../variants/table.ts';
import type { TableRegression } from './aadb-table.ts';
import type { Comparison, StageTwoResults } from '../joint/results.ts';
import type { AcrossSets } from './across.ts';
import { acrossText } from './across-text.ts';
import type { Deletion } from './deletion.ts';
import type { Pairs, Subgroup } from './subgroups.ts';

export interface Evaluation {
  manifest: ModelManifest;
  /** Of the model's files, without the manifest. */
  bytes: number;
  /** Multiply-adds of the trunk at 288 x 224. */
  operations: number;
  subgroups: Subgroup[];
  pairs: Pairs[];
  across: AcrossSets;
  /** Undefined where the second stage was never judged. */
  stageTwo: StageTwoResults | undefined;
  variants: Variants | undefined;
  deletion: Deletion;
  tables: TableRegression | undefined;
}

const two = (value: number): string => value.toFixed(2);
const three = (value: number): string => (value > 0 ? `+${value.toFixed(3)}` : value.toFixed(3));
const interval = ({ low, high }: { low: number; high: number }): string => `${two(low)} to ${two(high)}`;
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

export const comparisonRows = (comparisons: readonly Comparison[]): string[][] => [
  ['task', 'set', 'SRCC before', 'SRCC after', 'gain', '95 % interval of the gain', 'ahead on'],
  ...comparisons.map((one) => [
    one.task,
    one.set,
    two(one.before),
    two(one.after),
    three(one.gain),
    `${three(one.low)} to ${three(one.high)}`,
    `${one.wins} of ${one.splits}`,
  ]),
];

/** docs/evaluation.md, with its plots beside it. */
export function evaluationReport(evaluation: Evaluation): string {
  const { manifest, bytes, operations, subgroups, pairs, across, stageTwo, variants, deletion, tables } =
    evaluation;
  return `# Evaluation

Written by \`npm run evaluate\`; figures are never edited by hand. How well each score agrees with people, and what the
network was trained on, is in the [model card](model-card.md).

${manifest.name}: ${manifest.parameters.toLocaleString('en')} parameters, ${(bytes / 1e6).toFixed(1)} MB, ${(operations / 1e6).toFixed(0)} million multiply-adds for a photograph of 288 x 224.
The trunk of the paper, VGG16 without its classifier, has 14,714,688 parameters.

![Agreement with people on photographs left out](evaluation-tasks.svg)

## Within kinds of photographs

The overall score out of fold (mean of ten splits), within OASIS' categories and sophoappeal's collections: what is left
once telling animals from streets earns nothing. Collections with fewer than 20 photographs are left out.

${markdown([['set', 'part', 'photos', 'SRCC', '95 % interval'], ...subgroups.map((one) => [one.set, one.part, String(one.photos), two(one.srcc), interval(one)])])}

Of two photographs of one theme, the score puts the one first that people like more:

${markdown([['set', 'pairs', 'rightly ordered', '95 % interval'], ...pairs.map((one) => [one.set, one.pairs.toLocaleString('en'), percent(one.right), `${percent(one.low)} to ${percent(one.high)}`])])}

Chance is 50 %. A theme of OASIS is some photographs of one subject by different photographers; a burst is harder.
Themes that share a near-duplicate count as one, here and in the intervals.

## Across data sets

${acrossText(across)}

## Trained further

The second stage trains the trunk's last two stages, its head convolution and the heads together (EfficientNet-Lite1, masked
loss over all tasks, Adam with small steps, every weight drawn back to where it started), on the training folds of ten
splits, and both score the fifth left out of each. The comparison of the paper, several tasks against one, is made in the
same way: the same photographs left out, the same seeds and settings, the labels of the other tasks left out of the loss.
(Linear heads on a frozen trunk learn each task alone in any case.) A change ships only if it is ahead on at least eight
of ten splits and gains more than 0.01.

${stageTwo ? stageTwo.comparisons.map(({ title, rows }) => `### ${title}\n\n${markdown(comparisonRows(rows))}`).join('\n\n') : 'Not run here: `npm run stage-two` makes it.'}

## What else was tried

${
  variants
    ? `On frozen features, judged as the first stage is (\`${variants.command}\`); choices made inside the training folds: ${variants.choices}.

${markdown(variantRows(variants))}

Measures from feature maps or pixels, beside the learned heads; one passes where it is ahead on at least eight splits by
more than 0.01 and fewer than 5 % of permutations of the labels reach it. (On EfficientNet-Lite1; the [model card](model-card.md)
has the same for the trunk that ships, and what serves.)

${markdown(measureRows(variants))}
${variants.left.length > 0 ? `\nNot measured: ${variants.left.join('; ')}.\n` : ''}`
    : 'Not run here: `npm run variants` makes it.\n'
}
## Whether the maps point at what matters

A tenth of the photograph (whole cells of 32 pixels) is covered with its blurred surroundings: the cells where the map of the
overall score is highest, against 20 random places of the same shape; likewise the cells nearest to the middle, and those
where Grad-CAM at the head convolution is highest. ${deletion.photos} photographs of OASIS, one a theme; the network knows them from
training.

${markdown([['covered', 'score falls more than at random', '95 % interval', 'mean fall, raw score'], ...deletion.ways.map((one) => [one.way, percent(one.more), `${percent(one.low)} to ${percent(one.high)}`, two(one.fall)])])}

## How people's attributes go with people's score

${
  tables
    ? `Least squares of AADB's overall score on its eleven attributes over ${tables.rows.toLocaleString('en')} photographs, all as people rated them: the
attributes explain ${percent(tables.explained)} of the score's variance on rows left out (ten folds). No pixel plays a part.

${markdown([['attribute', 'coefficient, in deviations', 'SRCC of the attribute alone'], ...tables.parts.map((one) => [one.task, three(one.coefficient), two(one.alone)])])}

![Coefficients](evaluation-attributes.svg)
`
    : "AADB's tables are not at hand.\n"
}`;
}
