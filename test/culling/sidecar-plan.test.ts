import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SidecarPlace } from '../../src/main/catalogue/sidecars.ts';
import { intentOf } from '../../src/main/culling/sidecars/intent.ts';
import { plan, type Plan } from '../../src/main/culling/sidecars/plan.ts';
import { fromFields } from '../../src/main/culling/sidecars/translate.ts';
import { editXmp, type Changes } from '../../src/main/imaging/xmp/edit.ts';
import { readXmp } from '../../src/main/imaging/xmp/read.ts';
import {
  defaultSidecarSettings,
  editorIds,
  standIns,
  type EditorId,
  type SidecarSettings,
} from '../../src/shared/editors.ts';
import { labels, noVerdict, pickStates, type Verdict } from '../../src/shared/verdict.ts';

/** A photo with its sidecar, and another program that changes it. */
class Desk {
  place: SidecarPlace;
  bytes: Uint8Array | null = null;
  readonly settings: SidecarSettings;

  constructor(settings: Partial<SidecarSettings>, verdict: Partial<Verdict> = {}) {
    this.settings = { ...defaultSidecarSettings, sidecarWriting: true, ...settings };
    this.place = {
      photo: 1,
      rootPath: '/photos',
      file: 'IMG_1.CR2',
      format: 'cr2',
      stem: 'IMG_1.xmp',
      full: 'IMG_1.CR2.xmp',
      verdict: { ...noVerdict, ...verdict },
      inStep: { pick: null, stars: null, label: null },
      intent: { pick: null, stars: null, label: null },
      disputed: { pick: null, stars: null, label: null },
      writtenAs: null,
    };
  }

  get fields() {
    return this.bytes && readXmp(this.bytes);
  }

  decide(verdict: Partial<Verdict>): this {
    this.place = { ...this.place, verdict: { ...this.place.verdict, ...verdict } };
    return this;
  }

  outside(changes: Changes): this {
    this.bytes = editXmp(this.bytes, changes);
    return this;
  }

  /** The sidecar is written, and the program killed before that was noted. */
  syncKilled(): this {
    const made = plan(this.place, { chosen: this.fields, other: null }, this.settings, null);
    if (Object.keys(made.chosen).length === 0) return this;
    this.bytes = editXmp(this.bytes, made.chosen);
    const after = { chosen: this.fields, other: null };
    const { inStep, intent } = intentOf(this.place, made, after, this.settings);
    this.place = { ...this.place, inStep, intent };
    return this;
  }

  sync(): Plan {
    const made = plan(this.place, { chosen: this.fields, other: null }, this.settings, null);
    if (Object.keys(made.chosen).length > 0) this.bytes = editXmp(this.bytes, made.chosen);
    const intent = { pick: null, stars: null, label: null };
    this.place = { ...this.place, inStep: made.inStep, intent, disputed: made.disputed };
    this.decide(made.take as Partial<Verdict>);
    return made;
  }
}

const verdicts = fc.record({
  pick: fc.constantFrom(...pickStates),
  stars: fc.integer({ min: 0, max: 5 }),
  label: fc.constantFrom(...labels),
});
const settings = fc.record({
  sidecarEditor: fc.constantFrom(...editorIds),
  sidecarPickAs: fc.constantFrom(...standIns),
  sidecarRejectAs: fc.constantFrom(...standIns),
});

describe('a verdict in a sidecar', () => {
  it('comes back whole from every program, also into an empty catalogue', () => {
    fc.assert(
      fc.property(settings, verdicts, (chosen, verdict) => {
        const desk = new Desk(chosen, verdict);
        desk.sync();
        const fields = desk.fields;
        if (fields) expect(fromFields(fields, desk.settings, null)).toEqual(verdict);
        else expect(verdict).toEqual(noVerdict);
      }),
      { numRuns: 400 },
    );
  });

  it('is in step after each change here, and written no second time', () => {
    fc.assert(
      fc.property(settings, fc.array(verdicts, { minLength: 1, maxLength: 5 }), (chosen, steps) => {
        const desk = new Desk(chosen);
        for (const verdict of steps) {
          desk.decide(verdict).sync();
          expect(desk.place.verdict).toEqual(verdict);
          expect(desk.place.inStep).toEqual(verdict);
          const again = desk.sync();
          expect([again.chosen, again.take]).toEqual([{}, {}]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each<[EditorId, Verdict, Changes]>([
    ['bridge', { pick: 'reject', stars: 4, label: 'red' }, { rating: '-1', label: 'Select', ownStars: '4' }],
    [
      'darktable',
      { pick: 'reject', stars: 4, label: 'purple' },
      { rating: '-1', label: 'Purple', darktableLabels: ['4'] },
    ],
    ['darktable', { pick: 'pick', stars: 2, label: 'none' }, { rating: '2', pick: null, ownPick: 'pick' }],
    [
      'digikam',
      { pick: 'reject', stars: 4, label: 'yellow' },
      { rating: '4', pickLabel: '1', colorLabel: '3' },
    ],
    ['digikam', { pick: 'pick', stars: 0, label: 'none' }, { rating: null, pickLabel: '3', label: null }],
    ['lightroom', { pick: 'reject', stars: 4, label: 'green' }, { rating: '4', pick: '-1', label: 'Green' }],
    [
      'capture-one',
      { pick: 'reject', stars: 1, label: 'blue' },
      { rating: '1', label: 'Blue', ownPick: 'reject' },
    ],
  ])('is written for %s as it reads it: %o', (sidecarEditor, verdict, expected) => {
    const desk = new Desk({ sidecarEditor }, verdict);
    desk.sync();
    expect(desk.fields).toMatchObject(expected);
  });

  it('shows a pick as the star or label that the person set, for a program that reads no flag', () => {
    const desk = new Desk(
      { sidecarEditor: 'capture-one', sidecarPickAs: 'label-green', sidecarRejectAs: 'star-1' },
      { pick: 'pick', stars: 3, label: 'red' },
    );
    desk.sync();
    expect(desk.fields).toMatchObject({ rating: '3', label: 'Green' });
    desk.decide({ pick: 'reject' }).sync();
    expect(desk.fields).toMatchObject({ rating: '1', label: 'Red' });
    desk.decide({ pick: 'none' }).sync();
    expect(desk.fields).toMatchObject({ rating: '3', label: 'Red', ownPick: 'none' });
  });

  it("writes labels in the person's own words, and reads them in any case", () => {
    const desk = new Desk({ sidecarWords: { lightroom: { red: 'Rot' } } }, { label: 'red' });
    desk.sync();
    expect(desk.fields?.label).toBe('Rot');
    desk.outside({ label: 'GREEN' });
    expect(desk.sync().take).toEqual({ label: 'green' });
    desk.outside({ label: 'rot' });
    expect(desk.sync().take).toEqual({ label: 'red' });
  });
});

describe('a sidecar of another program', () => {
  it('gives its values to a photo without verdict', () => {
    const desk = new Desk({}).outside({ rating: '3', label: 'Blue' });
    expect(desk.sync().take).toEqual({ stars: 3, label: 'blue' });
  });

  it('that rejects by -1 rejects here, and the stars stay what they were', () => {
    const desk = new Desk({ sidecarEditor: 'bridge' }, { stars: 4 });
    desk.sync();
    desk.outside({ rating: '-1' });
    expect(desk.sync().take).toEqual({ pick: 'reject' });
    expect(desk.place.verdict).toEqual({ pick: 'reject', stars: 4, label: 'none' });
    desk.outside({ rating: '2' });
    expect(desk.sync().take).toEqual({ pick: 'none', stars: 2 });
  });

  it.each<[Changes, Verdict['pick']]>([
    [{ pick: '-1' }, 'reject'],
    [{ pick: '1' }, 'pick'],
    [{ pickLabel: '1' }, 'reject'],
    [{ pickLabel: '3' }, 'pick'],
    [{ rating: '-1' }, 'reject'],
  ])('says %o', (changes, pick) => {
    expect(new Desk({}).outside(changes).sync().take).toEqual({ pick });
  });

  it('takes back what it took out: an absent rating is none where one was', () => {
    const desk = new Desk({}, { stars: 4 });
    desk.sync();
    desk.outside({ rating: null });
    expect(desk.sync().take).toEqual({ stars: 0 });
  });

  it('wins where only it changed, loses where only the verdict did, and waits for the person where both did', () => {
    const desk = new Desk({}, { stars: 1, label: 'red', pick: 'pick' });
    desk.sync();
    desk.outside({ rating: '5', label: 'Blue' }).decide({ stars: 2, pick: 'none' });
    const made = desk.sync();
    expect(made.take).toEqual({ label: 'blue' });
    expect(made.disputed).toEqual({ pick: null, stars: '5', label: null });
    expect(desk.place.verdict).toEqual({ pick: 'none', stars: 2, label: 'blue' });
    expect(desk.fields).toMatchObject({ rating: '5', label: 'Blue', pick: '0' });
    // Until the person chooses, it stays so.
    const again = desk.sync();
    expect([again.take, again.chosen, again.disputed.stars]).toEqual([{}, {}, '5']);
  });

  it('is not overwritten by an undo of what it changed since', () => {
    const desk = new Desk({}, { stars: 1 });
    desk.sync();
    desk.decide({ stars: 3 }).sync();
    desk.outside({ rating: '5' }).decide({ stars: 1 });
    expect(desk.sync().disputed.stars).toBe('5');
    expect(desk.fields?.rating).toBe('5');
  });

  it('keeps a label that is none of our colours until a colour is decided', () => {
    const desk = new Desk({}).outside({ label: 'Winner' });
    expect(desk.sync().take).toEqual({});
    desk.decide({ stars: 3 }).sync();
    expect(desk.fields).toMatchObject({ label: 'Winner', rating: '3' });
    desk.decide({ label: 'red' });
    expect(desk.sync().disputed.label).toBe('Winner');
    expect(desk.fields?.label).toBe('Winner');
  });

  it('gets no fields of ours where it says all there is', () => {
    const desk = new Desk({}).outside({ rating: '3', label: 'Blue' });
    const before = desk.bytes;
    desk.sync();
    expect(desk.bytes).toBe(before);
  });
});

describe('both namings beside a photo', () => {
  const both = (chosen: Changes, other: Changes, place: Partial<SidecarPlace> = {}) => {
    const desk = new Desk({});
    const said = { chosen: readXmp(editXmp(null, chosen)), other: readXmp(editXmp(null, other)) };
    return plan({ ...desk.place, ...place }, said, desk.settings, null);
  };

  it('the one of the chosen program counts, and the other where it is silent', () => {
    expect(both({ rating: '2' }, { rating: '5', label: 'Red' }).take).toEqual({ stars: 2, label: 'red' });
  });

  it('a change in either counts, and the other file follows in what it says already', () => {
    const inStep = { pick: 'none', stars: 2, label: 'none' } as const;
    const made = both({ rating: '2' }, { rating: '5' }, { inStep, verdict: { ...inStep } });
    expect(made.take).toEqual({ stars: 5 });
    expect(made.chosen).toMatchObject({ rating: '5' });
    const back = both({ rating: '3' }, { rating: '2' }, { inStep, verdict: { ...inStep } });
    expect(back.other).toEqual({ rating: '3' });
  });
});

describe('a kill between writing a sidecar and noting it', () => {
  it('lets no sidecar of ours overrule what was decided since, whatever is killed how often', () => {
    fc.assert(
      fc.property(
        settings,
        verdicts,
        fc.array(verdicts, { minLength: 1, maxLength: 4 }),
        (chosen, first, later) => {
          const desk = new Desk(chosen, first);
          desk.sync();
          for (const verdict of later) desk.decide(verdict).syncKilled();
          const last = later.at(-1) ?? noVerdict;
          // Decided back to what both sides knew: what stands in the sidecar is still our own.
          for (const verdict of [first, last]) {
            desk.decide(verdict);
            expect(desk.sync().take).toEqual({});
            expect(desk.place.verdict).toEqual(verdict);
          }
        },
      ),
    );
  });

  it('leaves a change of another program news', () => {
    const desk = new Desk({}, { stars: 2 });
    desk.sync();
    desk.outside({ rating: '5' }).decide({ label: 'red' }).syncKilled();
    expect(desk.sync().take).toMatchObject({ stars: 5 });
    expect(desk.place.verdict).toMatchObject({ stars: 5, label: 'red' });
  });
});
