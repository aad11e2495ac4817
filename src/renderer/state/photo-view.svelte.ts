import type { Api } from '../../shared/contract.ts';
import { sentenceOf } from '../../shared/result.ts';
import type { Progress } from '../../shared/library.ts';
import type { ViewQuery } from '../../shared/view.ts';

export const startQuery: ViewQuery = {
  root: null,
  folder: '',
  sort: { key: 'captured', descending: false },
  ranges: [],
};

type Situation = 'opening' | 'ready' | 'failed';

/**
 * The ordered photos on screen. It is a snapshot: photos and scores that come in are counted, and the order changes
 * only when the person asks. Until there is something to disturb (nobody has touched the grid, and the first scan is
 * still finding photos) it follows by itself.
 */
export class PhotoView {
  query = $state.raw<ViewQuery>(startQuery);
  ids = $state.raw<Uint32Array>(new Uint32Array());
  /** The group of each of them, in the same order; 0 where it stands alone. */
  groups = $state.raw<Uint32Array>(new Uint32Array());
  /** Photos in the root and folder, ranges not applied. */
  unfiltered = $state(0);
  situation = $state<Situation>('opening');
  /** Why the last opening failed. */
  error = $state('');
  /** Photos added, scored or lost since the snapshot. */
  newResults = $state(0);
  /** Counts the snapshots, for what must be asked again with each. */
  edition = $state(0);

  readonly #api: Pick<Api, 'call'>;
  #revision = 0;
  #opening = 0;
  #following = false;
  #scanning = false;
  #counting = false;
  #countAgain = false;

  constructor(api: Pick<Api, 'call'>) {
    this.#api = api;
  }

  get following(): boolean {
    return this.#following;
  }

  /** Shows another query at once: sorting, filtering and choosing a folder are the person's own doing. */
  async show(query: ViewQuery): Promise<void> {
    const opening = ++this.#opening;
    const elsewhere = query.root !== this.query.root || query.folder !== this.query.folder;
    this.query = query;
    if (elsewhere || this.edition === 0) this.situation = 'opening';
    try {
      const { ids, groups, unfiltered, revision } = await this.#api.call('view.open', query);
      // A newer question has been asked meanwhile.
      if (opening !== this.#opening) return;
      this.ids = ids;
      this.groups = groups;
      this.unfiltered = unfiltered;
      this.#revision = revision;
      this.newResults = 0;
      this.situation = 'ready';
      this.edition++;
      if (unfiltered === 0) this.#following = true;
    } catch (error) {
      if (opening !== this.#opening) return;
      this.error = sentenceOf(error);
      this.situation = 'failed';
    }
  }

  /** Takes the snapshot anew: what came in finds its place. */
  async apply(): Promise<void> {
    await this.show(this.query);
  }

  /** The person has begun to work in the grid: from now on nothing moves by itself. */
  touch(): void {
    if (this.unfiltered > 0) this.#following = false;
  }

  /** The catalogue has changed. */
  async changed(): Promise<void> {
    if (this.edition === 0) return;
    if (this.#counting) {
      this.#countAgain = true;
      return;
    }
    this.#counting = true;
    try {
      do {
        this.#countAgain = false;
        if (this.#following) await this.apply();
        else await this.#count();
      } while (this.#countAgain);
    } finally {
      this.#counting = false;
    }
  }

  /** The end of the scan is the end of following. */
  progressed({ state }: Progress): void {
    const ended = this.#scanning && state !== 'scanning';
    this.#scanning = state === 'scanning';
    if (!this.#following || this.#scanning) return;
    if (ended || this.unfiltered > 0) {
      void this.apply().then(() => {
        this.touch();
      });
    }
  }

  async #count(): Promise<void> {
    const revision = this.#revision;
    try {
      const count = await this.#api.call('view.changes', { query: this.query, revision });
      if (revision === this.#revision) this.newResults = count;
    } catch {
      // The next change asks again.
    }
  }
}
