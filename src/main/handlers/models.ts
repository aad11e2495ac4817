import type { Handlers } from '../../shared/contract.ts';
import type { ModelState, modelRequests } from '../../shared/models.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Scoring } from '../ingest/scoring.ts';
import type { FolderChoices } from './folder-choices.ts';

export function modelHandlers(
  catalogue: Pick<Catalogue, 'knownModels' | 'compareModels'>,
  scoring: Scoring,
  folders: FolderChoices,
): Pick<Handlers, keyof typeof modelRequests> {
  const state = async (): Promise<ModelState> => ({
    name: scoring.manifest.name,
    standard: scoring.isStandardModel,
    known: await catalogue.knownModels(),
  });
  return {
    'models.state': state,
    'models.use': async ({ folder }) => {
      await scoring.useModel(folder === null ? null : folders.pathOf(folder));
      return await state();
    },
    'models.compare': ({ model }) => catalogue.compareModels(model),
    'engines.times': () => scoring.times(),
    'engines.time': () => scoring.timeNow(),
  };
}
