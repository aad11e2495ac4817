/**
 * What a high and what a low score of an attribute says, as words that fit before "lifts it" or "holds it back".
 * AADB's attributes tell whether a property does the photograph good, so their low phrases are faults.
 */
export interface Phrase {
  text: string;
  /** "Balanced elements lift it", but "good light lifts it". */
  plural?: true;
}

export const phrases: Readonly<Record<string, { high: Phrase; low: Phrase }>> = {
  balancing_elements: {
    high: { text: 'balanced elements', plural: true },
    low: { text: 'elements out of balance', plural: true },
  },
  color_harmony: {
    high: { text: 'harmonious colours', plural: true },
    low: { text: 'little colour harmony' },
  },
  content: { high: { text: 'an interesting subject' }, low: { text: 'a plain subject' } },
  depth_of_field: {
    high: { text: 'a fitting depth of field' },
    low: { text: 'a depth of field that does not fit' },
  },
  light: { high: { text: 'good light' }, low: { text: 'poor light' } },
  motion_blur: { high: { text: 'fitting motion blur' }, low: { text: 'unwanted motion blur' } },
  object_emphasis: { high: { text: 'a clear subject' }, low: { text: 'a subject that hardly stands out' } },
  repetition: {
    high: { text: 'repeated forms', plural: true },
    low: { text: 'few repeated forms', plural: true },
  },
  rule_of_thirds: { high: { text: 'a well-placed subject' }, low: { text: 'an ill-placed subject' } },
  symmetry: { high: { text: 'symmetry' }, low: { text: 'a lack of symmetry' } },
  vivid_color: { high: { text: 'vivid colour' }, low: { text: 'muted colour' } },
  simplicity: { high: { text: 'a simple frame' }, low: { text: 'a busy frame' } },
};
