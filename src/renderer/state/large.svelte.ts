import type { Api } from '../../shared/contract.ts';
import type { PhotoRow, PictureSize } from '../../shared/photo.ts';
import type { Marked } from '../large/pixels.ts';
import { aheadOf, wantedPictures } from './large-demand.ts';
import { loadBitmap, PreparedPictures } from './prepared-pictures.svelte.ts';
import { Zoom } from './zoom.svelte.ts';

/** Photos that follow each other faster than this fly by: a held key, not a person who looks. Milliseconds. */
const flyingBelow = 130;
/** So long after the last of them the key counts as lifted. */
const restAfter = 70;
/** The pixels of a photo are fetched once it has been looked at so long, unless they are asked for. */
const fullAfter = 250;

/** As many previews as are held at once. */
const mostPreviews = 24;

const infoSteps = ['none', 'exposure', 'all'] as const;
type Info = (typeof infoSteps)[number];

interface Order {
  ids: Uint32Array;
  rowOf: (id: number) => PhotoRow | null | undefined;
  addressOf: (row: PhotoRow, size: PictureSize) => string;
}

/** How photos are looked at large, and the pictures that are ready for it. */
export class LargeView {
  readonly zoom = new Zoom();
  readonly pictures = new PreparedPictures(loadBitmap);
  marked = $state<Marked | null>(null);
  filmstrip = $state(true);
  info = $state<Info>('all');
  /** A key is held and photos fly by. */
  flying = $state(false);

  readonly #api: Pick<Api, 'call'>;
  #lastIndex = -1;
  #lastMove = -Infinity;
  #direction: 1 | -1 = 1;
  #ahead = '';
  #resting: ReturnType<typeof setTimeout> | undefined;
  #fulls: ReturnType<typeof setTimeout> | undefined;
  #fullsWanted = $state(false);

  constructor(api: Pick<Api, 'call'>) {
    this.#api = api;
  }

  toggleMarked(kind: Marked): void {
    this.marked = this.marked === kind ? null : kind;
  }

  nextInfo(): void {
    this.info = infoSteps[(infoSteps.indexOf(this.info) + 1) % infoSteps.length] ?? 'none';
  }

  /** The photo looked at is another one. */
  moved(index: number, now: number): void {
    if (index === this.#lastIndex) return;
    if (Math.abs(index - this.#lastIndex) === 1) this.#direction = index > this.#lastIndex ? 1 : -1;
    this.flying = now - this.#lastMove < flyingBelow;
    this.#lastIndex = index;
    this.#lastMove = now;
    this.#fullsWanted = false;
    clearTimeout(this.#resting);
    clearTimeout(this.#fulls);
    this.#resting = setTimeout(() => (this.flying = false), restAfter);
    this.#fulls = setTimeout(() => (this.#fullsWanted = true), fullAfter);
  }

  /** Makes ready what is looked at and what comes next. */
  prepare(index: number, { ids, rowOf, addressOf }: Order): void {
    const zoomed = !this.zoom.isFit;
    const situation = {
      index,
      count: ids.length,
      direction: this.#direction,
      zoomed,
      flying: this.flying,
    };
    const { wanted, urgent } = wantedPictures(situation);
    const fulls = zoomed || this.#fullsWanted;
    const addresses = wanted.flatMap(({ index: place, size }) => {
      const id = ids[place];
      const row = id === undefined ? null : rowOf(id);
      if (!row || !isShown(row, size) || (size === 'full' && !fulls)) return [];
      return [addressOf(row, size)];
    });
    this.pictures.want(addresses, urgent);
    if (!this.flying)
      this.#makeAhead(aheadOf(index, ids.length, this.#direction).flatMap((at) => ids[at] ?? []));
  }

  /** Several photos at once, at the sizes they are looked at; those that are next in turn with them. */
  prepareThese(
    rows: readonly PhotoRow[],
    further: readonly PhotoRow[],
    zoomed: boolean,
    addressOf: Order['addressOf'],
  ): void {
    const all = (some: readonly PhotoRow[], size: PictureSize) =>
      some.filter((row) => isShown(row, size)).map((row) => addressOf(row, size));
    // Many at once are small: their thumbnails say enough, and previews of them all would fill the memory.
    const previews = rows.length <= mostPreviews || zoomed ? all(rows, 'preview') : [];
    const here = [...all(rows, 'thumb'), ...previews, ...(zoomed ? all(rows, 'full') : [])];
    this.pictures.want([...here, ...all(further, 'thumb'), ...all(further, 'preview')], here.length);
  }

  /** Nothing is looked at large any more. */
  leave(): void {
    clearTimeout(this.#resting);
    clearTimeout(this.#fulls);
    this.flying = false;
    this.#lastIndex = -1;
    this.#makeAhead([]);
    this.pictures.clear();
  }

  #makeAhead(ids: number[]): void {
    const key = ids.join();
    if (key === this.#ahead) return;
    this.#ahead = key;
    // Only a help: what is not made ahead is made when it is asked for.
    this.#api.call('pictures.ahead', { photos: ids }).catch(() => undefined);
  }
}

/** Whether there is any use in asking: of a file that cannot be read there is nothing. */
const isShown = ({ thumb, state }: PhotoRow, size: PictureSize): boolean =>
  thumb || (size !== 'thumb' && state !== 'failed');
