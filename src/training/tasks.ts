import type { aadbColumns } from './data/sets.ts';

/** What the network predicts, in the order of its outputs. */
export interface Task {
  id: string;
  label: string;
  kind: 'overall' | 'attribute';
  /** What a high value says about the photograph. */
  description: string;
  /** A caution to show beside the reliability. */
  note?: string;
}

const crops = { kind: 'attribute', note: 'measured on 80-pixel crops' } as const;

/** AADB's raters said of each attribute whether it does the photograph good, not how much of it there is. */
const aadb: Record<keyof typeof aadbColumns, { label: string; description: string }> = {
  balancing_elements: {
    label: 'Balancing elements',
    description: 'How the elements balance each other does the photograph good.',
  },
  color_harmony: {
    label: 'Colour harmony',
    description: 'How the colours go together does the photograph good.',
  },
  content: { label: 'Content', description: 'What is shown does the photograph good: it is interesting.' },
  depth_of_field: {
    label: 'Depth of field',
    description: 'What is sharp and what is soft does the photograph good.',
  },
  light: { label: 'Light', description: 'The light does the photograph good.' },
  motion_blur: {
    label: 'Motion blur',
    description: 'Blur of motion, or its absence, does the photograph good.',
  },
  object_emphasis: {
    label: 'Object emphasis',
    description: 'How the main subject stands out does the photograph good.',
  },
  repetition: { label: 'Repetition', description: 'Repeated forms do the photograph good.' },
  rule_of_thirds: {
    label: 'Rule of thirds',
    description: 'Where the subject stands does the photograph good.',
  },
  symmetry: { label: 'Symmetry', description: 'Symmetry does the photograph good.' },
  vivid_color: { label: 'Vivid colour', description: 'How vivid the colours are does the photograph good.' },
};

export const tasks: readonly Task[] = [
  {
    id: 'overall',
    label: 'Overall',
    kind: 'overall',
    description: 'People find such a photograph beautiful.',
  },
  ...Object.entries(aadb).map(([id, words]) => ({ id, ...words, ...crops })),
  {
    id: 'simplicity',
    label: 'Simplicity',
    kind: 'attribute',
    description: 'People call such a photograph simple: little in it distracts.',
    note: 'measured on 200-pixel centre crops',
  },
];

/** SRCC that plain linear heads on EfficientNet-Lite1 reach elsewhere, by task and set: what a run is compared with. */
export const references: Readonly<Record<string, number>> = {
  'overall/oasis': 0.71,
  'overall/sophoappeal': 0.61,
  'simplicity/avt': 0.86,
  'object_emphasis/aadb': 0.55,
  'content/aadb': 0.54,
  'color_harmony/aadb': 0.53,
  'vivid_color/aadb': 0.45,
  'light/aadb': 0.44,
  'depth_of_field/aadb': 0.27,
  'repetition/aadb': 0.26,
  'symmetry/aadb': 0.21,
  'motion_blur/aadb': 0.2,
  'rule_of_thirds/aadb': 0.19,
  'balancing_elements/aadb': 0,
};
