import type { Api } from '../../shared/contract.ts';
import type { PhotoRow, ScoreMap } from '../../shared/photo.ts';
import { sentenceOf } from '../../shared/result.ts';
import { Recent } from './recent.ts';

const keptMaps = 24;

/** The map that is shown over the chosen photo, and the last few besides, since maps are made on demand. */
export class ScoreMaps {
  /** Of the photo and task last asked for; null while it is made. */
  current = $state.raw<ScoreMap | null>(null);
  error = $state('');

  readonly #api: Pick<Api, 'call'>;
  #kept = new Recent<ScoreMap>(keptMaps);
  #asked = '';

  constructor(api: Pick<Api, 'call'>) {
    this.#api = api;
  }

  async show({ id, version }: PhotoRow, task: string): Promise<void> {
    const key = `${String(id)} ${version} ${task}`;
    if (key === this.#asked && !this.error) return;
    this.#asked = key;
    this.error = '';
    this.current = this.#kept.get(key);
    if (this.current) return;
    try {
      const map = await this.#api.call('photos.map', { id, task });
      this.#kept.keep(key, map);
      if (this.#asked === key) this.current = map;
    } catch (error) {
      if (this.#asked === key) this.error = sentenceOf(error);
    }
  }

  /** Another model's maps are others. */
  forget(): void {
    this.#kept = new Recent<ScoreMap>(keptMaps);
    this.hide();
  }

  hide(): void {
    this.#asked = '';
    this.current = null;
    this.error = '';
  }
}
