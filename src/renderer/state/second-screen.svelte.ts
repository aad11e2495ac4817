import type { Api } from '../../shared/contract.ts';
import { screenFragment, type ScreenKeys, type ScreenView } from '../../shared/screens.ts';

export const screenOf = (hash: string): string | null => /^#screen=([a-z0-9]{8,32})$/.exec(hash)?.[1] ?? null;

/** What only the document can do. */
export interface Pages {
  /** The name of a window that was loaded again and has a second screen. */
  recall(): string | null;
  remember(name: string): void;
  /** Opens or finds the page of this name; null where the browser does not let it. */
  open(address: string, name: string): { focus(): void } | null;
}

/** Where there is no document. */
export const noPages: Pages = { recall: () => null, remember: () => undefined, open: () => null };

/** The second screen as its window knows it. */
export class SecondScreen {
  readonly window: string;
  readonly #api: Pick<Api, 'call'>;
  readonly #pages: Pages;
  readonly #refused: () => never;
  #told = '';
  #wanted = $state(false);
  #lastKey = 0;

  constructor(api: Pick<Api, 'call'>, pages: Pages, refused: () => never) {
    this.#api = api;
    this.#pages = pages;
    this.#refused = refused;
    const recalled = pages.recall();
    this.window = recalled ?? crypto.randomUUID().replaceAll('-', '').slice(0, 16);
    this.#wanted = recalled !== null;
  }

  /** It was opened, so it is told what to show. */
  get wanted(): boolean {
    return this.#wanted;
  }

  /** Opens it, or brings it to the front. */
  async open(): Promise<void> {
    this.#wanted = true;
    this.#pages.remember(this.window);
    if (await this.#api.call('screens.open', { window: this.window })) return;
    const page = this.#pages.open(screenFragment(this.window), `proofsheet-${this.window}`);
    if (!page) this.#refused();
    page.focus();
  }

  show(view: Omit<ScreenView, 'window'>): void {
    const next = { ...view, window: this.window };
    const told = JSON.stringify(next);
    if (told === this.#told) return;
    this.#told = told;
    this.#api.call('screens.show', next).catch(() => (this.#told = ''));
  }

  /** Commands of keys that were pressed there and not carried out yet. */
  pressed({ window, keys }: ScreenKeys): ScreenKeys['keys'] {
    if (window !== this.window) return [];
    const fresh = keys.filter(({ number }) => number > this.#lastKey);
    this.#lastKey = Math.max(this.#lastKey, ...keys.map(({ number }) => number));
    return fresh;
  }
}
