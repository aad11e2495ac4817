import { readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';
import { z } from 'zod';
import type { AppInfo, Handlers } from '../shared/contract.ts';
import { thresholdsOf } from '../shared/groups.ts';
import type { ModelManifest } from '../shared/manifest.ts';
import { sentenceOf } from '../shared/result.ts';
import { BackupKeeper } from './catalogue/backup-keeper.ts';
import { openCatalogue, type Catalogue } from './catalogue/catalogue.ts';
import { ScoringFile } from './catalogue/scoring-file.ts';
import { SettingsFile } from './catalogue/settings-file.ts';
import type { SidecarSettings } from '../shared/editors.ts';
import { CardCopies } from './culling/copies/card-copies.ts';
import { descriptionFrom, type CopyDescription } from './culling/copies/describe-copy.ts';
import { Exports } from './culling/export/exports.ts';
import { RejectedMoves } from './culling/moves/rejected-moves.ts';
import { SidecarKeeper } from './culling/sidecars/sidecars.ts';
import { Suggestions } from './culling/suggestions.ts';
import { Verdicts } from './culling/verdicts.ts';
import { readingVersion } from './imaging/format.ts';
import { metadataVersion } from './imaging/merge-metadata.ts';
import { EventHub } from './handlers/events.ts';
import { FolderChoices } from './handlers/folder-choices.ts';
import { createHandlers } from './handlers/handlers.ts';
import { PicturesAhead } from './handlers/pictures-ahead.ts';
import { previewFolder } from './handlers/preview-place.ts';
import { PictureStore } from './handlers/picture-store.ts';
import type { PictureSource } from './handlers/pictures.ts';
import { Screens } from './handlers/screens.ts';
import { throttle } from './handlers/throttle.ts';
import { Ingest } from './ingest/ingest.ts';
import { Scoring } from './ingest/scoring.ts';
import { Library } from './library/library.ts';
import { forkHelper } from './model/fork-helper.ts';
import { type EngineId, engineName } from '../shared/engines.ts';
import type { StartHelper } from './model/helper-port.ts';

export interface ApplicationOptions {
  mode: 'desktop' | 'browser' | 'headless';
  /** Where the catalogue is kept; the platform's data folder if not given. */
  catalogueDir?: string;
  /** Folders to take into the library at the start. */
  roots?: string[];
  modelDir?: string;
  /** What the settings say if not given; the standard one if it does not work here. */
  engine?: EngineId;
  /** Instead of what the settings say of sidecars. */
  sidecars?: Partial<SidecarSettings>;
  startHelper?: StartHelper;
  nativeFolderDialog?: () => Promise<string | null>;
  /** Opens the second screen of a window, where windows are ours to open. */
  openScreen?: (window: string) => void;
  /** Puts a file into the system's trash. */
  trashItem?: (path: string) => Promise<void>;
  /** Opens the system's file manager on a file, given by its absolute path. */
  showInFolder?: (path: string) => void;
}

export interface Application {
  catalogue: Catalogue;
  library: Library;
  ingest: Ingest;
  scoring: Scoring;
  verdicts: Verdicts;
  sidecars: SidecarKeeper;
  suggestions: Suggestions;
  /** What the person wants said in the sidecars of copies; null for nothing. */
  describeCopies: () => CopyDescription | null;
  exports: Exports;
  sidecarSettings: () => SidecarSettings;
  /** Where a photo's thumbnail is, or would be. */
  thumbFile: (uid: string, picture: string) => string;
  manifest: ModelManifest;
  handlers: Handlers;
  events: EventHub;
  pictures: PictureSource;
  /** Why another model or engine scores than the one asked for; events `notice` say it as well. */
  startNotices: readonly string[];
  close(): Promise<void>;
}

/** Of the project; both the sources and the bundles lie two folders below it. */
const top = fileURLToPath(new URL('../../', import.meta.url));

const programs = {
  desktop: 'Proofsheet',
  browser: 'Proofsheet in browser mode',
  headless: 'proofsheet score',
};

export const defaultModelDir = join(top, 'resources', 'model');

export const defaultCatalogueDir = (): string => envPaths('Proofsheet', { suffix: '' }).data;

/**
 * Composes the application without Electron: the desktop window, browser mode, the command line and the tests all use
 * this one.
 *
 * @throws PlainError where the catalogue or the model cannot be opened, or a folder is not there
 */
export async function createApplication(options: ApplicationOptions): Promise<Application> {
  const { mode, catalogueDir = defaultCatalogueDir() } = options;
  const { startHelper = forkHelper } = options;
  const settings = await SettingsFile.open(catalogueDir);
  const backups = new BackupKeeper(catalogueDir);
  const backupIsDue = mode !== 'headless' && backups.isDue();
  const scoring = await Scoring.open({
    file: await ScoringFile.open(catalogueDir),
    startHelper,
    standardModel: defaultModelDir,
    model: options.modelDir,
    engine: options.engine,
    settings: () => settings.current,
  });
  const { helper } = scoring;
  const catalogue = await openCatalogue({
    dir: catalogueDir,
    program: programs[mode],
    manifest: scoring.manifest,
    modelVersion: scoring.version,
    readingVersion,
    metadataVersion,
    pairing: settings.current.pairing,
  });

  const pictures = new PictureStore(
    catalogue,
    helper,
    catalogueDir,
    previewFolder(settings.current, catalogueDir),
  );
  settings.onChange((now, before) => {
    if (now.previewPlace === before.previewPlace && now.previewGigabytes === before.previewGigabytes) return;
    pictures.keepPreviews(previewFolder(now, catalogueDir));
    // They can all be made again where they are kept from now on.
    if (now.previewPlace !== before.previewPlace)
      void previewFolder(before, catalogueDir).empty().catch(ignoreClosing);
  });
  const events = new EventHub();

  const tellChanged = throttle(250, () => {
    void catalogue.revision().then((revision) => events.emit('changed', { revision }), ignoreClosing);
  });
  let away = new Set<number>();
  const tellRoots = throttle(1000, () => {
    void library.folders().then((roots) => {
      // A drive that is back may be written to again.
      if (roots.some(({ id, offline }) => !offline && away.has(id))) sidecars.noteAll();
      away = new Set(roots.filter(({ offline }) => offline).map(({ id }) => id));
      events.emit('roots', roots);
    }, ignoreClosing);
  });
  const tellNotice = (text: string): void => events.emit('notice', { text });
  const openingNotice = await catalogue.openingNotice();
  if (openingNotice !== null) tellNotice(openingNotice);
  if (settings.notice !== null) tellNotice(settings.notice);
  const tellFailure = (error: unknown): void => tellNotice(sentenceOf(error));
  scoring.notices.forEach(tellNotice);
  settings.onChange((changed) => events.emit('settings', changed));

  const verdicts: Verdicts = new Verdicts({
    catalogue,
    onDecided: (event) => {
      events.emit('decided', event);
      sidecars.noteDecided(event.photos);
      tellSuggestions();
      tellChanged();
    },
    onTrouble: tellNotice,
  });
  const suggestions: Suggestions = new Suggestions({
    catalogue,
    verdicts,
    onRuns: (runs) => {
      events.emit('suggestions', runs);
      tellChanged();
    },
  });
  const tellSuggestions = throttle(250, () => void suggestions.noteDecided().catch(ignoreClosing));
  const sidecars: SidecarKeeper = new SidecarKeeper({
    catalogue,
    verdicts,
    automatic: mode !== 'headless',
    settings: () => ({ ...settings.current, ...options.sidecars }),
    get tasks() {
      return scoring.manifest.tasks;
    },
    get modelVersion() {
      return scoring.version;
    },
    onStatus: (status) => events.emit('sidecars', status),
    onTrouble: tellNotice,
  });
  settings.onChange(() => sidecars.noteAll());
  let { pairing } = settings.current;
  settings.onChange((changed) => {
    if (changed.pairing === pairing) return;
    pairing = changed.pairing;
    void catalogue.setPairing(pairing).then(() => {
      tellChanged();
      tellRoots();
      ingest.wake();
    }, ignoreClosing);
  });
  const groupAsSet = async (): Promise<void> => {
    if (await catalogue.setGroupThresholds(thresholdsOf(settings.current))) tellChanged();
  };
  settings.onChange(() => void groupAsSet().catch(ignoreClosing));
  const lookAtSidecars = throttle(2000, () => sidecars.noteFiles());

  const ingest: Ingest = new Ingest({
    catalogue,
    helper,
    thumbFile: (uid, picture) => pictures.thumbFile(uid, picture),
    isHere: (root) => library.isHere(root),
    isDriveHere: (root) => library.isDriveHere(root),
    onProgress: (progress) => events.emit('progress', progress),
    onStored: () => {
      lookAtSidecars();
      tellChanged();
      tellRoots();
    },
    onStopped: tellNotice,
    onScreenScored: () => {
      if (mode !== 'headless') scoring.findFastest().catch(tellFailure);
    },
  });
  const library: Library = new Library({
    catalogue,
    // Roots are real paths.
    exclude: [await realpath(catalogueDir)],
    watch: mode !== 'headless',
    onChanged: () => {
      ingest.wake();
      lookAtSidecars();
      tellChanged();
    },
    onRoots: tellRoots,
    onScan: (scan) => ingest.noteScan(scan),
    onNotice: tellNotice,
  });

  const describeCopies = (): CopyDescription | null =>
    descriptionFrom({ ...settings.current, ...options.sidecars });
  const cardCopies = new CardCopies({
    catalogue,
    library,
    description: describeCopies,
    onState: (state) => events.emit('cardCopy', state),
  });

  const sidecarSettings = (): SidecarSettings => ({ ...settings.current, ...options.sidecars });
  const thumbFile = (uid: string, picture: string): string => pictures.thumbFile(uid, picture);
  const exports = new Exports({
    catalogue,
    get tasks() {
      return scoring.manifest.tasks;
    },
    settings: sidecarSettings,
    thumbFile,
    onState: (state) => events.emit('exporting', state),
  });

  const moves = new RejectedMoves({
    catalogue,
    trashItem: options.trashItem,
    onMoved: () => {
      tellChanged();
      tellRoots();
    },
  });

  const close = async (): Promise<void> => {
    await Promise.all([cardCopies.close(), exports.close()]);
    await library.close();
    lookAtSidecars.cancel();
    await sidecars.close();
    // First the queue: that its helper ends is no news to it then.
    await ingest.close();
    await scoring.close();
    tellChanged.cancel();
    tellRoots.cancel();
    tellSuggestions.cancel();
    await backups.settle();
    await catalogue.close();
  };

  try {
    await groupAsSet();
    for (const root of options.roots ?? []) await library.add(root);
    // Headless, only the folders asked for are looked at.
    if (mode !== 'headless') {
      // Before the folders are compared with the catalogue, so that a move cut off is no loss of files to it.
      await moves.recover();
      await library.start();
      ingest.wake();
      sidecars.noteAll();
      if (backupIsDue) void backups.makeQuietly(tellNotice);
    }
  } catch (error) {
    await close();
    throw error;
  }

  const info: AppInfo = {
    version: await readVersion(),
    mode: mode === 'desktop' ? 'desktop' : 'browser',
    platform: process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'windows' : 'linux',
    nativeFolderDialog: options.nativeFolderDialog !== undefined,
    fileManager: options.showInFolder !== undefined,
    manifest: scoring.manifest,
    engine: engineName(scoring.engine),
  };
  scoring.attach({
    catalogue,
    ingest,
    onNotice: tellNotice,
    onChanged: () => {
      Object.assign(info, { manifest: scoring.manifest, engine: engineName(scoring.engine) });
      events.emit('model', info);
      ingest.wake();
      tellChanged();
    },
  });
  settings.onChange(({ engine }, before) => {
    if (engine !== before.engine) scoring.followEngine().catch(tellFailure);
  });
  helper.on('ready', ({ engine }) => (info.engine = engine));
  helper.on('fallback', tellNotice);
  const ahead = new PicturesAhead((photo, signal) => pictures.prepare(photo, signal));
  const folders = new FolderChoices((path) => isInLibrary(path, catalogue));
  const { nativeFolderDialog = null, showInFolder = null } = options;
  const handlers = createHandlers({
    backups,
    info,
    settings,
    catalogue,
    library,
    ingest,
    helper,
    scoring,
    verdicts,
    sidecars,
    suggestions,
    cardCopies,
    exports,
    moves,
    folders,
    ahead,
    screens: new Screens(events, options.openScreen ?? null),
    onChanged: tellChanged,
    nativeFolderDialog,
    showInFolder,
  });
  return {
    catalogue,
    library,
    ingest,
    scoring,
    verdicts,
    sidecars,
    suggestions,
    describeCopies,
    exports,
    sidecarSettings,
    thumbFile,
    manifest: scoring.manifest,
    handlers,
    events,
    pictures,
    startNotices: scoring.notices,
    close,
  };
}

async function isInLibrary(path: string, catalogue: Catalogue): Promise<boolean> {
  const roots = await catalogue.roots();
  return roots.some((root) => {
    const below = relative(root.path, path);
    return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
  });
}

async function readVersion(): Promise<string> {
  const text = await readFile(join(top, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

/** What was on its way when the catalogue closed is told to nobody. */
const ignoreClosing = (): void => undefined;
