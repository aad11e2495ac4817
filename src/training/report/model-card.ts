import type { ModelManifest } from '../../shared/manifest.ts';
import { averaged, type Choice, foldCount, splitCount } from '../fit/select.ts';
import type { Trained } from '../train.ts';
import { baselineRows, evaluationRows, markdown } from './table.ts';

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

/** docs/model-card.md: everything in it comes out of the run that made the model. */
export function modelCard(trained: Trained, manifest: ModelManifest, bytes: number): string {
  const { selections } = trained;
  return `# Model card

Written by \`npm run train\`; figures are never edited by hand.

${manifest.name}: ${manifest.parameters.toLocaleString('en')} parameters, ${megabytes(bytes)} on disk (convolutions as float16).
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
reliable. References are what plain linear heads on this trunk reach. The ceiling is what the mean of endless raters
would reach, estimated from how far the raters differ: square root of the labels' reliability.

Crops of 80 and 200 pixels were enlarged to the size the application feeds them at.

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

- The eleven attributes were learned from ${trained.counts.aadb} crops of 80 pixels. Sharpness, and where things stand in the whole frame,
  can hardly be seen there: attributes called not reliable are just that.
- The overall score is the taste of panels who rated OASIS' everyday photographs and stock photographs on a screen.
  It is not a photographer's taste, and it says little about photographs of a kind that these sets lack.
- It was not trained to pick within a burst of nearly equal frames: expect chance level there.
- It sees about 64,000 pixels: missed focus and noise of a large photograph are invisible to it.
`;
}
