import type { Application } from './application.svelte.ts';
import { groupStrings as words } from '../strings/groups.ts';
import type { Command } from './shortcuts.ts';

/** What is done to the groups of the selected photos by hand; null for any other command. */
export function runGroups(app: Application, command: Command): boolean | null {
  const photos = [...app.judged];
  const change = (what: 'groups.merge' | 'groups.split' | 'groups.free', done: string): boolean => {
    if (photos.length === 0) return false;
    app.view.touch();
    void app.attempt(async () => {
      await app.api.call(what, { photos });
      app.say(done);
      // The person's own doing is shown at once, as another order is.
      await app.applyNew();
    });
    return true;
  };
  const meanings: Partial<Record<Command, () => boolean>> = {
    mergeGroup: () => {
      if (photos.length >= 2) return change('groups.merge', words.merged(photos.length));
      app.say(words.needsTwo);
      return true;
    },
    splitGroup: () => change('groups.split', words.split),
    freeGroup: () => change('groups.free', words.freed),
    foldGroup: () => {
      const group = app.selection.id === null ? 0 : app.view.groupOf(app.selection.id);
      if (app.mode !== 'grid' || group === 0) return false;
      app.view.touch();
      app.view.folds.toggle(group);
      return true;
    },
    foldAll: () => {
      if (app.mode !== 'grid') return false;
      app.view.touch();
      app.view.folds.toggleAll();
      return true;
    },
    cameraClock: () => {
      app.dialog = 'cameraClock';
      return true;
    },
  };
  return meanings[command]?.() ?? null;
}
