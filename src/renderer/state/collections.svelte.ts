import type { Api } from '../../shared/contract.ts';
import type { Collection, CollectionQuery } from '../../shared/finding.ts';
import type { ViewQuery } from '../../shared/view.ts';
import { filtersOf, isFiltered, noFilters, sameFilters, type ViewChange } from './filters.ts';

/** Filters saved under names, and which of them is looked at. */
export class SmartCollections {
  list = $state.raw<Collection[]>([]);
  /** A name is asked for, for the filters in force. */
  naming = $state(false);

  readonly #api: Pick<Api, 'call'>;
  readonly #query: () => ViewQuery;
  #opened = $state<number | null>(null);

  constructor(api: Pick<Api, 'call'>, query: () => ViewQuery) {
    this.#api = api;
    this.#query = query;
  }

  /** The one that was opened last, as long as anything of it may be on screen. */
  get current(): Collection | null {
    const query = this.#query();
    if (query.root !== null || query.like !== undefined || !isFiltered(query)) return null;
    return this.list.find(({ id }) => id === this.#opened) ?? null;
  }

  /** Other filters are in force than it was saved with. */
  get isChanged(): boolean {
    return this.current !== null && !sameFilters(this.current.query, this.#query());
  }

  async load(): Promise<void> {
    this.list = await this.#api.call('collections.list');
  }

  /** What shows it. */
  open({ id, query }: Collection): ViewChange {
    this.#opened = id;
    return { root: null, folder: '', like: undefined, ...noFilters, ...query };
  }

  /** Keeps the filters in force under a new name. */
  async save(name: string): Promise<void> {
    const { id } = await this.#api.call('collections.add', { name, query: this.#inForce() });
    this.#opened = id;
    this.naming = false;
    await this.load();
  }

  async update(id: number): Promise<void> {
    await this.#api.call('collections.change', { id, query: this.#inForce() });
    await this.load();
  }

  async rename(id: number, name: string): Promise<void> {
    await this.#api.call('collections.change', { id, name });
    await this.load();
  }

  async remove(id: number): Promise<void> {
    await this.#api.call('collections.remove', { id });
    if (this.#opened === id) this.#opened = null;
    await this.load();
  }

  #inForce(): CollectionQuery {
    const query = this.#query();
    const { sort } = query;
    const kept = sort.key === 'likeness' ? { key: 'captured', descending: false } : sort;
    return { ...filtersOf(query), sort: kept };
  }
}
