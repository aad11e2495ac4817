import type { Api } from '../../shared/contract.ts';
import type { FolderChoice, FolderListing } from '../../shared/library.ts';
import { sentenceOf } from '../../shared/result.ts';

/** Browses the machine's folders by the ids that the main process made. */
export class FolderChooserState {
  listing = $state.raw<FolderListing | null>(null);
  /** The way from the start to the folder shown. */
  trail = $state.raw<FolderChoice[]>([]);
  /** Of the entries; -1 for none, the folder shown is meant then. */
  index = $state(-1);
  error = $state('');
  loading = $state(false);

  /** What "Add" would add. */
  readonly target: FolderChoice | null = $derived.by(
    () => this.listing?.entries[this.index] ?? this.listing?.folder ?? null,
  );

  readonly #api: Pick<Api, 'call'>;
  #asked = 0;

  constructor(api: Pick<Api, 'call'>) {
    this.#api = api;
  }

  async open(folder: string | null): Promise<void> {
    const asked = ++this.#asked;
    this.loading = true;
    this.error = '';
    try {
      const listing = await this.#api.call('folders.list', { folder });
      if (asked !== this.#asked) return;
      const from = this.listing?.folder?.id;
      this.listing = listing;
      this.#follow(listing.folder);
      // Going up leads back to the folder one came out of.
      this.index = listing.entries.findIndex(({ id }) => id === from);
    } catch (error) {
      if (asked === this.#asked) this.error = sentenceOf(error);
    } finally {
      if (asked === this.#asked) this.loading = false;
    }
  }

  /** The list of places to start from lies above every top folder. */
  async up(): Promise<void> {
    if (this.listing?.folder) await this.open(this.listing.parent);
  }

  async enter(index: number): Promise<void> {
    const entry = this.listing?.entries[index];
    if (entry) await this.open(entry.id);
  }

  move(steps: number): void {
    const last = (this.listing?.entries.length ?? 0) - 1;
    this.index = Math.min(Math.max(this.index + steps, 0), last);
  }

  #follow(folder: FolderChoice | null): void {
    if (!folder) {
      this.trail = [];
      return;
    }
    const at = this.trail.findIndex(({ id }) => id === folder.id);
    this.trail = at >= 0 ? this.trail.slice(0, at + 1) : [...this.trail, folder];
  }
}
