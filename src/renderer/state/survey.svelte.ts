import type { Group } from '../../shared/groups.ts';
import type { Api } from '../../shared/contract.ts';
import type { OnScreen, Verdict, VerdictChange } from '../../shared/verdict.ts';
import type { Judging } from './judging.svelte.ts';
import type { PhotoView } from './photo-view.svelte.ts';

interface Chosen {
  readonly id: number | null;
  readonly index: number;
  readonly size: number;
  readonly ids: Uint32Array;
  activateAt(index: number): void;
}

interface SurveyOptions {
  api: Pick<Api, 'call'>;
  view: Pick<PhotoView, 'ids' | 'groups'>;
  selection: Chosen;
  judging: Pick<Judging, 'judgeEach'>;
  /** undefined while it is not known. */
  verdictOf: (id: number) => Verdict | undefined;
}

/**
 * All frames of a group, or of the selection, at once, best first. The order is that of the moment they were opened, so
 * that nothing moves under the hand. The active photo is the window's, as everywhere.
 */
export class Survey {
  ids = $state.raw<readonly number[]>([]);
  /** The group they are; null for a selection. */
  group = $state.raw<Group | null>(null);
  /** Columns on screen, for the keys that lead up and down. */
  columns = $state(1);

  readonly #options: SurveyOptions;
  #opening = 0;

  constructor(options: SurveyOptions) {
    this.#options = options;
  }

  get active(): number {
    const { id } = this.#options.selection;
    return id === null ? -1 : this.ids.indexOf(id);
  }

  /** Why a frame stands where it does; null where nobody has compared it. */
  reasonOf(id: number): string | null {
    return this.group?.members.find(({ photo }) => photo === id)?.reason ?? null;
  }

  /** The selected photos; of one alone, its group, or the next group from there. @returns false where there is neither */
  async open(): Promise<boolean> {
    const { selection } = this.#options;
    if (selection.size > 1) {
      this.#opening++;
      this.group = null;
      this.ids = [...selection.ids];
      return true;
    }
    const at = Math.max(0, selection.index);
    return (await this.#show(at)) || (await this.step(1));
  }

  /** The next group of the view, or the one before, from its best frame on. @returns false where there is none */
  async step(steps: 1 | -1): Promise<boolean> {
    const { ids, groups } = this.#options.view;
    const { selection } = this.#options;
    const places = this.ids.map((id) => ids.indexOf(id)).filter((place) => place >= 0);
    // From the first frame on, so that groups which lie within each other are not passed over.
    const from = places.length === 0 ? selection.index : Math.min(...places);
    for (let place = from + steps; place >= 0 && place < ids.length; place += steps) {
      const group = groups[place] ?? 0;
      if (group === 0 || groups.indexOf(group) !== place || !(await this.#show(place))) continue;
      this.activate(0);
      return true;
    }
    return false;
  }

  /** The frame so many places further on; the last leads to the first. */
  move(places: number): void {
    if (this.ids.length === 0) return;
    this.activate((Math.max(0, this.active) + places + this.ids.length) % this.ids.length);
  }

  /** The frame above or below; false at the edge. */
  moveRows(rows: 1 | -1): void {
    const place = this.active + rows * this.columns;
    if (this.ids[place] !== undefined) this.activate(place);
  }

  activate(place: number): void {
    const id = this.ids[place];
    if (id === undefined) return;
    const { view, selection } = this.#options;
    selection.activateAt(view.ids.indexOf(id));
  }

  /** Picks the active frame, and rejects its siblings that nobody has decided about: one step of the history. */
  async keepOne(screen: OnScreen): Promise<void> {
    const { selection, verdictOf } = this.#options;
    const { id } = selection;
    if (id === null) return;
    const undecided = this.ids.filter((one) => one !== id && verdictOf(one)?.pick === 'none');
    await this.#judge(
      [[id, { pick: 'pick' }], ...undecided.map((one): Decision => [one, { pick: 'reject' }])],
      screen,
    );
  }

  /** Picks the active frame and leaves the others as they are. */
  async keepToo(screen: OnScreen): Promise<void> {
    const { id } = this.#options.selection;
    if (id !== null) await this.#judge([[id, { pick: 'pick' }]], screen);
  }

  /** After a new snapshot, or another photo became the active one elsewhere. @returns false where none of them is left */
  follow(): boolean {
    const { selection, view } = this.#options;
    const left = this.ids.filter((id) => view.ids.includes(id));
    if (left.length !== this.ids.length) this.ids = left;
    if (left.length === 0) return false;
    if (this.active >= 0) return true;
    // A verdict that advances leads out of the group: then the photo itself is shown.
    return selection.id === null || !view.ids.includes(selection.id);
  }

  async #judge(decisions: readonly Decision[], screen: OnScreen): Promise<void> {
    const changes = decisions.map(([photo, verdict]) => ({ photo, verdict }));
    await this.#options.judging.judgeEach(changes, screen);
  }

  /** The group of the photo at a place. @returns false where no two frames of it are in the view */
  async #show(place: number): Promise<boolean> {
    const { api, view } = this.#options;
    const { ids, groups } = view;
    const wanted = groups[place] ?? 0;
    const photo = ids[place];
    // Those that are filtered out are not on screen, so no key decides about them.
    const shown = ids.filter((_, at) => groups[at] === wanted);
    if (wanted === 0 || photo === undefined || shown.length < 2) return false;
    const opening = ++this.#opening;
    const group = await api.call('groups.of', { photo });
    if (!group || opening !== this.#opening || ids !== view.ids) return false;
    this.group = group;
    this.ids = group.members
      .toSorted((a, b) => (a.place ?? group.members.length) - (b.place ?? group.members.length))
      .map((member) => member.photo)
      .filter((id) => shown.includes(id));
    return this.ids.length > 0;
  }
}

type Decision = [photo: number, verdict: VerdictChange];
