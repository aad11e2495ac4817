import type { ModelManifest } from '../../shared/manifest.ts';
import { kept } from '../contributions.ts';
import { averaged, type Choice, foldCount, splitCount } from '../fit/select.ts';
import type { Trained } from '../train.ts';
import { measureRows } from '../variants/table.ts';
import { baselineRows, beyondRows, contributionRows, evaluationRows, markdown } from './table.ts';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const described = ({ profile, strength, weights, borrowed }: Choice): string =>
  [
    profile,
    strength,
    ...Object.values(weights).map((weight) => `sophoappeal at ${weight}`),
    ...(borrowed > 0 ? [`borrowed at ${borrowed}`] : []),
  ].join(', ');

type Taken = Trained['selections'][number]['taken'];

/** How often each value of one side of the choices was taken, most frequent first. */
const tally = (taken: Taken, side: (choice: Choice) => string | number): string =>
  [...Map.groupBy(taken, ({ choice }) => side(choice))]
    .map(([name, ones]) => ({ name, times: ones.reduce((sum, { times }) => sum + times, 0) }))
    .sort((a, b) => b.times - a.times)
    .map(({ name, times }) => `${name} ${times}`)
    .join(', ');

const sidesOf = (taken: Taken): string[] => [
  `taps ${tally(taken, ({ profile }) => profile)}`,
  `strength ${tally(taken, ({ strength }) => `${strength}:`)}`,
  ...(taken.some(({ choice }) => 'sophoappeal' in choice.weights)
    ? [`sophoappeal at ${tally(taken, ({ weights }) => `${weights['sophoappeal']}:`)}`]
    : []),
  ...(taken.some(({ choice }) => choice.borrowed > 0)
    ? [`borrowed at ${tally(taken, ({ borrowed }) => `${borrowed}:`)}`]
    : []),
];

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

function contributionText(trained: Trained): string {
  const { contributions } = trained;
  if (!contributions) return 'No attribute is reliable, so none explains the overall score.';
  const { photos, unexplained, withoutLimits, bySet, strength } = contributions;
  return `${markdown(contributionRows(trained))}

Ridge regression of the network's raw overall score (out of fold) on its own reliable attributes over the ${photos.toLocaleString('en')}
photographs of OASIS and sophoappeal, each set with means of its own. A photograph's contributions are coefficient
times (raw attribute - its mean on OASIS). On photographs left out, ${percent(unexplained)} of the overall score's variance stays
unexplained (${bySet.map(({ set, unexplained: share }) => `${set} ${percent(share)}`).join(', ')}); the panel shows it as a bar of its own. No attribute counts for more than it
does on its own, nor against that: the attributes' heads share what they borrow, and least squares without limits
undoes that mixture by setting one against the other. That would leave ${percent(withoutLimits)}, but mark photographs down for what on
its own hardly counts. The ridge (${strength}) is the strongest that keeps ${percent(kept)} of what the best one explains, so that attributes
that say nearly the same share: chosen by cross-validation over the same groups, inside the training folds where the
unexplained share is measured. This is how the network's scores go together, not
what causes people's liking.`;
}

function standInText({ standIns, tasks }: Trained): string {
  if (!standIns) return 'Nothing was tried.';
  const { measures, thirds } = standIns;
  const served = tasks.filter(({ measure }) => measure !== undefined);
  return `${markdown(measureRows({ measures }))}

Measures from the feature maps of the crops or from their pixels: which one, and which way round, is chosen inside the
training folds; the head's SRCC is on the same ten splits. One passes where it is ahead on at least eight splits by more than
0.01 and fewer than 5 % of permutations of the labels reach it over the whole family. It serves where, besides, the network's
graph can compute it: ${served.length > 0 ? `${served.map(({ label, measure }) => `${label.toLowerCase()} by ${measure ?? ''}`).join(', ')}, as a line fitted to the labels` : 'none does'}. Its figures above are those of such lines, fitted on the
training folds. Its map shows what was measured: the measure is the mean of it.

AVT's head for the rule of thirds, learned from ${tasks.find(({ id }) => id === 'simplicity')?.figures[0]?.photos ?? 0} centre crops judged on whole frames, agrees with the crops out of AADB at
${thirds.standIn.toFixed(3)}, the head learned from them at ${thirds.head.toFixed(3)}; it is ahead on ${thirds.wins} of 10 splits and ${thirds.serves ? 'serves' : 'does not serve'}.`;
}

/** docs/model-card.md: everything in it comes out of the run that made the model. */
export function modelCard(trained: Trained, manifest: ModelManifest, bytes: number): string {
  const { selections, trainedOn } = trained;
  const crops = trainedOn.find(({ set }) => set === 'crops')?.photos ?? 0;
  return `# Model card

Written by \`npm run train\`; figures are never edited by hand.

${manifest.name}: ${manifest.parameters.toLocaleString('en')} parameters, ${megabytes(bytes)} on disk (ONNX, TensorFlow.js, and one file with the numbers of both, convolutions as float16).
It looks at a photograph of about ${manifest.input.area.toLocaleString('en')} pixels and gives ${manifest.tasks.length} scores, a map of where each score
comes from, and an embedding of ${manifest.embedding.size} numbers.

## What it predicts

${markdown([['score', 'what a high value says'], ...manifest.tasks.map(({ label, description }) => [label, description])])}

AADB's attributes (all but overall and simplicity) tell whether a property does the photograph good, not how much of
it there is.

**Scale.** Shown is 100 times the normal distribution function of (raw - mean) / deviation, with mean and deviation of
the network's raw scores on OASIS, for the overall score those out of fold.
${manifest.scaleNote}

## How well it agrees with people

${markdown(evaluationRows(trained))}

SRCC is Spearman's rank correlation with the mean of the raters, on photographs left out of training: the mean over
ten random five-fold splits with fixed seeds. Photographs of one group never stand on both sides of a split; a group is
a theme in OASIS, a photograph elsewhere, and groups that share a near-duplicate (found by their taps) are
one. Strengths, the weights of the taps and of the sets are chosen inside the training folds by cross-validation over
the same groups. Means and deviations that put the taps on one footing are
those of OASIS' photographs, without labels. The interval is of 1,000 bootstrap draws of whole groups, each the mean
over the ten splits. Classes follow the interval's lower end: strong from 0.5, fair from 0.3, weak from 0.1, else not
reliable; nor is an attribute that adds nothing for certain to the overall score (below). References are what plain linear heads on EfficientNet-Lite1 reach. The ceiling is what the mean of endless raters
would reach, estimated from how far the raters differ: square root of the labels' reliability.

Crops of 80 and 200 pixels were enlarged to the size the application feeds them at. What separates sophoappeal and
simplicity from the references is not found: near-duplicates left apart, channels standardised plainly with one
ridge, and crops of sophoappeal enlarged less were each tried once, apart from the training run, and each moved the SRCC by
about 0.01.

### What the attributes add to the overall score

${markdown(beyondRows(trained))}

Partial SRCC of an attribute's score with its label, given an overall score, with 95 % interval: same predictions, same
draws as above. People who like a photograph say of most of its properties that they do it good; an attribute whose
interval touches 0 (its lower end is below 0.01, which is how well 1,000 draws know it) may be the overall score under
another name, and is not reliable. For AADB's attributes the class follows the first column, given the overall score of
the same people for the same photograph: the purest measure of what their judgements share. Given the network's own
overall score, a weaker guess at it, some of that would be found again as if it were new. Nobody gave AVT's photographs
an overall score: there the network's stands in.

Where most labels are zero, the AUC says how often a photograph that the property does good (label above 0) scores
higher than one of label 0; labels below 0 (it does harm) are left out.

### In place of learned heads

${standInText(trained)}

### What the overall score is made of

${contributionText(trained)}

### Beside the overall score

${markdown(baselineRows(trained))}

NIMA is idealo's MobileNet, trained on AVA; it knows neither set. "Alone" on the same set is out of fold, on the other
set it is a test across sets.

### Chosen

Of taps weighted (equal, later or latest: how much the later taps count for more), the strength of the ridge, the
weight of sophoappeal beside OASIS, and whether the attributes borrow: the overall score learned on OASIS alone and the
simplicity learned on AVT, neither of which knows the crops, then stand beside the taps as two more features. The five
best choices are averaged, as the best one alone is as much luck as merit; their mean is one linear head again.

${selections
  .map(({ family, shipped, taken }) =>
    [
      `- ${family}: ships as the mean of ${shipped.map((choice) => `(${described(choice)})`).join(', ')}.`,
      `  In the training folds, of ${splitCount * foldCount * averaged}: ${sidesOf(taken).join('; ')}.`,
    ].join('\n'),
  )
  .join('\n')}

## Trained on

${markdown([['set', 'photographs', 'terms'], ...manifest.trainedOn.map(({ set, photos, terms }) => [set, photos.toLocaleString('en'), terms])])}

The trunk is Apache-2.0. The heads were fitted to labels that are given for research (OASIS, AADB) or by universities
who state their terms themselves: whoever uses these weights beyond research should ask the owners of those labels, or
train on labels of their own with \`npm run train\`.

## What it cannot do

- The eleven attributes were learned from ${crops} crops of 80 pixels. Sharpness, and where things stand in the whole frame,
  can hardly be seen there: attributes called not reliable are just that.
- The overall score is the taste of panels who rated OASIS' everyday photographs and stock photographs on a screen.
  It is not a photographer's taste, and it says little about photographs of a kind that these sets lack.
- It was not trained to pick within a burst of nearly equal frames: expect chance level there.
- It sees about 64,000 pixels: missed focus and noise of a large photograph are invisible to it.
`;
}
