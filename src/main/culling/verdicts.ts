import type {
  DecidedEvent,
  HistoryEntry,
  HistoryPage,
  HistoryStep,
  UndoState,
  VerdictAnswer,
} from '../../shared/history.ts';
import type { OnScreen, VerdictChange } from '../../shared/verdict.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Act } from '../catalogue/decisions.ts';
import { wordsOfStep } from './step-words.ts';

interface VerdictOptions {
  catalogue: Catalogue;
  /** Told of every decision, after it is on the drive. */
  onDecided: (event: DecidedEvent) => void;
  /** Told a sentence where the log beside the catalogue cannot be written. */
  onTrouble: (sentence: string) => void;
}

/** More photos than this are not named one by one to those who listen. */
const mostNamed = 5000;

/** What a person decides about photos, whoever asks for it: window, command line, sidecars, suggestions confirmed. */
export class Verdicts {
  readonly #options: VerdictOptions;

  constructor(options: VerdictOptions) {
    this.#options = options;
  }

  /** The person's own verdict on these photos. */
  async set(photos: number[], verdict: VerdictChange, screen: OnScreen | null): Promise<VerdictAnswer> {
    return await this.decide({
      source: 'person',
      screen,
      changes: photos.map((photo) => ({ photo, verdict })),
    });
  }

  /** One step of decisions; on the drive when this resolves. */
  async decide(act: Act): Promise<VerdictAnswer> {
    const { photos, unsuggested } = await this.#options.catalogue.decide(act);
    return await this.#tell(photos, [], unsuggested);
  }

  /** @param step as the person saw it; null for whatever is last */
  async undo(step: number | null): Promise<VerdictAnswer> {
    const { photos, kept } = await this.#options.catalogue.undo(step);
    return await this.#tell(photos, kept);
  }

  /** @param step as the person saw it; null for whatever was undone last */
  async redo(step: number | null): Promise<VerdictAnswer> {
    const { photos, kept } = await this.#options.catalogue.redo(step);
    return await this.#tell(photos, kept);
  }

  async goTo(step: number | null): Promise<VerdictAnswer> {
    const { photos, kept } = await this.#options.catalogue.goTo(step);
    return await this.#tell(photos, kept);
  }

  async history(before: number | null, limit: number): Promise<HistoryPage> {
    const steps = await this.#options.catalogue.history(before, limit + 1);
    return { entries: steps.slice(0, limit).map(entryOf), more: steps.length > limit };
  }

  async undoState(): Promise<UndoState> {
    const { undo, redo } = await this.#options.catalogue.standing();
    return { undo: await this.#entry(undo), redo: await this.#entry(redo) };
  }

  async #entry(step: number | null): Promise<HistoryEntry | null> {
    const found = step === null ? null : await this.#options.catalogue.historyStep(step);
    return found ? entryOf(found) : null;
  }

  async #tell(photos: number[], kept: number[], unsuggested: number[] = []): Promise<VerdictAnswer> {
    const { catalogue, onDecided, onTrouble } = this.#options;
    const state = await this.undoState();
    const { trouble } = await catalogue.decisionLog();
    if (trouble !== null)
      onTrouble(
        `Your decisions are kept in the catalogue, but the log beside it could not be written (${trouble}); make room on its drive.`,
      );
    const named = [...new Set([...photos, ...unsuggested])];
    if (named.length > 0 || kept.length > 0)
      onDecided({ photos: named.length > mostNamed ? null : named, ...state });
    return { changed: await catalogue.countPhotos(photos), kept: kept.length, ...state };
  }
}

const entryOf = (step: HistoryStep): HistoryEntry => ({
  step: step.id,
  at: step.at,
  source: step.source,
  undone: step.state === 'undone',
  words: wordsOfStep(step),
});
