import type { CardPlace, CardReport } from '../../shared/card.ts';
import type { ExportReport } from '../../shared/export.ts';
import type { WorkState } from '../../shared/work.ts';
import type { Connection } from '../connection.ts';

/** Drives are looked at this often while the window is seen: a card that is put in is offered. */
const lookEvery = 10_000;

/** What is copied from cards, and the cards that are in. */
export class Works {
  card = $state.raw<WorkState<CardReport> | null>(null);
  exporting = $state.raw<WorkState<ExportReport> | null>(null);
  places = $state.raw<CardPlace[]>([]);

  readonly cards: readonly CardPlace[] = $derived.by(() => this.places.filter(({ isCard }) => isCard));
  readonly #api: Connection;

  constructor(api: Connection) {
    this.#api = api;
    api.on('cardCopy', (state) => {
      this.card = state;
    });
    api.on('exporting', (state) => {
      this.exporting = state;
    });
  }

  async load(): Promise<void> {
    this.card = await this.#api.call('cards.state');
    this.exporting = await this.#api.call('export.state');
    await this.lookForCards();
  }

  async lookForCards(): Promise<void> {
    this.places = await this.#api.call('cards.places');
  }

  /** Returns the function that ends it. */
  watchForCards(page: Document): () => void {
    const look = () => {
      // What is missed now is seen the next time.
      if (page.visibilityState === 'visible') void this.lookForCards().catch(() => undefined);
    };
    const timer = setInterval(look, lookEvery);
    page.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      page.removeEventListener('visibilitychange', look);
    };
  }
}
