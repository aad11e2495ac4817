import type { Api } from '../../shared/contract.ts';
import type { PhotoDetail } from '../../shared/photo.ts';
import { sentenceOf } from '../../shared/result.ts';

/** What is known of the chosen photo beyond its row. */
export class ChosenDetail {
  /** Of the photo last asked for; null until it is there. */
  current = $state.raw<PhotoDetail | null>(null);
  error = $state('');

  readonly #api: Pick<Api, 'call'>;
  #asked = 0;

  constructor(api: Pick<Api, 'call'>) {
    this.#api = api;
  }

  async show(id: number | null): Promise<void> {
    const asked = ++this.#asked;
    this.error = '';
    if (this.current?.id !== id) this.current = null;
    if (id === null) return;
    try {
      const detail = await this.#api.call('photos.detail', { id });
      if (asked === this.#asked) this.current = detail;
    } catch (error) {
      if (asked === this.#asked) this.error = sentenceOf(error);
    }
  }
}
