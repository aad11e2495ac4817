export type SetName = 'oasis' | 'sophoappeal' | 'avt' | 'aadb' | 'eva';

/** A photograph with what people said of it. */
export interface Photograph {
  set: SetName;
  /** File name within the set. */
  name: string;
  file: string;
  /** Photographs of one group show the same thing, and never stand on both sides of a split. */
  group: string;
  /** What the set divides itself into: OASIS' category, the collection a crop of sophoappeal is from; undefined elsewhere. */
  part?: string;
  /** By task id; `overall` is OASIS' beauty (1 to 7), sophoappeal's appeal (1 to 5), AADB's (0 to 1) or EVA's score (0 to 10). */
  labels: Map<string, number>;
  /** Squared standard error of the label that its set is about; undefined where the raters' spread is not known. */
  errorVariance?: number;
  /** Overall score (AADB's, 0 to 1) by the people who judged the attributes; undefined where they gave none. */
  judgesOverall?: number;
  /** Of a set that is split once and for all; undefined where folds are drawn. */
  split?: Split;
}

export const splitNames = ['train', 'validation', 'test'] as const;
export type Split = (typeof splitNames)[number];

/** The AADB attributes: task id and column. */
export const aadbColumns = {
  balancing_elements: 'BalacingElements',
  color_harmony: 'ColorHarmony',
  content: 'Content',
  depth_of_field: 'DoF',
  light: 'Light',
  motion_blur: 'MotionBlur',
  object_emphasis: 'Object',
  repetition: 'Repetition',
  rule_of_thirds: 'RuleOfThirds',
  symmetry: 'Symmetry',
  vivid_color: 'VividColor',
} as const;
