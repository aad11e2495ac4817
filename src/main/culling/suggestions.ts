import type { VerdictAnswer } from '../../shared/history.ts';
import type { Suggestion, SuggestionRun, SuggestionSource } from '../../shared/suggestions.ts';
import type { OnScreen, VerdictChange } from '../../shared/verdict.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Verdicts } from './verdicts.ts';

interface SuggestionOptions {
  catalogue: Catalogue;
  verdicts: Verdicts;
  /** Told after every change, with the runs of which something is undecided. */
  onRuns: (runs: SuggestionRun[]) => void;
}

/** What the program would decide, for whoever works it out, and what the person makes of it. */
export class Suggestions {
  readonly #options: SuggestionOptions;
  #wasEmpty = true;

  constructor(options: SuggestionOptions) {
    this.#options = options;
  }

  /**
   * Suggests. Fields that have a verdict are passed over; what the same source suggested earlier for the photos in
   * `scope` is no longer meant.
   *
   * @returns the run; null where there was nothing left to suggest
   */
  async make(source: SuggestionSource, scope: number[], suggestions: Suggestion[]): Promise<number | null> {
    const run = await this.#options.catalogue.suggest(source, scope, suggestions);
    this.#tell(await this.runs());
    return run;
  }

  runs(): Promise<SuggestionRun[]> {
    return this.#options.catalogue.suggestionRuns();
  }

  /** What is undecided of a run. @param photos among these alone; null for all */
  list(run: number, photos: number[] | null): Promise<Suggestion[]> {
    return this.#options.catalogue.suggestionsOf(run, photos);
  }

  /** Makes them the person's decisions, as one step that can be undone. */
  async confirm(run: number, photos: number[] | null, screen: OnScreen | null): Promise<VerdictAnswer> {
    const changes = new Map<number, VerdictChange>();
    for (const { photo, field, value } of await this.list(run, photos))
      changes.set(photo, { ...changes.get(photo), [field]: value });
    return await this.#options.verdicts.decide({
      source: 'confirmed',
      screen,
      changes: [...changes].map(([photo, verdict]) => ({ photo, verdict })),
    });
  }

  async drop(run: number, photos: number[] | null): Promise<{ photos: number }> {
    const dropped = await this.#options.catalogue.dropSuggestions(run, photos);
    this.#tell(await this.runs());
    return { photos: dropped.length };
  }

  /** Verdicts were given or taken back: what they decided is suggested no more, or again. */
  async noteDecided(): Promise<void> {
    const runs = await this.runs();
    if (runs.length > 0 || !this.#wasEmpty) this.#tell(runs);
  }

  #tell(runs: SuggestionRun[]): void {
    this.#wasEmpty = runs.length === 0;
    this.#options.onRuns(runs);
  }
}
