import type { Api } from '../../shared/contract.ts';
import type { UndoState, VerdictAnswer } from '../../shared/history.ts';
import type { OnScreen, VerdictChange, VerdictCounts } from '../../shared/verdict.ts';
import { strings } from '../strings/strings.ts';

/** What the person decides in this window, and what was decided so far. */
export class Judging {
  /** What undo and redo would do; null until told. */
  standing = $state.raw<UndoState>({ undo: null, redo: null });
  /** Of the folder on screen; null until told. */
  counts = $state.raw<VerdictCounts | null>(null);
  readonly #api: Pick<Api, 'call'>;
  readonly #say: (text: string) => void;
  #counting = 0;

  constructor(api: Pick<Api, 'call'>, say: (text: string) => void) {
    this.#api = api;
    this.#say = say;
  }

  /** A decision is shown once it is on the drive: the row that comes with the event shows it. */
  async judge(photos: number[], verdict: VerdictChange, screen: OnScreen): Promise<void> {
    if (photos.length === 0) return;
    const { changed, undo, redo } = await this.#api.call('verdicts.set', { photos, verdict, screen });
    this.standing = { undo, redo };
    // One photo shows it; of many, most are out of sight.
    if (photos.length > 1)
      this.#say(changed > 0 && undo ? `${undo.words}.` : strings.verdicts.nothingChanged);
  }

  /** A verdict for each photo, as one step. */
  async judgeEach(verdicts: { photo: number; verdict: VerdictChange }[], screen: OnScreen): Promise<void> {
    const { changed, undo, redo } = await this.#api.call('verdicts.setEach', { verdicts, screen });
    this.standing = { undo, redo };
    this.#say(changed > 0 && undo ? `${undo.words}.` : strings.verdicts.nothingChanged);
  }

  async undo(): Promise<void> {
    const { undo } = this.standing;
    if (!undo) return void this.#say(strings.verdicts.nothingToUndo);
    this.#tell(
      strings.verdicts.undone(undo.words),
      await this.#api.call('verdicts.undo', { step: undo.step }),
    );
  }

  async redo(): Promise<void> {
    const { redo } = this.standing;
    if (!redo) return void this.#say(strings.verdicts.nothingToRedo);
    this.#tell(
      strings.verdicts.redone(redo.words),
      await this.#api.call('verdicts.redo', { step: redo.step }),
    );
  }

  /** Makes this step the last that stands; null for the state before the first. */
  async goTo(step: number | null): Promise<void> {
    const { changed, ...answer } = await this.#api.call('verdicts.goTo', { step });
    this.#tell(strings.verdicts.wentTo(changed), { changed, ...answer });
  }

  async load(): Promise<void> {
    this.standing = await this.#api.call('verdicts.undoState');
  }

  async count(place: { root: number | null; folder: string }): Promise<void> {
    const asked = ++this.#counting;
    const counts = await this.#api.call('verdicts.counts', place);
    // A later question has been asked meanwhile.
    if (asked === this.#counting) this.counts = counts;
  }

  #tell(words: string, { kept, ...standing }: VerdictAnswer): void {
    this.standing = standing;
    this.#say(kept > 0 ? `${words} ${strings.verdicts.kept(kept)}` : words);
  }
}
