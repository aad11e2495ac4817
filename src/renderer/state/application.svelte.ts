import type { AppInfo } from '../../shared/contract.ts';
import type { Progress } from '../../shared/library.ts';
import type { ModelTask } from '../../shared/manifest.ts';
import { picturePath, type PhotoRow, type PictureSize } from '../../shared/photo.ts';
import { sentenceOf } from '../../shared/result.ts';
import { largeStrings } from '../strings/large.ts';
import { strings } from '../strings/strings.ts';
import type { SidecarStatus } from '../../shared/sidecars.ts';
import type { OnScreen, VerdictChange } from '../../shared/verdict.ts';
import type { Connection } from '../connection.ts';
import { nextToJudge } from './advance.ts';
import { explain, type Explanation } from './explanation.ts';
import { noFilters, type ViewChange } from './filters.ts';
import { Comparison } from './comparison.svelte.ts';
import { Grid } from './grid.svelte.ts';
import { Judging } from './judging.svelte.ts';
import { LikeView } from './like-view.svelte.ts';
import { SmartCollections } from './collections.svelte.ts';
import { LargeView } from './large.svelte.ts';
import { Library } from './library.svelte.ts';
import { ChosenDetail } from './photo-detail.svelte.ts';
import { RejectedMoves } from './moves.svelte.ts';
import { PhotoRows } from './photo-rows.svelte.ts';
import { PhotoView, startQuery } from './photo-view.svelte.ts';
import { ScoreMaps } from './score-maps.svelte.ts';
import { noPages, SecondScreen, type Pages } from './second-screen.svelte.ts';
import { Selection } from './selection.svelte.ts';
import { WindowSettings } from './settings.svelte.ts';
import { Survey } from './survey.svelte.ts';
import { Works } from './works.svelte.ts';
import { WindowLayout } from './window-layout.svelte.ts';
import type { Zoom } from './zoom.svelte.ts';

export type DialogName =
  | 'chooser'
  | 'problems'
  | 'cardCopy'
  | 'export'
  | 'moveRejected'
  | 'modelFolder'
  | 'compareModels'
  | 'handOver'
  | 'settings'
  | 'history'
  | 'cameraClock'
  | 'help';

const noticeLasts = 6000;
/** Histograms are asked again at most this often while scores come in. */
const histogramEvery = 3000;
const visibleAfter = 150;

/** The state of the window, composed. Components read it and call it; it knows nothing of them. */
export class Application {
  readonly api: Connection;
  readonly layout: WindowLayout;
  readonly library = new Library();
  readonly view: PhotoView;
  readonly rows: PhotoRows;
  readonly selection: Selection;
  readonly grid: Grid;
  readonly maps: ScoreMaps;
  readonly detail: ChosenDetail;
  readonly settings: WindowSettings;
  readonly judging: Judging;
  readonly large: LargeView;
  readonly comparison: Comparison;
  readonly survey: Survey;
  readonly screen: SecondScreen;
  readonly works: Works;
  readonly collections: SmartCollections;
  readonly like: LikeView;
  readonly moves: RejectedMoves;

  info = $state.raw<AppInfo | null>(null);
  progress = $state.raw<Progress | null>(null);
  connected = $state(true);
  started = $state(false);
  /** Why the library could not be opened. */
  failure = $state('');
  #mode = $state<'grid' | 'single' | 'compare' | 'survey'>('grid');
  dialog = $state<DialogName | null>(null);
  notice = $state('');
  /** Photos that could not be scored, whenever that was. */
  problems = $state(0);
  /** How verdicts and the files of other programs stand; null until told. */
  sidecars = $state.raw<SidecarStatus | null>(null);
  /** The attribute whose map is wanted, and whether it is shown. */
  mapTask = $state<string | null>(null);
  mapShown = $state(false);
  /** Changes when the histograms should be asked for again. */
  histogramTurn = $state(0);

  readonly tasks: readonly ModelTask[] = $derived.by(() => this.info?.manifest.tasks ?? []);
  readonly overallIndex: number = $derived.by(() => this.tasks.findIndex(({ kind }) => kind === 'overall'));
  readonly chosen: PhotoRow | null = $derived.by(() =>
    this.selection.id === null ? null : (this.rows.get(this.selection.id) ?? null),
  );
  readonly explanation: Explanation = $derived.by(() =>
    explain(
      this.tasks,
      this.chosen?.scores ?? null,
      this.detail.current?.percentiles ?? null,
      // What contributes to the score of an earlier model is not known.
      (this.chosen?.earlierModel ?? null) === null ? this.info?.manifest.contributions : undefined,
    ),
  );

  #noticeTimer: ReturnType<typeof setTimeout> | undefined;
  #visibleTimer: ReturnType<typeof setTimeout> | undefined;
  #histogramTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    api: Connection,
    storage: Storage | null,
    soon: (run: () => void) => void,
    pages: Pages = noPages,
  ) {
    this.api = api;
    this.layout = new WindowLayout(storage);
    this.view = new PhotoView(api);
    this.rows = new PhotoRows((ids) => api.call('photos.rows', { ids }), soon);
    this.selection = new Selection(() => this.view.ids);
    this.grid = new Grid(() => this.view.ids, this.selection, this.layout);
    this.maps = new ScoreMaps(api);
    this.detail = new ChosenDetail(api);
    this.settings = new WindowSettings(api);
    this.works = new Works(api);
    this.collections = new SmartCollections(api, () => this.view.query);
    this.like = new LikeView(this);
    this.judging = new Judging(api, (text) => {
      this.say(text);
    });
    this.large = new LargeView(api);
    this.comparison = new Comparison(() => this.view.ids, this.selection, this.large.zoom);
    this.survey = new Survey({
      api,
      view: this.view,
      selection: this.selection,
      judging: this.judging,
      verdictOf: (id) => this.rows.get(id)?.verdict,
    });
    this.screen = new SecondScreen(api, pages, () => {
      throw new Error(largeStrings.screen.blocked);
    });
    this.moves = new RejectedMoves(api, (text) => {
      this.say(text);
    });
  }

  get mode(): 'grid' | 'single' | 'compare' | 'survey' {
    return this.#mode;
  }

  set mode(mode: 'grid' | 'single' | 'compare' | 'survey') {
    this.#mode = mode;
    this.view.folds.inForce = mode === 'grid';
  }

  async start(): Promise<void> {
    this.api.on('progress', (progress) => {
      if (progress.failed !== this.progress?.failed) void this.countProblems();
      this.progress = progress;
      this.view.progressed(progress);
    });
    this.api.on('changed', () => {
      this.#changed();
    });
    this.api.on('decided', ({ undo, redo }) => {
      this.judging.standing = { undo, redo };
      this.rows.refresh();
      void this.#countVerdicts();
    });
    this.api.on('roots', (roots) => {
      this.library.roots = roots;
    });
    this.api.on('notice', ({ text }) => {
      this.say(text);
    });
    this.api.on('sidecars', (status) => {
      this.sidecars = status;
    });
    this.api.on('model', (info) => {
      void this.#follow(info);
    });
    this.api.on('settings', (settings) => {
      this.settings.current = settings;
    });
    this.api.onConnected((connected) => {
      this.connected = connected;
      // What was told while the line was broken was not heard.
      if (connected && this.started) void this.#catchUp();
    });
    await this.open();
  }

  /** Asks for what the window begins with. */
  async open(): Promise<void> {
    this.failure = '';
    try {
      this.info = await this.api.call('app.info');
      await this.settings.load();
      await this.#askStanding();
      this.started = true;
    } catch (error) {
      this.failure = sentenceOf(error);
      return;
    }
    await this.view.show(startQuery);
  }

  /** Runs what the person asked for; a failure is said in its own sentence. */
  async attempt(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.say(sentenceOf(error));
    }
  }

  say(text: string): void {
    this.notice = text;
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => (this.notice = ''), noticeLasts);
  }

  pictureOf(row: Pick<PhotoRow, 'id' | 'version'>, size: PictureSize): string {
    return this.api.pictureBase + picturePath(row.id, row.version, size);
  }

  /** Another order, folder or filter. A new order is looked at from its start. */
  async show(change: ViewChange): Promise<void> {
    if (change.sort || change.root !== undefined || change.folder !== undefined) this.grid.toStart();
    await this.view.show(this.like.within({ ...this.view.query, ...change }, change));
    this.settle();
    await this.#countVerdicts();
  }

  /** The photos that a verdict key decides about: the selected ones in the grid, the active one where one is shown. */
  get judged(): readonly number[] {
    if (this.mode === 'grid') return [...this.selection.ids];
    return this.selection.id === null ? [] : [this.selection.id];
  }

  /** @param whole on all of a folded group, not on its top one alone */
  async judge(verdict: VerdictChange, whole = false): Promise<void> {
    const photos = whole ? this.view.withFolded(this.judged) : [...this.judged];
    if (photos.length === 0) return;
    await this.attempt(() => this.judging.judge(photos, verdict, this.onScreen));
  }

  /** What the person sees while deciding. */
  get onScreen(): OnScreen {
    const sort = this.view.query.sort;
    const sortedBy = this.tasks.find(({ id }) => id === sort.key)?.id;
    const shown = sortedBy ?? this.tasks[this.overallIndex]?.id ?? null;
    return { sort, task: this.layout.scoresHidden ? null : shown };
  }

  /** The selection after the view has changed: for a photo folded away, the one on top of it is the active one. */
  settle(): void {
    const { id } = this.selection;
    const top = id === null || this.selection.index >= 0 ? null : this.view.topOf(id);
    if (top !== null) this.selection.chooseAt(this.view.ids.indexOf(top));
    this.selection.settle();
  }

  /** On to the next photo that lies within the filter; what was decided meanwhile moves nothing. */
  advance(): void {
    if (this.mode === 'survey' && this.survey.active < this.survey.ids.length - 1) {
      this.survey.move(1);
      return;
    }
    if (this.mode === 'survey') {
      void this.attempt(async () => void (await this.survey.step(1)));
      return;
    }
    const { ids, query } = this.view;
    const last = this.mode === 'grid' ? (this.selection.ids.at(-1) ?? 0) : (this.selection.id ?? 0);
    const next = nextToJudge(ids, ids.indexOf(last), (id) => this.rows.get(id)?.verdict, query.verdicts);
    if (next < 0) {
      this.say(strings.verdicts.lastOne);
      return;
    }
    this.selection.chooseAt(next);
    this.grid.showChosen();
  }

  /** Takes back what was done last: a verdict, or a move of rejected photos. */
  async undo(): Promise<void> {
    const move = this.moves.lastSince(this.judging.standing.undo?.at ?? 0);
    if (!move) return await this.judging.undo();
    await this.moves.putBack(move.move);
    await this.applyNew();
  }

  async applyNew(): Promise<void> {
    await this.view.apply();
    this.settle();
  }

  async addFolder(): Promise<void> {
    if (!this.info?.nativeFolderDialog) {
      this.dialog = 'chooser';
      return;
    }
    await this.attempt(async () => {
      const folder = await this.api.call('folders.pick');
      if (folder !== null) await this.addChosenFolder(folder);
    });
  }

  async addChosenFolder(id: string): Promise<void> {
    const isFirst = this.library.roots.length === 0;
    const { root, folder } = await this.api.call('library.add', { folder: id });
    // At the very first there is nothing to explain yet: the photographs have the room.
    if (isFirst && this.layout.rightShown) this.layout.toggleRight();
    await this.library.load(this.api);
    await this.show({ root, folder, ...noFilters });
  }

  /** Takes folders that were dropped on the window into the library. */
  async addDropped(files: readonly File[]): Promise<void> {
    const { addDropped } = this.api;
    if (!addDropped) {
      this.say(strings.library.notDropped);
      return;
    }
    await this.attempt(async () => {
      await addDropped(files);
      await this.library.load(this.api);
      await this.show({ root: null, folder: '', ...noFilters });
    });
  }

  /** Compares the library folder on screen, or all of them, with the catalogue: some drives report no changes. */
  async rescan(): Promise<void> {
    const { root } = this.view.query;
    const roots = this.library.roots.map(({ id }) => id).filter((id) => root === null || id === root);
    if (roots.length === 0) return;
    await this.attempt(async () => {
      for (const id of roots) await this.api.call('library.rescan', { root: id });
      this.say(strings.library.looking(roots.length));
    });
  }

  async togglePause(): Promise<void> {
    const paused = this.progress?.state === 'paused';
    if (!paused && this.progress?.state === 'idle') return;
    await this.attempt(async () => {
      await this.api.call(paused ? 'ingest.resume' : 'ingest.pause');
      this.progress = await this.api.call('ingest.progress');
    });
  }

  async countProblems(): Promise<void> {
    try {
      this.problems = (await this.api.call('problems.list')).length;
    } catch {
      // The next failure counts again.
    }
  }

  /** How closely the active photo is looked at. */
  get zoom(): Zoom {
    return this.mode === 'compare' ? this.comparison.activeZoom : this.large.zoom;
  }

  /** Shows one photo large, or a few side by side. @returns false where there are none */
  look(mode: 'single' | 'compare'): boolean {
    if (this.view.ids.length === 0) return false;
    this.view.touch();
    if (this.selection.index < 0) this.selection.chooseAt(0);
    if (mode === 'compare' && !this.comparison.open()) {
      this.say(largeStrings.compare.nothing);
      return true;
    }
    this.mode = mode;
    return true;
  }

  /** Shows a photo wherever it is: filters and folder give way if it lies outside them. */
  async reveal(id: number): Promise<void> {
    if (!this.view.ids.includes(id) && this.view.topOf(id) === null)
      await this.show({ root: null, folder: '', ...noFilters });
    if (this.view.topOf(id) !== null && !this.view.ids.includes(id))
      this.view.folds.toggle(this.view.groupOf(id));
    const index = this.view.ids.indexOf(id);
    if (index < 0) return;
    this.selection.chooseAt(index);
    this.grid.showChosen();
  }

  /** Asks for the rows on screen, and tells the main process to score these first. */
  lookAt(visible: readonly number[], near: readonly number[]): void {
    const chosen = this.selection.id;
    this.rows.want(chosen === null ? [...visible, ...near] : [chosen, ...visible, ...near]);
    clearTimeout(this.#visibleTimer);
    this.#visibleTimer = setTimeout(() => {
      const request = { visible: visible.slice(0, 500), near: near.slice(0, 500) };
      this.api.call('ingest.visible', request).catch(() => undefined);
    }, visibleAfter);
  }

  /** Chooses whose map is shown; the one that is shown already is put away. */
  toggleMapOf(task: string): void {
    this.mapShown = !(this.mapShown && this.mapTask === task);
    this.mapTask = task;
  }

  toggleMap(): void {
    this.mapTask ??= this.explanation.telling[0]?.task.id ?? this.explanation.overall?.task.id ?? null;
    this.mapShown = !this.mapShown && this.mapTask !== null;
  }

  /** The next map in the order of the panel. */
  stepMap(steps: 1 | -1): void {
    const { overall, telling, rest } = this.explanation;
    const order = [...(overall ? [overall] : []), ...telling, ...rest].map(({ task }) => task.id);
    if (order.length === 0) return;
    const at = this.mapShown && this.mapTask !== null ? order.indexOf(this.mapTask) : steps > 0 ? -1 : 0;
    this.mapTask = order[(at + steps + order.length) % order.length] ?? null;
    this.mapShown = true;
  }

  /** Another model has other columns: an order or a filter by one that is gone gives way. */
  async #follow(info: AppInfo): Promise<void> {
    const same = this.info?.manifest.sha256 === info.manifest.sha256;
    const before = this.tasks;
    this.info = info;
    if (same) return;
    const isGone = (key: string) =>
      before.some(({ id }) => id === key) && !this.tasks.some(({ id }) => id === key);
    if (this.mapTask !== null && isGone(this.mapTask)) this.mapTask = null;
    this.mapShown &&= this.mapTask !== null;
    this.maps.forget();
    const { sort, ranges } = this.view.query;
    await this.show({
      ...(isGone(sort.key) && { sort: startQuery.sort }),
      ranges: ranges.filter(({ task }) => !isGone(task)),
    });
    this.#changed();
  }

  #changed(): void {
    this.rows.refresh();
    void this.#countVerdicts();
    void this.view.changed().then(() => {
      this.settle();
    });
    if (this.#histogramTimer !== undefined) return;
    this.#histogramTimer = setTimeout(() => {
      this.#histogramTimer = undefined;
      this.histogramTurn++;
      // One that was mended is a failure no more.
      if (this.problems > 0) void this.countProblems();
    }, histogramEvery);
  }

  async #countVerdicts(): Promise<void> {
    const { root, folder } = this.view.query;
    // The next decision counts again.
    await this.judging.count({ root, folder }).catch(() => undefined);
  }

  async #askStanding(): Promise<void> {
    await this.judging.load();
    await this.moves.load();
    await this.#countVerdicts();
    await this.library.load(this.api);
    this.progress = await this.api.call('ingest.progress');
    this.sidecars = await this.api.call('sidecars.status');
    await this.works.load();
    await this.countProblems();
  }

  async #catchUp(): Promise<void> {
    await this.attempt(async () => {
      await this.#askStanding();
      this.#changed();
    });
  }
}
