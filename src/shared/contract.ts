import { z } from 'zod';
import { cardRequests } from './card-requests.ts';
import type { CardReport } from './card.ts';
import { backupRequests } from './backups.ts';
import { findingRequests } from './finding.ts';
import { exportRequests } from './export-requests.ts';
import type { ExportReport } from './export.ts';
import { groupRequests } from './groups.ts';
import type { DecidedEvent, HistoryPage, UndoState, VerdictAnswer } from './history.ts';
import type { FolderListing, LibraryRoot, Progress } from './library.ts';
import type { ModelManifest } from './manifest.ts';
import { moveRequests } from './moves.ts';
import type { MenuCommand } from './menu.ts';
import { modelRequests } from './models.ts';
import type { PhotoDetail, PhotoRow, Problem, ScoreMap } from './photo.ts';
import { windowSettingsSchema, type Settings } from './settings.ts';
import { pictureRequests, screenRequests, type ScreenKeys, type ScreenView } from './screens.ts';
import { nothing, photoId, request } from './request.ts';
import type { Dispute, HandOver, SidecarStatus } from './sidecars.ts';
import { suggestionRequests, type SuggestionRun } from './suggestions.ts';
import { onScreenSchema, verdictChangeSchema, verdictFields, type VerdictCounts } from './verdict.ts';
import { viewQuerySchema, type Gear, type Histogram, type View } from './view.ts';
import type { WorkState } from './work.ts';

/**
 * Everything the renderer may ask of the main process, and everything the main process tells it unasked.
 * Both transports (Electron's IPC and loopback) carry exactly this; every input is parsed by its schema there.
 */

export const requests = {
  'app.info': request(nothing).returns<AppInfo>(),

  'settings.get': request(nothing).returns<Settings>(),
  /** Changes some and keeps them; all of them, as they are then. */
  'settings.set': request(windowSettingsSchema).returns<Settings>(),

  'library.roots': request(nothing).returns<LibraryRoot[]>(),
  /** Adds a folder chosen from `folders.list`; a folder inside the library is simply found again. */
  'library.add': request(z.object({ folder: z.string().max(64) })).returns<{
    root: number;
    folder: string;
  }>(),
  'library.rescan': request(z.object({ root: photoId })).returns<void>(),
  /** Looks a library folder through from time to time, or waits for the system's notices again. */
  'library.poll': request(z.object({ root: photoId, polls: z.boolean() })).returns<void>(),
  /** The person came back to the window: folders without notices are compared with the catalogue, once a minute at most. */
  'library.lookAgain': request(nothing).returns<void>(),
  /** One level of folders, made by the main process; null for the places to start from. */
  'folders.list': request(z.object({ folder: z.string().max(64).nullable() })).returns<FolderListing>(),
  /** The system's own folder dialog (desktop only): a folder id for `library.add`, null if nothing was chosen. */
  'folders.pick': request(nothing).returns<string | null>(),

  'view.open': request(viewQuerySchema).returns<View>(),
  /** Photos that would come, go or change place in the view since `revision`. */
  'view.changes': request(z.object({ query: viewQuerySchema, revision: z.number() })).returns<number>(),
  'view.histogram': request(
    z.object({ query: viewQuerySchema, task: z.string(), bins: z.int().min(2).max(100) }),
  ).returns<Histogram>(),

  /** What the filters by camera and lens have to choose from. */
  'view.gear': request(viewQuerySchema.pick({ root: true, folder: true })).returns<Gear>(),

  /** Rows in the order asked; an id that no longer exists is left out. */
  'photos.rows': request(z.object({ ids: z.array(photoId).max(500) })).returns<PhotoRow[]>(),
  'photos.detail': request(z.object({ id: photoId })).returns<PhotoDetail | null>(),
  /** Opens the system's file manager on the photo's file (desktop only). */
  'photos.showInFolder': request(z.object({ id: photoId })).returns<void>(),
  'photos.map': request(z.object({ id: photoId, task: z.string() })).returns<ScoreMap>(),

  /** Decides about photos; what is named is set, the rest stays. It is on the drive when the answer comes. */
  'verdicts.set': request(
    z.object({
      photos: z.array(photoId).max(1_000_000),
      verdict: verdictChangeSchema,
      screen: onScreenSchema,
    }),
  ).returns<VerdictAnswer>(),
  /** As `verdicts.set`, with a verdict of its own for each photo: one step all the same. */
  'verdicts.setEach': request(
    z.object({
      verdicts: z.array(z.object({ photo: photoId, verdict: verdictChangeSchema })).max(100_000),
      screen: onScreenSchema,
    }),
  ).returns<VerdictAnswer>(),
  /** Takes back the person's last act if it is this one, or does the one undone last again: a request may arrive twice. */
  'verdicts.undo': request(z.object({ step: photoId })).returns<VerdictAnswer>(),
  'verdicts.redo': request(z.object({ step: photoId })).returns<VerdictAnswer>(),
  /** Makes this step the last that stands; null for the state before the first. */
  'verdicts.goTo': request(z.object({ step: photoId.nullable() })).returns<VerdictAnswer>(),
  /** The latest steps first, after the step `before`. */
  'verdicts.history': request(
    z.object({ before: photoId.nullable(), limit: z.int().min(1).max(500) }),
  ).returns<HistoryPage>(),
  /** What undo and redo would do; every event `decided` says it anew. */
  'verdicts.undoState': request(nothing).returns<UndoState>(),
  'verdicts.counts': request(viewQuerySchema.pick({ root: true, folder: true })).returns<VerdictCounts>(),

  ...groupRequests,
  ...findingRequests,

  'ingest.progress': request(nothing).returns<Progress>(),
  'ingest.pause': request(nothing).returns<void>(),
  'ingest.resume': request(nothing).returns<void>(),
  /** What is on screen is scored first, then what is next to it. */
  'ingest.visible': request(
    z.object({ visible: z.array(photoId).max(500), near: z.array(photoId).max(500) }),
  ).returns<void>(),

  ...pictureRequests,
  ...screenRequests,
  ...suggestionRequests,
  ...backupRequests,
  ...moveRequests,
  ...modelRequests,

  'sidecars.status': request(nothing).returns<SidecarStatus>(),
  /** Values that changed here and in the sidecar; the first thousand. */
  'sidecars.disputes': request(nothing).returns<Dispute[]>(),
  'sidecars.resolve': request(
    z.object({ photo: photoId, field: z.enum(verdictFields), keep: z.enum(['here', 'outside']) }),
  ).returns<void>(),
  /** Writes what waits of the photos of a view, and tells what the chosen program will find. */
  'sidecars.handOver': request(viewQuerySchema).returns<HandOver>(),

  ...cardRequests,
  ...exportRequests,

  'problems.list': request(nothing).returns<Problem[]>(),
  /** Tries failed photos again; null for all of them. */
  'problems.retry': request(z.object({ photos: z.array(photoId).max(10_000).nullable() })).returns<number>(),
};

export interface AppInfo {
  version: string;
  mode: 'desktop' | 'browser';
  platform: 'mac' | 'windows' | 'linux';
  /** `folders.pick` works here. */
  nativeFolderDialog: boolean;
  /** `photos.showInFolder` works here. */
  fileManager: boolean;
  manifest: ModelManifest;
  /** Which engine scores, e.g. "ONNX Runtime, CPU". */
  engine: string;
}

/** Told unasked. */
export interface Events {
  progress: Progress;
  /** Photos changed in the catalogue; ask `view.changes` and the rows on screen again. At most a few a second. */
  changed: { revision: number };
  roots: LibraryRoot[];
  /** Decisions were made, here or elsewhere: ask for the rows on screen again. Told at once. */
  decided: DecidedEvent;
  notice: { text: string };
  /** An item of the system's menu was chosen (desktop only). */
  menu: { command: MenuCommand };
  /** Another model scores from now on, or another engine: what `app.info` says then. */
  model: AppInfo;
  sidecars: SidecarStatus;
  /** Runs of which something is undecided, the latest first. */
  suggestions: SuggestionRun[];
  /** A copy from a card, at most five times a second; null once its report was read. */
  cardCopy: WorkState<CardReport> | null;
  /** What a window's second screen is to show. */
  screen: ScreenView;
  /** Keys pressed on a second screen. */
  screenKeys: ScreenKeys;
  exporting: WorkState<ExportReport> | null;
  /** They were changed, by whichever window. */
  settings: Settings;
}

export type RequestName = keyof typeof requests;
export type RequestInput<Name extends RequestName> = z.input<(typeof requests)[Name]['input']>;
export type ParsedInput<Name extends RequestName> = z.output<(typeof requests)[Name]['input']>;
/** The output of a request as declared by `returns`. */
export type OutputOf<Name extends RequestName> = (typeof requests)[Name] extends { output?: infer Output }
  ? Output
  : never;

/** What the transports serve: one function per request. */
export type Handlers = {
  [Name in RequestName]: (input: ParsedInput<Name>) => Promise<OutputOf<Name>> | OutputOf<Name>;
};

/** What the renderer holds, whichever transport carries it. */
export interface Api {
  call<Name extends RequestName>(
    name: Name,
    ...input: undefined extends RequestInput<Name> ? [] : [RequestInput<Name>]
  ): Promise<OutputOf<Name>>;
  /** Returns the function that ends the subscription. */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void;
  /** Prefix of `picturePath`: "photo://library/" or "". */
  pictureBase: string;
}

/** What the preload exposes to the desktop's window. */
export interface DesktopApi extends Api {
  /** Takes folders that were dropped on the window into the library: where they are stays between preload and main. */
  addDropped(files: readonly File[]): Promise<void>;
}
