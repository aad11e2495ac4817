import {
  labels,
  noVerdict,
  pickStates,
  verdictFields,
  type Verdict,
  type VerdictField,
  type VerdictFilter,
} from '../../shared/verdict.ts';

/** Rejects before undecided photos before picks; a photo without a label comes after those with one. */
const pickNumber = { reject: -1, none: 0, pick: 1 } as const satisfies Record<Verdict['pick'], number>;
const labelNumber = (label: Verdict['label']): number => (label === 'none' ? NaN : labels.indexOf(label));

export const isVerdictField = (key: string): key is VerdictField =>
  (verdictFields as readonly string[]).includes(key);

/** Verdicts by slot, as numbers in the order they sort in; a label is NaN where there is none. */
export class VerdictColumns {
  readonly #columns: Record<VerdictField, Float32Array>;

  constructor(capacity: number) {
    this.#columns = {
      pick: new Float32Array(capacity),
      stars: new Float32Array(capacity),
      label: new Float32Array(capacity),
    };
  }

  grow(capacity: number): void {
    for (const field of verdictFields) {
      const bigger = new Float32Array(capacity);
      bigger.set(this.#columns[field]);
      this.#columns[field] = bigger;
    }
  }

  column(field: VerdictField): Float32Array {
    return this.#columns[field];
  }

  /** @returns the fields that are different now */
  put(slot: number, { pick, stars, label }: Verdict): VerdictField[] {
    const numbers = { pick: pickNumber[pick], stars, label: labelNumber(label) };
    return verdictFields.filter((field) => {
      if (Object.is(this.#columns[field][slot], numbers[field])) return false;
      this.#columns[field][slot] = numbers[field];
      return true;
    });
  }

  of(slot: number): Verdict {
    const { stars, label } = this.#columns;
    return {
      pick: this.pickOf(slot),
      stars: stars[slot] ?? noVerdict.stars,
      label: labels[label[slot] ?? 0] ?? noVerdict.label,
    };
  }

  pickOf(slot: number): Verdict['pick'] {
    const { pick } = this.#columns;
    return pickStates.find((state) => pickNumber[state] === pick[slot]) ?? noVerdict.pick;
  }

  /** Whether a slot's verdict passes the filter. */
  test(filter: VerdictFilter | undefined): (slot: number) => boolean {
    const { pick, stars, label } = this.#columns;
    const picks = filter?.picks && new Set<number>(filter.picks.map((state) => pickNumber[state]));
    const colours = filter?.labels && new Set<number>(filter.labels.map(labelNumber));
    const { min, max } = filter?.stars ?? { min: 0, max: Infinity };
    return (slot) => {
      const given = stars[slot] ?? 0;
      if (given < min || given > max) return false;
      return (!picks || picks.has(pick[slot] ?? 0)) && (!colours || colours.has(label[slot] ?? NaN));
    };
  }
}
