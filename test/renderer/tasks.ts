import type { ModelTask, Reliability } from '../../src/shared/manifest.ts';

export const taskOf = (
  id: string,
  reliability: { class: Reliability['class']; srcc: number },
  kind: ModelTask['kind'] = 'attribute',
): ModelTask => ({
  id,
  label: id,
  kind,
  description: '',
  unit: '',
  bias: 0,
  scale: { mean: 0, deviation: 1 },
  reliability: {
    class: reliability.class,
    measured: [{ set: 'test', srcc: reliability.srcc, low: 0, high: 1, photos: 100 }],
  },
});
