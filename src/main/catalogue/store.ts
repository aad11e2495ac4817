import Database from 'better-sqlite3';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  defaultGroupThresholds,
  type CameraClock,
  type Group,
  type GroupPreview,
  type GroupThresholds,
} from '../../shared/groups.ts';
import type { HistoryStep } from '../../shared/history.ts';
import type { LibraryRoot } from '../../shared/library.ts';
import type { ModelManifest } from '../../shared/manifest.ts';
import type { Collection, CollectionQuery, Neighbours, PhotoDecision } from '../../shared/finding.ts';
import type { MoveEntry, MoveWay } from '../../shared/moves.ts';
import type { KnownModel, ModelComparison } from '../../shared/models.ts';
import type { PhotoDetail, PhotoRow, Problem } from '../../shared/photo.ts';
import { PlainError, sentenceOf } from '../../shared/result.ts';
import type { Dispute } from '../../shared/sidecars.ts';
import type { Suggestion, SuggestionRun, SuggestionSource } from '../../shared/suggestions.ts';
import type { Verdict, VerdictCounts, VerdictField } from '../../shared/verdict.ts';
import type { Gear, Histogram, View, ViewQuery } from '../../shared/view.ts';
import { CameraClocks } from './clocks.ts';
import { Collections } from './collections.ts';
import { Columns } from './columns.ts';
import { type CardFileKey, Copies, type CopyRecord } from './copies.ts';
import { EarlierScores } from './earlier-scores.ts';
import { DecisionLog, logName } from './decision-log.ts';
import { Decisions, type Act, type Decided } from './decisions.ts';
import { Files, type FolderScan } from './files.ts';
import { withParents } from './folder-tree.ts';
import { GroupActs } from './groups/group-acts.ts';
import { Groups } from './groups/groups.ts';
import { GroupsByHand } from './groups/groups-by-hand.ts';
import { LikenessTable } from './groups/likeness-table.ts';
import { History, type Standing, type Undone } from './history.ts';
import { Jobs, type Stage } from './jobs.ts';
import { Moves, type MovedFile, type NewMovedFile, type RejectedFile } from './moves.ts';
import { isOnNetworkDrive } from './network-drive.ts';
import { restorePlanned } from './backups.ts';
import { makeFolder, openDatabase } from './open-database.ts';
import { Models } from './models.ts';
import { Outcomes, type PossibleSource } from './outcomes.ts';
import { lockCatalogue, type OwnerLock } from './owner-lock.ts';
import { lastPart, Photos } from './photos.ts';
import { replayLog, type Replayed } from './replay.ts';
import { Roots } from './roots.ts';
import { Sidecars, type SidecarIntent, type SidecarNote, type SidecarPlace } from './sidecars.ts';
import { Search } from './search.ts';
import { ShotFiles } from './shot-files.ts';
import { Shots } from './shots.ts';
import { Similar } from './similar.ts';
import { Statements } from './statements.ts';
import { Suggestions } from './suggestions.ts';
import type {
  ExportRow,
  FileRecord,
  LostFile,
  Outcome,
  PhotoFile,
  RootRecord,
  ScanSummary,
  SeenFile,
  Waiting,
} from './types.ts';

export interface ModelInUse {
  manifest: ModelManifest;
  /** Version of the scores: hash of model, manifest and pre-processing. */
  modelVersion: string;
}

export interface StoreOptions extends ModelInUse {
  dir: string;
  /** Who opens it, for one who finds it in use. */
  program: string;
  /** Which formats can be read: what failed under another number is tried again, what is scored stays. */
  readingVersion: number;
  /** Whether the files of one shot are one photo; yes if nothing is said. */
  pairing?: boolean;
  /** What is read of a file's metadata: what was read under another number is read again. */
  metadataVersion: number;
}

/** Photos in a view of those like one, beside it itself. */
const mostAlike = 200;

/**
 * The catalogue, synchronous: it lives in the catalogue's thread, and the rest of the program speaks to it through
 * `Catalogue`. Every method that writes is one transaction, after which the columns are brought up to it.
 */
export class Store {
  readonly #lock: OwnerLock;
  readonly #db: Database.Database;
  readonly #statements: Statements;
  readonly #roots: Roots;
  readonly #jobs: Jobs;
  readonly #sidecars: Sidecars;
  readonly #copies: Copies;
  readonly #models: Models;
  readonly #readingVersion: number;
  #tasks: ModelManifest['tasks'];
  /** Numbers in an embedding of the model in use. */
  #embeddingSize: number;
  #modelId: number;
  #failedVersion: string;
  readonly #metadataVersion: number;
  readonly #search: Search;
  #columns: Columns;
  #groups: Groups;
  #groupsByHand: GroupsByHand;
  #clocks: CameraClocks;
  #thresholds: GroupThresholds = defaultGroupThresholds;
  #photos: Photos;
  #files: Files;
  #outcomes: Outcomes;
  #decisions: Decisions;
  #history: History;
  #shots: Shots;
  readonly #shotFiles: ShotFiles;
  #suggestions: Suggestions;
  #moves: Moves;
  readonly #collections: Collections;
  #similar: Similar;
  readonly #log: DecisionLog;
  #scans = new Map<number, FolderScan>();
  #nextScan = 1;
  #logTrouble: string | null;
  #notice: string | null = null;

  /** @throws PlainError where the catalogue cannot be opened: in use, on a network drive, newer, damaged */
  constructor(options: StoreOptions) {
    makeFolder(options.dir);
    if (isOnNetworkDrive(options.dir)) {
      throw new PlainError(
        `The catalogue cannot be kept on the network drive at ${options.dir}; choose a folder on a drive of this machine with --catalogue.`,
      );
    }
    this.#lock = lockCatalogue(options.dir, options.program);
    let restored: boolean;
    try {
      restored = restorePlanned(options.dir);
      this.#db = openDatabase(options.dir);
    } catch (error) {
      this.#lock.release();
      throw error;
    }
    this.#readingVersion = options.readingVersion;
    this.#tasks = options.manifest.tasks;
    this.#embeddingSize = options.manifest.embedding.size;
    this.#metadataVersion = options.metadataVersion;
    this.#failedVersion = `${options.modelVersion}/${options.readingVersion}`;
    this.#modelId = this.#registerModel(options);
    this.#statements = new Statements(this.#db);
    this.#roots = new Roots(this.#statements);
    this.#jobs = new Jobs(this.#statements);
    this.#sidecars = new Sidecars(this.#statements);
    this.#copies = new Copies(this.#statements);
    this.#models = new Models(this.#statements);
    this.#search = new Search(this.#statements);
    this.#shotFiles = new ShotFiles(this.#statements);
    this.#transact(() => this.#search.indexAllIfEmpty());
    const rooms = this.#closingOnFailure(() => this.#makeRooms());
    this.#columns = rooms.columns;
    this.#groups = rooms.groups;
    this.#groupsByHand = rooms.groupsByHand;
    this.#clocks = rooms.clocks;
    this.#photos = rooms.photos;
    this.#files = rooms.files;
    this.#outcomes = rooms.outcomes;
    this.#decisions = rooms.decisions;
    this.#history = rooms.history;
    this.#shots = rooms.shots;
    this.#suggestions = rooms.suggestions;
    this.#moves = rooms.moves;
    this.#collections = new Collections(this.#statements);
    this.#similar = rooms.similar;
    this.#log = new DecisionLog(this.#statements, join(options.dir, logName));
    this.#logTrouble = troubleOf(() => this.#log.reconcile());
    this.#write(() => this.#shots.set(options.pairing ?? true));
    this.#jobs.queueForModel(this.#modelId, this.#failedVersion);
    this.#jobs.queueForMetadata(this.#metadataVersion);
    if (restored) this.recovered('The backup you chose is in place.');
  }

  /** What became of the catalogue before it was opened, for the person; null where nothing did. */
  openingNotice(): string | null {
    return this.#notice;
  }

  /** It is a backup that was put in the place of another: the log adds what was decided since. */
  recovered(sentence: string): void {
    const { decisions, waiting } = this.replay();
    const rest = waiting > 0 ? ` ${waiting} wait for photos that it does not know yet.` : '';
    this.#notice = `${sentence} ${decisions} decisions came back from the log.${rest}`;
  }

  close(): void {
    this.#log.close();
    this.#db.close();
    this.#lock.release();
  }

  /** From now on this model scores. What it has not scored yet waits for it, and keeps its scores meanwhile. */
  useModel(model: ModelInUse): void {
    this.#tasks = model.manifest.tasks;
    this.#embeddingSize = model.manifest.embedding.size;
    this.#failedVersion = `${model.modelVersion}/${this.#readingVersion}`;
    this.#modelId = this.#registerModel(model);
    this.#transact(() => this.#jobs.queueForModel(this.#modelId, this.#failedVersion));
    this.#reloadColumns();
  }

  knownModels(): KnownModel[] {
    return this.#models.known(this.#modelId);
  }

  compareModels(other: number): ModelComparison {
    return this.#models.compare(this.#modelId, other);
  }

  // Library folders

  roots(): RootRecord[] {
    return this.#roots.all();
  }

  addRoot(
    path: string,
    separator: string,
    volume: string | null,
    device: string,
  ): { root: number; folder: string } {
    const { root, folder, absorbed } = this.#transact(() => {
      const added = this.#roots.add(path, separator, volume, device);
      // The names of the folders above are words of theirs now.
      if (added.absorbed) this.#search.indexRoot(added.root);
      return added;
    });
    if (absorbed) this.#reloadColumns();
    return { root, folder };
  }

  /** @returns whether that is news */
  setRootOffline(root: number, offline: boolean): boolean {
    if (this.#roots.get(root)?.offline === offline) return false;
    this.#roots.setOffline(root, offline);
    this.#columns.revision++;
    return true;
  }

  setRootPolled(root: number, polled: boolean): void {
    this.#roots.setPolled(root, polled);
  }

  setRootPlace(root: number, volume: string | null, device: string): void {
    this.#roots.setPlace(root, volume, device);
  }

  /** Library folders with their photo counts, for people. */
  library(): LibraryRoot[] {
    const counts = this.#columns.folderCounts();
    return this.#roots.all().map((root) => {
      const own = counts.get(root.id) ?? new Map<string, number>();
      return {
        id: root.id,
        name: lastPart(root.path),
        photos: own.values().reduce((sum, count) => sum + count, 0),
        offline: root.offline,
        polling: root.polled ? 'asked' : 'no',
        folders: withParents(own),
      };
    });
  }

  // Files

  beginScan(root: number, folder: string): number {
    const id = this.#nextScan++;
    this.#scans.set(id, this.#files.beginScan(root, folder));
    return id;
  }

  scanned(scan: number, files: SeenFile[]): void {
    this.#write(() => this.#files.seen(this.#scan(scan), files));
  }

  endScan(scan: number, unreadable: string[]): ScanSummary {
    const summary = this.#write(() => this.#files.endScan(this.#scan(scan), unreadable));
    this.#scans.delete(scan);
    return summary;
  }

  abandonScan(scan: number): void {
    this.#scans.delete(scan);
  }

  applyChanges(root: number, present: SeenFile[], absent: string[]): ScanSummary {
    return this.#write(() => this.#files.applyChanges(root, present, absent));
  }

  loseFiles(files: LostFile[]): void {
    this.#write(() => this.#files.lose(files));
  }

  // The queue

  limitJobsTo(places: { root: number; folder: string }[]): void {
    this.#jobs.limitTo(places);
  }

  nextJobs(stage: Stage, after: number, limit: number): FileRecord[] {
    return this.#jobs.next(stage, after, limit);
  }

  scoreJobsFor(photos: number[]): FileRecord[] {
    return this.#jobs.forPhotos(photos);
  }

  waiting(): Waiting {
    return this.#jobs.waiting();
  }

  possibleSources(file: number, fingerprint: string): PossibleSource[] {
    return this.#outcomes.possibleSources(file, fingerprint);
  }

  /** @returns for each outcome whether it was stored; stale news is not */
  store(outcomes: Outcome[]): boolean[] {
    return this.#write(() => outcomes.map((outcome) => this.#outcomes.store(outcome)));
  }

  /** Queues failed photos again, all or those among `photos`. */
  retry(photos: number[] | null): number {
    return this.#write(() => {
      const failed = this.#photos.failed(photos);
      for (const photo of failed) {
        const file = this.#photos.fileOf(photo);
        if (file !== undefined) this.#jobs.add('identify', file);
      }
      return failed.length;
    });
  }

  // Decisions

  decide(act: Act): Decided {
    return this.#writeForGood(() => this.#suggestions.settle(act, this.#decisions.decide(act)));
  }

  standing(): Standing {
    return this.#history.standing();
  }

  undo(expected: number | null): Undone {
    return this.#writeForGood(() => this.#history.undo(expected));
  }

  redo(expected: number | null): Undone {
    return this.#writeForGood(() => this.#history.redo(expected));
  }

  goTo(step: number | null): Undone {
    return this.#writeForGood(() => this.#history.goTo(step));
  }

  history(before: number | null, limit: number): HistoryStep[] {
    return this.#history.list(before, limit);
  }

  historyStep(id: number): HistoryStep | null {
    return this.#history.step(id);
  }

  verdictCounts(place: Pick<ViewQuery, 'root' | 'folder'>): VerdictCounts {
    return this.#columns.verdictCounts(place);
  }

  /** The log beside the catalogue: decisions that only it has, and why it could not be brought up to the catalogue. */
  decisionLog(): { waiting: number; trouble: string | null } {
    return { waiting: this.#log.waiting, trouble: this.#logTrouble };
  }

  /** Brings back what the log knows and the catalogue does not. */
  replay(): Replayed {
    const replayed = this.#write(() => replayLog(this.#statements, this.#decisions, this.#log.lines()));
    this.#logTrouble = troubleOf(() => this.#log.reconcile());
    return replayed;
  }

  // Suggestions

  /** @returns the run; null where every field has a verdict already */
  suggest(source: SuggestionSource, scope: number[], suggestions: Suggestion[]): number | null {
    return this.#write(() => this.#suggestions.make(source, scope, suggestions));
  }

  suggestionRuns(): SuggestionRun[] {
    return this.#suggestions.runs();
  }

  suggestionsOf(run: number, among: number[] | null): Suggestion[] {
    return this.#suggestions.list(run, among);
  }

  dropSuggestions(run: number, among: number[] | null): number[] {
    return this.#write(() => this.#suggestions.drop(run, among));
  }

  // Sidecars

  unreadSidecars(after: number, limit: number): { photos: number[]; last: number | null } {
    return this.#sidecars.unread(after, limit);
  }

  unwrittenSidecars(writtenAs: string, withScores: boolean, after: number, limit: number): number[] {
    return this.#sidecars.unwritten(writtenAs, withScores, after, limit);
  }

  countUnwrittenSidecars(writtenAs: string, withScores: boolean): number {
    return this.#sidecars.unwritten(writtenAs, withScores, 0, -1).length;
  }

  sidecarPlaces(photos: number[]): SidecarPlace[] {
    return this.#sidecars.places(photos);
  }

  /** On the drive when it returns: what it announces is written next. */
  intendSidecars(intents: SidecarIntent[]): void {
    this.#writeForGood(() => this.#sidecars.intend(intents));
  }

  noteSidecars(notes: SidecarNote[]): void {
    this.#write(() => this.#sidecars.note(notes));
  }

  countSidecarDisputes(): number {
    return this.#sidecars.countDisputes();
  }

  sidecarDisputes(limit: number): Dispute[] {
    return this.#sidecars.disputes(limit);
  }

  /** Ends a dispute: the sidecar's value counts as known from now on. @returns it, null where there is no dispute */
  resolveSidecar(photo: number, field: VerdictField): Verdict[VerdictField] | null {
    return this.#write(() => this.#sidecars.resolve(photo, field));
  }

  // Shots

  /** Makes the files of one shot one photo, or each a photo of its own. */
  setPairing(isOn: boolean): void {
    this.#write(() => this.#shots.set(isOn));
  }

  filesOf(photos: number[]): PhotoFile[] {
    return this.#shotFiles.filesOf(photos);
  }

  countPhotos(photos: number[]): number {
    return this.#shotFiles.count(photos);
  }

  // Views

  openView(query: ViewQuery): View {
    const view = this.#view(query);
    return { ...view, groups: this.#upToDate().idsOf(view.ids) };
  }

  changesSince(query: ViewQuery, revision: number): number {
    return this.#columns.changesSince(query, revision);
  }

  gear(place: Pick<ViewQuery, 'root' | 'folder'>): Gear {
    return this.#columns.gear(place);
  }

  histogram(query: ViewQuery, task: string, bins: number): Histogram {
    return this.#columns.histogram(query, task, bins);
  }

  revision(): number {
    return this.#columns.revision;
  }

  rows(ids: number[]): PhotoRow[] {
    this.#upToDate();
    return this.#photos.rows(ids);
  }

  detail(id: number): PhotoDetail | null {
    this.#upToDate();
    return this.#photos.detail(id);
  }

  details(ids: number[]): PhotoDetail[] {
    return ids.flatMap((id) => this.#photos.detail(id) ?? []);
  }

  placesOf(ids: number[]): { photo: number; path: string; uid: string; picture: string | null }[] {
    return this.#photos.placesOf(ids);
  }

  pictureFile(id: number): FileRecord | null {
    return this.#photos.pictureFile(id);
  }

  problems(): Problem[] {
    return this.#photos.problems();
  }

  exportRows(root: number, folder: string): ExportRow[] {
    return this.#photos.exportRows(root, folder);
  }

  // Groups and clocks

  /** @returns whether they are other ones than before */
  setGroupThresholds(thresholds: GroupThresholds): boolean {
    if (isDeepStrictEqual(thresholds, this.#thresholds)) return false;
    this.#thresholds = thresholds;
    this.#groups.setThresholds(thresholds);
    this.#columns.revision++;
    return true;
  }

  group(photo: number): Group | null {
    return this.#upToDate() && this.#groupsByHand.of(photo);
  }

  splitGroup(photos: number[]): void {
    this.#upToDate();
    this.#write(() => this.#groupsByHand.split(photos));
  }

  mergeGroups(photos: number[]): void {
    this.#upToDate();
    this.#write(() => this.#groupsByHand.merge(photos));
  }

  freeGroups(photos: number[]): void {
    this.#upToDate();
    this.#write(() => this.#groupsByHand.free(photos));
  }

  previewGroups(thresholds: GroupThresholds): GroupPreview {
    return this.#upToDate().preview(thresholds);
  }

  cameraClocks(): CameraClock[] {
    return this.#clocks.all();
  }

  alignClock(photo: number, reference: number): CameraClock {
    return this.#write(() => this.#clocks.align(photo, reference));
  }

  trustClock(photo: number): CameraClock {
    return this.#write(() => this.#clocks.trust(photo));
  }

  // Copies from cards

  beginCopies(targets: string[]): void {
    this.#transact(() => this.#copies.begin(targets));
  }

  endCopies(targets: string[], records: CopyRecord[]): void {
    this.#transact(() => this.#copies.end(targets, records));
  }

  unfinishedCopies(): string[] {
    return this.#copies.unfinished();
  }

  knownCardFiles(files: Pick<CardFileKey, 'name' | 'size'>[]): boolean[] {
    return this.#copies.knows(files);
  }

  copiesOf(key: CardFileKey): { target: string; slot: number }[] {
    return this.#copies.of(key);
  }

  // Moved away

  rejectedFiles(place: Pick<ViewQuery, 'root' | 'folder'>): RejectedFile[] {
    return this.#moves.rejectedIn(place);
  }

  beginMove(way: MoveWay, files: NewMovedFile[]): number {
    return this.#writeForGood(() => this.#moves.begin(way, files));
  }

  beginReturn(move: number): void {
    this.#writeForGood(() => this.#moves.beginReturn(move));
  }

  noteMoved(files: number[], state: 'away' | 'here'): void {
    this.#write(() => this.#moves.note(files, state));
  }

  movesUnderWay(): MovedFile[] {
    return this.#moves.underWay();
  }

  movedFiles(move: number): MovedFile[] {
    return this.#moves.of(move);
  }

  moveList(limit: number): MoveEntry[] {
    return this.#moves.list(limit);
  }

  // Finding

  collections(): Collection[] {
    return this.#collections.list().map((saved) => ({ ...saved, photos: this.#countOf(saved.query) }));
  }

  addCollection(name: string, query: CollectionQuery): Collection {
    const added = this.#transact(() => this.#collections.add(name, query));
    return { ...added, photos: this.#countOf(query) };
  }

  changeCollection(id: number, name: string | undefined, query: CollectionQuery | undefined): void {
    this.#transact(() => this.#collections.change(id, name, query));
  }

  removeCollection(id: number): void {
    this.#transact(() => this.#collections.remove(id));
  }

  /** Reads on in what photos are compared by. @returns whether there is more */
  readEmbeddings(): boolean {
    return this.#similar.load();
  }

  /** @throws PlainError where the photo is not scored */
  similar(photo: number, limit: number): Neighbours {
    return this.#similar.nearest(photo, limit);
  }

  photoHistory(photo: number): PhotoDecision[] {
    return this.#history.ofPhoto(photo);
  }

  #countOf(query: CollectionQuery): number | null {
    try {
      return this.#view({ ...query, root: null, folder: '' }).ids.length;
    } catch (error) {
      // Another model has other attributes.
      if (error instanceof PlainError) return null;
      throw error;
    }
  }

  #view(query: ViewQuery): Omit<View, 'groups'> {
    const found = query.text === undefined ? null : this.#search.find(query.text);
    if (query.like === undefined) return this.#columns.view(query, found);
    const byLikeness = query.sort.key === 'likeness';
    const sort = byLikeness ? { key: 'name', descending: false } : query.sort;
    const view = this.#columns.view({ ...query, sort }, found);
    const { ids } = this.#similar.nearest(query.like, mostAlike, view.ids);
    const alike = new Uint32Array([query.like, ...ids]);
    if (byLikeness) return { ...view, ids: query.sort.descending ? alike : alike.reverse() };
    const isAlike = new Set(alike);
    return { ...view, ids: view.ids.filter((id) => isAlike.has(id)) };
  }

  /** The groups as the photos are now. */
  #upToDate(): Groups {
    // What is compared for the first time is kept, so it goes in one transaction.
    if (this.#groups.isMarked) this.#transact(() => this.#groups.refresh());
    return this.#groups;
  }

  #write<T>(work: () => T): T {
    const result = this.#transact(() => {
      const done = work();
      this.#shots.reconsider(this.#photos.reworded);
      this.#photos.indexReworded();
      return done;
    });
    const touched = new Set(this.#photos.touched);
    this.#photos.refreshTouched();
    this.#similar.note(touched);
    return result;
  }

  /** A transaction that is on the drive, and in the log, when this returns. */
  #writeForGood<T>(work: () => T): T {
    this.#db.pragma('synchronous = FULL');
    try {
      const result = this.#write(() => {
        this.#log.notePosition();
        return work();
      });
      // What cannot be logged now is decided all the same; it is appended with the next, or at the next start.
      this.#logTrouble = troubleOf(() => this.#log.bringUp());
      return result;
    } finally {
      this.#db.pragma('synchronous = NORMAL');
    }
  }

  #transact<T>(work: () => T): T {
    try {
      return this.#db.transaction(work).immediate();
    } catch (error) {
      if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_FULL') throw error;
      throw new PlainError(
        `The drive of the catalogue ${this.#db.name} is full; make room on it, then go on.`,
      );
    }
  }

  #closingOnFailure<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#db.close();
      this.#lock.release();
      throw error;
    }
  }

  #scan(id: number): FolderScan {
    const scan = this.#scans.get(id);
    if (!scan) throw new Error(`There is no scan ${id}`);
    return scan;
  }

  #makeRooms() {
    const columns = new Columns(this.#tasks);
    const earlier = new EarlierScores(this.#statements, this.#tasks);
    const acts = new GroupActs(this.#statements);
    const likeness = new LikenessTable(this.#statements);
    const groups = new Groups((before, after) => likeness.compare(before, after));
    groups.setThresholds(this.#thresholds);
    const photos = new Photos(
      this.#statements,
      { columns, groups, acts },
      this.#search,
      this.#modelId,
      earlier,
    );
    photos.loadColumns();
    const files = new Files(this.#statements, this.#jobs, photos, this.#scans);
    const outcomes = new Outcomes(this.#statements, this.#jobs, photos, {
      id: this.#modelId,
      failedVersion: this.#failedVersion,
      metadataVersion: this.#metadataVersion,
    });
    const decisions = new Decisions(this.#statements, columns, photos);
    const suggestions = new Suggestions(this.#statements, photos);
    const similar = new Similar(this.#statements, this.#modelId, this.#embeddingSize, (photo) =>
      columns.has(photo),
    );
    const moves = new Moves(this.#statements, photos);
    const history = new History(this.#statements, decisions, suggestions);
    const shots = new Shots(this.#statements, this.#jobs, photos, decisions, this.#modelId);
    const groupsByHand = new GroupsByHand(acts, groups, photos);
    const clocks = new CameraClocks(this.#statements, photos);
    return {
      columns,
      groups,
      groupsByHand,
      clocks,
      photos,
      files,
      outcomes,
      decisions,
      history,
      suggestions,
      shots,
      moves,
      similar,
    };
  }

  #reloadColumns(): void {
    const revision = this.#columns.revision;
    ({
      columns: this.#columns,
      groups: this.#groups,
      groupsByHand: this.#groupsByHand,
      clocks: this.#clocks,
      photos: this.#photos,
      files: this.#files,
      outcomes: this.#outcomes,
      decisions: this.#decisions,
      history: this.#history,
      shots: this.#shots,
      suggestions: this.#suggestions,
      moves: this.#moves,
      similar: this.#similar,
    } = this.#makeRooms());
    this.#columns.revision = revision + 1;
  }

  #registerModel({ manifest, modelVersion }: ModelInUse): number {
    this.#db
      .prepare('INSERT OR IGNORE INTO model (version, manifest, added_at) VALUES (?, ?, ?)')
      .run(modelVersion, JSON.stringify(manifest), Date.now());
    const row = this.#db
      .prepare<[string], { id: number }>('SELECT id FROM model WHERE version = ?')
      .get(modelVersion);
    if (!row) throw new Error('The model was not registered');
    return row.id;
  }
}

/** The sentence of what failed, null if nothing did. */
function troubleOf(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return sentenceOf(error);
  }
}
