import { createHash } from 'node:crypto';
import { manifestSchema, type ModelManifest, type Reliability } from '../../shared/manifest.ts';
import type { Contributions } from '../contributions.ts';
import { adds, type Figure, reliabilityClass } from '../evaluate.ts';
import { embeddingSize } from '../fit/heads.ts';
import { graphNames } from '../onnx/export.ts';
import { type NetworkFiles, networkNames } from '../onnx/network-files.ts';
import { dataSets } from '../tasks.ts';
import type { Trained } from '../train.ts';

const imagenetTerms = 'Apache-2.0 weights by Google; ImageNet itself is for research';

/** Photographs that the trunk was trained on: ImageNet's training set of 2012. */
const imagenetPhotos = 1_281_167;

const digits = (value: number, count: number): number => Number(value.toFixed(count));

function finer(figure: Figure | undefined): Pick<Reliability, 'beyond' | 'presence'> {
  const [beyond] = figure?.beyond ?? [];
  const presence = figure?.presence;
  const interval = ({ low, high }: { low: number; high: number }) => ({
    low: digits(low, 3),
    high: digits(high, 3),
  });
  return {
    ...(beyond && {
      beyond: { given: beyond.given, adds: adds(beyond), srcc: digits(beyond.srcc, 3), ...interval(beyond) },
    }),
    ...(presence && {
      presence: {
        auc: digits(presence.auc, 3),
        ...interval(presence),
        positive: presence.positive,
        zero: presence.zero,
        zeroShare: digits(presence.zeroShare, 3),
      },
    }),
  };
}

const rounded = ({ photos, mean, parts, unexplained }: Contributions): ModelManifest['contributions'] => ({
  mean: digits(mean, 6),
  parts: parts
    .map(({ task, mean: middle, coefficient }) => ({
      task,
      mean: digits(middle, 6),
      coefficient: digits(coefficient, 4),
    }))
    .filter(({ coefficient }) => coefficient !== 0),
  unexplained: digits(unexplained, 3),
  photos,
});

/** The manifest of a model. Figures are rounded, so that the file reads well. */
export function manifestOf(trained: Trained, files: NetworkFiles, parameters: number): ModelManifest {
  const { heads, scaleOf } = trained;
  const described = (part: keyof NetworkFiles) => ({
    file: networkNames[part],
    sha256: createHash('sha256').update(files[part]).digest('hex'),
  });
  return manifestSchema.parse({
    format: 1,
    name: `${trained.trunk} with linear heads`,
    ...described('onnx'),
    weights: described('weights'),
    graphModel: described('graphModel'),
    parameters,
    input: { name: graphNames.input, multiple: 32, area: 64_000 },
    outputs: { raw: graphNames.raw, embedding: graphNames.embedding, maps: graphNames.maps },
    embedding: { size: embeddingSize },
    tasks: trained.tasks.map(({ id, label, kind, description, note, figures, scale, measure }, t) => {
      const measured = figures.map(({ set, photos, srcc, low, high }) => ({
        set,
        srcc: digits(srcc, 3),
        low: digits(low, 3),
        high: digits(high, 3),
        photos,
      }));
      return {
        id,
        label,
        kind,
        description,
        unit: "standard deviations of the raters' means",
        bias: heads.bias[t],
        ...(measure !== undefined && { measure }),
        scale: { mean: digits(scale.mean, 6), deviation: digits(scale.deviation, 6) },
        reliability: {
          class: reliabilityClass(figures[0] ?? { low: -1, beyond: [] }),
          measured,
          ...finer(figures[0]),
          ...(note === undefined ? {} : { note }),
        },
      };
    }),
    ...(trained.contributions ? { contributions: rounded(trained.contributions) } : {}),
    trainedOn: [
      { set: 'ImageNet (trunk)', photos: imagenetPhotos, terms: imagenetTerms },
      ...trained.trainedOn.map(({ set, photos }) => {
        // Crops out of AADB, which come with another set.
        const { title, terms } = dataSets[set === 'crops' ? 'aadb' : set];
        return { set: title, photos, terms };
      }),
    ],
    scaleNote: `A score is a rank among ${scaleOf.photos.toLocaleString('en')} photographs of the ${dataSets[scaleOf.set].title} set, not a grade: 50 is their middle.`,
  });
}
