import type { ModelManifest, ModelTask } from '../../src/shared/manifest.ts';

const task = (id: string, kind: ModelTask['kind']): ModelTask => ({
  id,
  label: id,
  kind,
  description: 'For tests.',
  unit: 'deviations',
  bias: 0,
  scale: { mean: 0, deviation: 1 },
  reliability: { class: 'fair', measured: [{ set: 'none', srcc: 0.5, low: 0.4, high: 0.6, photos: 10 }] },
});

/** A model of two tasks, for what needs its description alone. */
export const smallManifest: ModelManifest = {
  format: 1,
  name: 'small',
  file: 'model.onnx',
  sha256: '0'.repeat(64),
  parameters: 1,
  input: { name: 'image', multiple: 32, area: 64_000 },
  outputs: { raw: 'raw', embedding: 'embedding', maps: 'maps' },
  embedding: { size: 4 },
  tasks: [task('overall', 'overall'), task('light', 'attribute')],
  trainedOn: [{ set: 'none', photos: 1, terms: 'none' }],
  scaleNote: 'For tests.',
};
