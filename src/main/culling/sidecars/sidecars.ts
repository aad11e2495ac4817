import type { SidecarSettings } from '../../../shared/editors.ts';
import type { ModelTask } from '../../../shared/manifest.ts';
import type { Dispute, HandOver, SidecarStatus } from '../../../shared/sidecars.ts';
import type { VerdictChange, VerdictField } from '../../../shared/verdict.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { SidecarIntent, SidecarNote, SidecarPlace } from '../../catalogue/sidecars.ts';
import type { Verdicts } from '../verdicts.ts';
import { writtenAs } from './plan.ts';
import type { Scores } from './scores.ts';
import { isAsCompared, syncPhoto, type Synced, type SyncOptions } from './sync.ts';

/** Photos asked of the catalogue, and noted in it, at once. */
const pageSize = 200;
/** Files under way at once: enough to hide a network drive's latency. */
const atOnce = 8;
/** What sidecars say becomes one step of the history, up to this many photos. */
const mostInStep = 5000;
/** Verdicts come in bursts; none waits longer than this for its sidecar to be begun. */
const restMs = 300;
/** Folders that could not be written to are tried again this often. */
const retryMs = 30_000;

interface SidecarOptions {
  catalogue: Catalogue;
  verdicts: Verdicts;
  /** Works by itself as it is told of changes; otherwise only when asked to settle or to hand over. */
  automatic: boolean;
  settings: () => SidecarSettings;
  /** Of the network, in the order of the scores. */
  tasks: readonly Pick<ModelTask, 'id' | 'kind'>[];
  modelVersion: string;
  onStatus: (status: SidecarStatus) => void;
  /** Told once a cause. */
  onTrouble: (sentence: string) => void;
}

interface Taken {
  place: SidecarPlace;
  take: VerdictChange;
  note: SidecarNote;
}

type Report = Omit<HandOver, 'photos' | 'disputes' | 'troubles'>;

/**
 * Keeps verdicts and sidecars in step. What waits is whatever differs from what both had last, so nothing is lost by
 * ending at any moment: the next pass finds it again.
 */
export class SidecarKeeper {
  readonly #options: SidecarOptions;
  /** Photos decided about since the last pass. */
  #due = new Set<number>();
  #intents: SidecarIntent[] = [];
  #intending: Promise<void> | null = null;
  #wantsUnread = true;
  #wantsUnwritten = true;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Why photos failed when they were tried last. */
  readonly #failed = new Map<number, string>();
  readonly #told = new Set<string>();
  #closed = false;

  constructor(options: SidecarOptions) {
    this.#options = options;
  }

  /** Sidecars may have come or changed. */
  noteFiles(): void {
    this.#wantsUnread = true;
    this.#wake();
  }

  /** Everything is to be looked at: at the start, when settings changed, when a drive came back. */
  noteAll(): void {
    this.#wantsUnread = true;
    this.#wantsUnwritten = true;
    this.#wake();
  }

  /** @param photos null where they are too many to name */
  noteDecided(photos: number[] | null): void {
    if (photos) for (const photo of photos) this.#due.add(photo);
    else this.#wantsUnwritten = true;
    this.#wake();
  }

  /** Resolves when all that waited was tried. */
  async settle(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (!this.#closed && (this.#running || this.#hasWork())) await this.#run();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
    await this.#running;
  }

  async status(): Promise<SidecarStatus> {
    const { catalogue } = this.#options;
    const settings = this.#settings();
    return {
      waiting: settings.sidecarWriting
        ? await catalogue.countUnwrittenSidecars(this.#writtenAs(), settings.sidecarScores !== 'no')
        : 0,
      busy: this.#running !== null,
      disputes: await catalogue.countSidecarDisputes(),
      troubles: this.#troubles(),
    };
  }

  async disputes(limit: number): Promise<Dispute[]> {
    return await this.#options.catalogue.sidecarDisputes(limit);
  }

  /** The person's choice where both sides had changed. */
  async resolve(photo: number, field: VerdictField, keep: 'here' | 'outside'): Promise<void> {
    const { catalogue, verdicts } = this.#options;
    const value = await catalogue.resolveSidecar(photo, field);
    if (keep === 'outside' && value !== null) {
      await verdicts.decide({
        source: 'person',
        screen: null,
        changes: [{ photo, verdict: { [field]: value } }],
      });
    }
    this.noteDecided([photo]);
    await this.settle();
  }

  /** Writes what waits of these photos, and tells what the chosen program will find. */
  async handOver(photos: number[]): Promise<HandOver> {
    await this.settle();
    const report: Report = { written: 0, unread: [], sharedName: 0 };
    for (let i = 0; i < photos.length; i += pageSize) await this.#sync(photos.slice(i, i + pageSize), report);
    const { disputes, troubles } = await this.status();
    this.#tellStatus();
    return { photos: photos.length, ...report, disputes, troubles };
  }

  #settings(): SidecarSettings {
    return this.#options.settings();
  }

  #writtenAs(): string {
    return writtenAs(this.#settings(), this.#options.modelVersion);
  }

  #wake(): void {
    if (this.#closed || !this.#options.automatic) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#run();
    }, restMs);
  }

  #hasWork(): boolean {
    return this.#wantsUnread || this.#wantsUnwritten || this.#due.size > 0;
  }

  #run(): Promise<void> {
    this.#running ??= this.#pass()
      .catch((error: unknown) => {
        if (!this.#closed) throw error;
      })
      .finally(() => {
        this.#running = null;
        this.#tellStatus();
        this.#planRetry();
        if (this.#hasWork()) this.#wake();
      });
    return this.#running;
  }

  async #pass(): Promise<void> {
    const { catalogue } = this.#options;
    const taken: Taken[] = [];
    if (this.#wantsUnread) {
      this.#wantsUnread = false;
      for (let after = 0; !this.#closed;) {
        const { photos, last } = await catalogue.unreadSidecars(after, pageSize);
        if (last === null) break;
        after = last;
        await this.#sync(photos, null, taken);
      }
    }
    const due = [...this.#due];
    this.#due.clear();
    const { sidecarWriting, sidecarScores } = this.#settings();
    if (sidecarWriting) {
      for (let i = 0; i < due.length && !this.#closed; i += pageSize) {
        await this.#sync(due.slice(i, i + pageSize), null, taken);
      }
    }
    if (this.#wantsUnwritten) {
      this.#wantsUnwritten = false;
      for (let after = 0; sidecarWriting && !this.#closed;) {
        const photos = await catalogue.unwrittenSidecars(
          this.#writtenAs(),
          sidecarScores !== 'no',
          after,
          pageSize,
        );
        after = photos.at(-1) ?? 0;
        if (after === 0) break;
        await this.#sync(photos, null, taken);
      }
    }
    await this.#decide(taken);
  }

  async #sync(photos: number[], report: Report | null, taken: Taken[] = []): Promise<void> {
    const { catalogue } = this.#options;
    const settings = this.#settings();
    const intend = (intent: SidecarIntent): Promise<void> => this.#intend(intent);
    const options = { settings, writtenAs: this.#writtenAs(), scores: null, intend };
    const places = await catalogue.sidecarPlaces(photos);
    const scores = await this.#scoresOf(places);
    const notes: SidecarNote[] = [];
    for (let i = 0; i < places.length && !this.#closed; i += atOnce) {
      const some = places.slice(i, i + atOnce);
      const done = await Promise.all(
        some.map((place) =>
          syncPhoto(place, { ...options, scores: scores.get(place.photo) ?? null } satisfies SyncOptions),
        ),
      );
      done.forEach((synced, index) => {
        const place = some[index];
        if (place) this.#settleOne(place, synced, { notes, taken, report });
      });
    }
    if (notes.length > 0) await catalogue.noteSidecars(notes);
    if (taken.length >= mostInStep || report) await this.#decide(taken);
  }

  /** Those announced in one turn go to the drive together. */
  #intend(intent: SidecarIntent): Promise<void> {
    this.#intents.push(intent);
    this.#intending ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.#intending = null;
      return this.#options.catalogue.intendSidecars(this.#intents.splice(0));
    });
    return this.#intending;
  }

  #settleOne(
    place: SidecarPlace,
    synced: Synced,
    { notes, taken, report }: { notes: SidecarNote[]; taken: Taken[]; report: Report | null },
  ): void {
    if (synced.kind === 'failed') {
      this.#failed.set(place.photo, synced.sentence);
      if (!this.#told.has(synced.sentence)) this.#options.onTrouble(synced.sentence);
      this.#told.add(synced.sentence);
      return;
    }
    this.#failed.delete(place.photo);
    if (synced.kind === 'done' && Object.keys(synced.take).length > 0) {
      taken.push({ place, take: synced.take, note: synced.note });
    } else notes.push(synced.note);
    if (!report) return;
    if (synced.kind === 'done') report.written += Number(synced.written);
    else if (synced.kind === 'shared-name') report.sharedName++;
    else addTo(report.unread, synced.format);
  }

  /** What only sidecars changed becomes a step of the history; a verdict changed in the meantime is compared anew. */
  async #decide(taken: Taken[]): Promise<void> {
    const { catalogue, verdicts } = this.#options;
    for (let some = taken.splice(0, mostInStep); some.length > 0; some = taken.splice(0, mostInStep)) {
      const now = new Map(
        (await catalogue.sidecarPlaces(some.map(({ place }) => place.photo))).map((place) => [
          place.photo,
          place,
        ]),
      );
      const still = some.filter(({ place }) => {
        const standing = now.get(place.photo);
        if (standing && isAsCompared(place, standing)) return true;
        this.#due.add(place.photo);
        return false;
      });
      const changes = still.map(({ place, take }) => ({ photo: place.photo, verdict: take }));
      if (changes.length > 0) await verdicts.decide({ source: 'sidecar', screen: null, changes });
      await catalogue.noteSidecars(still.map(({ note }) => note));
    }
  }

  async #scoresOf(places: SidecarPlace[]): Promise<Map<number, Scores>> {
    const { catalogue, tasks } = this.#options;
    if (this.#settings().sidecarScores === 'no') return new Map();
    const rows = await catalogue.rows(places.map(({ photo }) => photo));
    const overall = tasks.findIndex(({ kind }) => kind === 'overall');
    return new Map(
      rows.flatMap(({ id, scores }) => {
        if (!scores) return [];
        const all = tasks.map((task, index) => ({ id: task.id, score: scores[index] ?? 0 }));
        return [[id, { overall: all[overall]?.score ?? 0, all }]];
      }),
    );
  }

  #troubles(): SidecarStatus['troubles'] {
    const counts = new Map<string, number>();
    for (const sentence of this.#failed.values()) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
    return [...counts].map(([sentence, photos]) => ({ sentence, photos }));
  }

  #planRetry(): void {
    if (this.#failed.size === 0 || this.#closed) return;
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      this.noteDecided([...this.#failed.keys()]);
    }, retryMs);
  }

  #tellStatus(): void {
    if (this.#closed) return;
    void this.status().then(this.#options.onStatus, () => undefined);
  }
}

function addTo(counts: HandOver['unread'], format: string): void {
  const known = counts.find((one) => one.format === format);
  if (known) known.photos++;
  else counts.push({ format, photos: 1 });
}
