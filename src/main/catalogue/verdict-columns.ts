import {
  labels,
  noVerdict,
  pickStates,
  verdictFields,
  type Verdict,
  type VerdictCounts,
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
    const { pick, stars, label } = this.#columns;
    return {
      pick: pickStates.find((state) => pickNumber[state] === pick[slot]) ?? noVerdict.pick,
      stars: stars[slot] ?? noVerdict.stars,
      label: labels[label[slot] ?? 0] ?? noVerdict.label,
    };
  }

  /** Unmarks in a mask by slot whatever does not pass the filter. */
  keep(mask: Uint8Array, filter: VerdictFilter | undefined): void {
    if (!filter) return;
    const { pick, stars, label } = this.#columns;
    const passing = (numbers: readonly number[] | undefined): ((value: number) => boolean) => {
      if (!numbers) return () => true;
      // Reject is -1, and no label NaN: both find a place of their own.
      const place = (value: number): number => (Number.isNaN(value) ? 0 : value + 2);
      const table = new Uint8Array(labels.length + 2);
      for (const value of numbers) table[place(value)] = 1;
      return (value) => table[place(value)] === 1;
    };
    const passesPick = passing(filter.picks?.map((state) => pickNumber[state]));
    const passesLabel = passing(filter.labels?.map(labelNumber));
    const { min, max } = filter.stars ?? { min: 0, max: Infinity };
    for (let slot = 0; slot < mask.length; slot++) {
      const given = stars[slot] ?? 0;
      const passes =
        given >= min && given <= max && passesPick(pick[slot] ?? 0) && passesLabel(label[slot] ?? NaN);
      if (!passes) mask[slot] = 0;
    }
  }

  /** Of the slots that a mask marks. */
  counts(mask: Uint8Array): VerdictCounts {
    const { pick } = this.#columns;
    const counts: VerdictCounts = { picked: 0, rejected: 0, undecided: 0 };
    for (let slot = 0; slot < mask.length; slot++) {
      if (mask[slot] === 0) continue;
      if (pick[slot] === pickNumber.pick) counts.picked++;
      else if (pick[slot] === pickNumber.reject) counts.rejected++;
      else counts.undecided++;
    }
    return counts;
  }
}
