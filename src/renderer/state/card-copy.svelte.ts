import type { CardSurvey } from '../../shared/card.ts';
import type { FolderChoice } from '../../shared/library.ts';
import { sentenceOf } from '../../shared/result.ts';
import type { Application } from './application.svelte.ts';
import { noFilters } from './filters.ts';

/** What is chosen in the dialog that copies a card, and what is on the card. */
export class CardCopyState {
  card = $state.raw<FolderChoice | null>(null);
  target = $state.raw<FolderChoice | null>(null);
  second = $state.raw<FolderChoice | null>(null);
  template = $state('');
  /** The template can be used. */
  sound = $state(true);
  others = $state(false);
  survey = $state.raw<CardSurvey | null>(null);
  surveying = $state(false);
  /** Why the card could not be looked at. */
  trouble = $state('');

  readonly #app: Application;
  #asked = 0;

  constructor(app: Application) {
    this.#app = app;
    this.template = app.settings.current.cardTemplate;
    this.card = app.works.cards[0] ?? null;
    // What is new depends on all of these.
    $effect(() => {
      void this.#look(this.card, this.second === null ? 1 : 2, this.others);
    });
  }

  get ready(): boolean {
    return this.card !== null && this.target !== null && this.sound && (this.survey?.files ?? 1) > 0;
  }

  async start(): Promise<void> {
    const { card, target, second, template, others } = this;
    if (!card || !target) return;
    const targets = second ? [target.id, second.id] : [target.id];
    await this.#app.attempt(async () => {
      await this.#app.settings.change({ cardTemplate: template });
      const place = await this.#app.api.call('cards.copy', { card: card.id, targets, template, others });
      await this.#app.library.load(this.#app.api);
      // Photos are there as they land.
      await this.#app.show({ ...place, ...noFilters });
    });
  }

  async #look(card: FolderChoice | null, targets: number, others: boolean): Promise<void> {
    const asked = ++this.#asked;
    this.survey = null;
    this.trouble = '';
    if (!card) return;
    this.surveying = true;
    try {
      const survey = await this.#app.api.call('cards.survey', { card: card.id, targets, others });
      if (asked === this.#asked) this.survey = survey;
    } catch (error) {
      if (asked === this.#asked) this.trouble = sentenceOf(error);
    } finally {
      if (asked === this.#asked) this.surveying = false;
    }
  }
}
