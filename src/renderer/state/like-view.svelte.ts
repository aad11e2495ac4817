import type { PhotoRow } from '../../shared/photo.ts';
import type { ViewQuery } from '../../shared/view.ts';
import { findingStrings } from '../strings/finding.ts';
import { noFilters, type ViewChange } from './filters.ts';

/** The window as far as this needs it. */
interface Window {
  mode: 'grid' | 'single' | 'compare' | 'survey';
  readonly view: { readonly query: ViewQuery; readonly ids: Uint32Array };
  readonly selection: { readonly id: number | null; chooseAt(index: number): void };
  readonly grid: { showChosen(): void };
  show(change: ViewChange): Promise<void>;
  say(text: string): void;
}

interface Place {
  query: ViewQuery;
  mode: Window['mode'];
  photo: number;
}

/** The photos like one, as a view of their own that leads back to where one came from. */
export class LikeView {
  readonly #window: Window;
  #subject = $state.raw<{ id: number; name: string } | null>(null);
  #before: Place | null = null;

  constructor(window: Window) {
    this.#window = window;
  }

  get active(): boolean {
    return this.#window.view.query.like !== undefined;
  }

  /** Name of the photo that the others are like; '' outside this view. */
  get name(): string {
    return this.active ? (this.#subject?.name ?? '') : '';
  }

  /** Shows the photos like this one; in the view of that very photo, back. */
  async toggle(row: Pick<PhotoRow, 'id' | 'name' | 'scores' | 'earlierModel'>): Promise<void> {
    if (this.#window.view.query.like === row.id) await this.leave();
    else await this.#show(row);
  }

  async #show(row: Pick<PhotoRow, 'id' | 'name' | 'scores' | 'earlierModel'>): Promise<void> {
    if (row.scores === null || row.earlierModel !== null) {
      this.#window.say(findingStrings.like.notScored);
      return;
    }
    const { mode } = this.#window;
    // From one to the next the way back stays the same.
    if (!this.active) this.#before = { query: this.#window.view.query, mode, photo: row.id };
    this.#subject = { id: row.id, name: row.name };
    this.#window.mode = 'grid';
    const sort = { key: 'likeness', descending: true };
    await this.#window.show({ ...noFilters, root: null, folder: '', like: row.id, sort });
    this.#choose(row.id);
  }

  /** Back to the former view and place. */
  async leave(): Promise<void> {
    const before = this.#before;
    if (!this.active || !before) return;
    await this.#window.show({ ...noFilters, ...before.query, like: undefined });
    this.#choose(before.photo);
    this.#window.mode = before.mode;
    this.#before = null;
  }

  /** What the query becomes by a change: another place is none of this view, and the order by likeness ends with it. */
  within(query: ViewQuery, change: ViewChange): ViewQuery {
    const elsewhere = change.root !== undefined || change.folder !== undefined;
    const like = elsewhere ? change.like : query.like;
    const sort =
      like === undefined && query.sort.key === 'likeness'
        ? (this.#before?.query.sort ?? { key: 'captured', descending: false })
        : query.sort;
    return { ...query, like, sort };
  }

  #choose(photo: number): void {
    const index = this.#window.view.ids.indexOf(photo);
    if (index < 0) return;
    this.#window.selection.chooseAt(index);
    this.#window.grid.showChosen();
  }
}
