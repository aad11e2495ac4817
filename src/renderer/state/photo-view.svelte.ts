import type { Api } from '../../shared/contract.ts';
import { sentenceOf } from '../../shared/result.ts';
import type { Progress } from '../../shared/library.ts';
import type { ViewQuery } from '../../shared/view.ts';
import { fold } from './fold.ts';
import { Folds } from './folds.svelte.ts';
import { plainSet } from './plain-set.ts';

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
  readonly folds = new Folds();
  #all = $state.raw<Uint32Array>(new Uint32Array());
  #allGroups = $state.raw<Uint32Array>(new Uint32Array());
  readonly #shown = $derived(fold(this.#all, this.#allGroups, (group) => this.folds.has(group)));
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

  /** Of a folded group only its top one. */
  get ids(): Uint32Array {
    return this.#shown.ids;
  }

  /** The group of each of them, in the same order; 0 where it stands alone. */
  get groups(): Uint32Array {
    return this.#shown.groups;
  }

  /** Photos of the snapshot, those under a folded group's top one as well. */
  get count(): number {
    return this.#all.length;
  }

  /** 0 where it stands alone, or is not in the view. */
  groupOf(id: number): number {
    return this.#allGroups[this.#all.indexOf(id)] ?? 0;
  }

  /** How many the tile of a group stands for; 0 where it is not folded. */
  foldedIn(group: number): number {
    return this.#shown.folded.get(group) ?? 0;
  }

  /** The photo on top of the folded group that hides this one; null where nothing does. */
  topOf(id: number): number | null {
    const group = this.groupOf(id);
    return this.foldedIn(group) === 0 ? null : (this.ids[this.groups.indexOf(group)] ?? null);
  }

  /** These photos, and those folded under them, in the order of the view. */
  withFolded(ids: readonly number[]): number[] {
    const wanted = plainSet(ids);
    const groups = plainSet();
    this.groups.forEach((group, at) => {
      if (this.foldedIn(group) > 0 && wanted.has(this.ids[at] ?? 0)) groups.add(group);
    });
    return [...this.#all].filter((id, at) => wanted.has(id) || groups.has(this.#allGroups[at] ?? 0));
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
      this.#all = ids;
      this.#allGroups = groups;
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
