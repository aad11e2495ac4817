import { evaAttributes } from './data/eva.ts';
import type { aadbColumns } from './data/photograph.ts';
import { type SetName } from './data/photograph.ts';

/** What the network predicts. */
export interface Task {
  id: string;
  label: string;
  kind: 'overall' | 'attribute';
  /** What a high value says about the photograph. */
  description: string;
  /** A caution to show beside the reliability. */
  note?: string;
}

type Words = Pick<Task, 'label' | 'description'>;

/** AADB's raters said of each attribute whether it does the photograph good, not how much of it there is. */
const effect = 'It tells whether this does the photograph good, not how much of it there is.';

const aadbWords: Record<keyof typeof aadbColumns, Words> = {
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

const evaWords: Record<(typeof evaAttributes)[number], Words> = {
  visual: { label: 'Light and colour', description: 'People like its light and its colours.' },
  composition: {
    label: 'Composition and depth',
    description: 'People like its composition and the depth in it.',
  },
  quality: { label: 'Quality', description: 'People find it technically well made.' },
  semantic: { label: 'Subject matter', description: 'People like what it shows.' },
};

const attribute = (id: string, { label, description }: Words): Task => ({
  id,
  label,
  kind: 'attribute',
  description,
});

const overall: Task = {
  id: 'overall',
  label: 'Overall',
  kind: 'overall',
  description: 'People find such a photograph beautiful.',
};

const aadbTasks = Object.entries(aadbWords).map(([id, words]) =>
  attribute(id, { ...words, description: `${words.description} ${effect}` }),
);

const simplicity = attribute('simplicity', {
  label: 'Simplicity',
  description: 'People call such a photograph simple: little in it distracts.',
});

/** The sets that the network can be trained on: what they are, the terms that come with them, and the tasks they have labels for. */
export const dataSets: Record<SetName, { title: string; terms: string; tasks: readonly Task[] }> = {
  oasis: {
    title: 'OASIS',
    terms:
      'photographs of OASIS (Kurdi, Lozano, Banaji 2017) and beauty ratings (Brielmann, Pelli 2019), for research',
    tasks: [overall],
  },
  sophoappeal: {
    title: 'sophoappeal',
    terms: 'CC0 photographs; ratings of the TU Ilmenau image appeal study, whose owners state the terms',
    tasks: [overall, ...aadbTasks.map((task) => ({ ...task, note: 'measured on 80-pixel crops' }))],
  },
  avt: {
    title: 'AVT',
    terms: 'TU Ilmenau AVT image database; its owners state the terms',
    tasks: [{ ...simplicity, note: 'measured on 200-pixel centre crops' }],
  },
  aadb: {
    title: 'AADB',
    terms: 'labels of AADB (Kong et al. 2016), for research',
    tasks: [overall, ...aadbTasks],
  },
  eva: {
    title: 'EVA',
    terms: 'votes of EVA (Kang, Valenzise, Dufaux 2020) on photographs of AVA, whose owners state the terms',
    tasks: [overall, ...evaAttributes.map((id) => attribute(id, evaWords[id]))],
  },
};

/** The tasks that some sets have labels for, in the order of the network's outputs. */
export const tasksOf = (sets: readonly SetName[]): Task[] => [
  ...new Map(sets.flatMap((set) => dataSets[set].tasks).map((task) => [task.id, task])).values(),
];

/** The sets that are trained on where AADB and EVA are not at hand. */
export const openSets = ['oasis', 'sophoappeal', 'avt'] as const;

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
