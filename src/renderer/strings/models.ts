const numbers = new Intl.NumberFormat('en');
const twoDecimals = new Intl.NumberFormat('en', { maximumFractionDigits: 2, minimumFractionDigits: 2 });
const photos = (count: number): string => `${numbers.format(count)} ${count === 1 ? 'photo' : 'photos'}`;
const place = (share: number): string => String(Math.round(100 * share));

export const modelStrings = {
  title: 'Model',
  inUse: (name: string, standard: boolean) => (standard ? `${name}, Proofsheet’s own` : name),
  loading: 'Asking which model scores',
  choose: 'Use another model',
  standard: 'Use Proofsheet’s own',
  compare: 'Compare two models',
  nothingToCompare: 'Two models can be compared once both have scored photos.',
  hint: 'A model is a folder with a manifest.json. Photos keep their scores until it has scored them.',
  chooser: {
    title: 'Use another model',
    add: (name: string) => `Use “${name}”`,
    addNothing: 'Use this folder',
    hint: 'The folder that holds the model’s manifest.json. Every photo is scored by it in the background.',
  },
  measured: (name: string) => `Measured, not learned: ${name}. The map shows what was measured.`,
};

export const engineStrings = {
  time: 'Time them',
  timing: 'Timing, some seconds for each',
  nowRuns: (name: string) => `Now: ${name}`,
  option: (name: string, milliseconds: number) => `${name}: ${String(Math.round(milliseconds))} ms a photo`,
  absent: (name: string) => `${name}: not here`,
  other: 'scores of its own',
};

export const comparisonStrings = {
  title: 'Compare two models',
  with: 'Compared with',
  by: 'By',
  none: 'No other model has scored photos here yet.',
  reading: 'Comparing',
  few: 'No photo has been scored by both models yet.',
  agreement: 'How alike they rank',
  agreementOn: (count: number) =>
    `Rank correlation over the ${photos(count)} that both have scored; 1 is the same order.`,
  correlation: (value: number) => (Number.isNaN(value) ? 'none' : twoDecimals.format(value)),
  apart: 'Where they disagree most',
  higher: (name: string) => `Higher by ${name}`,
  inUse: 'the model in use',
  noneHigher: 'None among those furthest apart.',
  scale: 'Numbers are places among these photos: 100 is the best of them, 0 the last.',
  places: (here: number, there: number) => `${place(here)} by the model in use, ${place(there)} by the other`,
  here: (share: number) => place(share),
  show: (name: string) => `Show ${name}`,
};
