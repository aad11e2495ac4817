import { join } from 'node:path';
import type { AppInfo, Handlers } from '../../shared/contract.ts';
import { PlainError } from '../../shared/result.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { BackupKeeper } from '../catalogue/backup-keeper.ts';
import type { SettingsFile } from '../catalogue/settings-file.ts';
import type { Verdicts } from '../culling/verdicts.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { Library } from '../library/library.ts';
import type { SidecarKeeper } from '../culling/sidecars/sidecars.ts';
import type { HelperHost } from '../model/helper-host.ts';
import type { RejectedMoves } from '../culling/moves/rejected-moves.ts';
import type { Suggestions } from '../culling/suggestions.ts';
import type { CardCopies } from '../culling/copies/card-copies.ts';
import type { Exports } from '../culling/export/exports.ts';
import { cardHandlers } from './cards.ts';
import { exportHandlers } from './export.ts';
import { groupHandlers } from './groups.ts';
import type { Scoring } from '../ingest/scoring.ts';
import { modelHandlers } from './models.ts';
import { findingHandlers, openView } from './finding.ts';
import type { FolderChoices } from './folder-choices.ts';
import { backupHandlers } from './backups.ts';
import type { PicturesAhead } from './pictures-ahead.ts';
import { previewPlaceHandlers } from './preview-place.ts';
import type { Screens } from './screens.ts';
import { moveHandlers } from './moves.ts';
import { suggestionHandlers } from './suggestions.ts';

export interface HandlerContext {
  info: AppInfo;
  settings: SettingsFile;
  catalogue: Catalogue;
  library: Library;
  ingest: Ingest;
  helper: HelperHost;
  scoring: Scoring;
  verdicts: Verdicts;
  sidecars: SidecarKeeper;
  suggestions: Suggestions;
  backups: BackupKeeper;
  moves: RejectedMoves;
  cardCopies: CardCopies;
  exports: Exports;
  folders: FolderChoices;
  ahead: PicturesAhead;
  screens: Screens;
  /** Photos, their order or their groups changed otherwise than by a verdict. */
  onChanged: () => void;
  /** The system's own folder dialog, where there is one: an absolute path, null if nothing was chosen. */
  nativeFolderDialog: (() => Promise<string | null>) | null;
  /** Opens the system's file manager on a file, where there is one. */
  showInFolder: ((path: string) => void) | null;
}

/** What the renderer may ask, apart from how it is asked. */
export function createHandlers(context: HandlerContext): Handlers {
  const { info, settings, catalogue, library, ingest, helper, verdicts, sidecars, folders } = context;
  const { nativeFolderDialog, showInFolder } = context;
  return {
    'app.info': () => info,

    'settings.get': () => settings.current,
    'settings.set': (change) => settings.change(change),

    'library.roots': () => library.folders(),
    'library.add': async ({ folder }) => {
      const place = await library.add(folders.pathOf(folder));
      void library.scan(place.root, place.folder);
      return place;
    },
    'library.rescan': ({ root }) => void library.scan(root),
    'library.poll': ({ root, polls }) => library.poll(root, polls),
    'library.lookAgain': () => library.lookAgain(),

    'folders.list': ({ folder }) => folders.list(folder),
    'folders.pick': async () => {
      const path = await nativeFolderDialog?.();
      return path ? folders.idFor(path) : null;
    },

    'view.open': (query) => openView(catalogue, query),
    'view.changes': ({ query, revision }) => catalogue.changesSince(query, revision),
    'view.gear': (place) => catalogue.gear(place),
    'view.histogram': ({ query, task, bins }) => catalogue.histogram(query, task, bins),

    'photos.rows': ({ ids }) => catalogue.rows(ids),
    'photos.detail': ({ id }) => catalogue.detail(id),
    'photos.showInFolder': async ({ id }) => {
      const file = await catalogue.pictureFile(id);
      if (!file) throw new PlainError('This photo is not in its folder any more.');
      showInFolder?.(join(file.rootPath, file.path));
    },
    'photos.map': async ({ id, task }) => {
      const index = info.manifest.tasks.findIndex((candidate) => candidate.id === task);
      const described = info.manifest.tasks[index];
      if (!described) throw new PlainError(`The model in use has no attribute "${task}".`);
      const file = await catalogue.pictureFile(id);
      if (!file) throw new PlainError('This photo cannot be read, so there is no map of its score.');
      const map = await helper.map(join(file.rootPath, file.path), index, { priority: 'screen' });
      return { task, bias: described.bias, ...map };
    },

    'verdicts.set': ({ photos, verdict, screen }) => verdicts.set(photos, verdict, screen),
    'verdicts.setEach': ({ verdicts: changes, screen }) =>
      verdicts.decide({ source: 'person', screen, changes }),
    'verdicts.undo': ({ step }) => verdicts.undo(step),
    'verdicts.redo': ({ step }) => verdicts.redo(step),
    'verdicts.goTo': ({ step }) => verdicts.goTo(step),
    'verdicts.history': ({ before, limit }) => verdicts.history(before, limit),
    'verdicts.counts': (place) => catalogue.verdictCounts(place),
    'verdicts.undoState': () => verdicts.undoState(),

    ...findingHandlers(catalogue),
    ...groupHandlers(catalogue, context.onChanged),

    'ingest.progress': () => ingest.progress(),
    'ingest.pause': () => ingest.pause(),
    'ingest.resume': () => ingest.resume(),
    'ingest.visible': ({ visible, near }) => ingest.prioritise(visible, near),

    ...context.ahead.handlers,
    ...previewPlaceHandlers(settings, folders),
    ...context.screens.handlers,
    ...suggestionHandlers(context.suggestions),
    ...backupHandlers(context.backups),
    ...moveHandlers(context.moves),

    'sidecars.status': () => sidecars.status(),
    'sidecars.disputes': () => sidecars.disputes(1000),
    'sidecars.resolve': ({ photo, field, keep }) => sidecars.resolve(photo, field, keep),
    'sidecars.handOver': async (query) => sidecars.handOver([...(await catalogue.openView(query)).ids]),

    ...modelHandlers(catalogue, context.scoring, folders),
    ...cardHandlers(context, context.cardCopies),
    ...exportHandlers(folders, context.exports),

    'problems.list': () => catalogue.problems(),
    'problems.retry': async ({ photos }) => {
      const count = await catalogue.retry(photos);
      ingest.wake();
      return count;
    },
  };
}
