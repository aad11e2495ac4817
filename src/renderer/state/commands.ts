import type { VerdictChange } from '../../shared/verdict.ts';
import { findingStrings } from '../strings/finding.ts';
import type { Application } from './application.svelte.ts';
import { chipsOf } from './filter-chips.ts';
import { isFiltered, noFilters } from './filters.ts';
import type { GridMove } from './grid-layout.ts';
import { runGroups } from './group-commands.ts';
import { runLarge } from './large-commands.ts';
import type { Command, Manner } from './shortcuts.ts';

/** What only the document can do. */
export interface Surroundings {
  focusPane(steps: 1 | -1): void;
}

/** Carries a command out. Returns false where it means nothing now, so that the key keeps its own meaning. */
export function run(
  app: Application,
  command: Command,
  { focusPane }: Surroundings,
  { advance, whole = false }: Pick<Manner, 'advance'> & Partial<Manner> = { advance: false },
): boolean {
  const elsewhere = runLarge(app, command) ?? runGroups(app, command);
  if (elsewhere !== null) return elsewhere;
  const single = app.mode === 'single';
  const move = (to: GridMove) => {
    app.view.touch();
    if (app.view.ids.length === 0) return false;
    // One photo fills the window: up and down, too, lead to the one before and after.
    const inSingle: Partial<Record<GridMove, GridMove>> = {
      up: 'left',
      down: 'right',
      pageUp: 'left',
      pageDown: 'right',
    };
    app.grid.move(single ? (inSingle[to] ?? to) : to);
    return true;
  };
  /** Several are selected in the grid alone: a single view shows one. */
  const extend = (to: GridMove) => {
    if (single || app.view.ids.length === 0) return false;
    app.view.touch();
    app.grid.extend(to);
    return true;
  };
  const judge = (verdict: VerdictChange) => {
    if (app.chosen === null) return false;
    app.view.touch();
    void app.judge(verdict, whole);
    if (advance || app.settings.current.autoAdvance) app.advance();
    return true;
  };
  switch (command) {
    case 'left':
    case 'right':
    case 'up':
    case 'down':
    case 'first':
    case 'last':
    case 'pageUp':
    case 'pageDown':
      return move(command);
    case 'extendLeft':
      return extend('left');
    case 'extendRight':
      return extend('right');
    case 'extendUp':
      return extend('up');
    case 'extendDown':
      return extend('down');
    case 'extendFirst':
      return extend('first');
    case 'extendLast':
      return extend('last');
    case 'extendPageUp':
      return extend('pageUp');
    case 'extendPageDown':
      return extend('pageDown');
    case 'selectAll':
      if (single || app.view.ids.length === 0) return false;
      app.view.touch();
      app.selection.selectAll();
      return true;
    case 'grid':
      app.mode = 'grid';
      return true;
    case 'loupe':
      if (app.view.ids.length === 0) return false;
      app.view.touch();
      if (app.selection.index < 0) app.selection.chooseAt(0);
      app.mode = 'single';
      return true;
    case 'open':
      if (app.view.ids.length === 0) return false;
      app.view.touch();
      if (app.selection.index < 0) app.selection.chooseAt(0);
      app.mode = app.mode === 'grid' ? 'single' : 'grid';
      return true;
    case 'close':
      if (app.mode !== 'grid') app.mode = 'grid';
      else if (app.selection.size > 1) app.selection.release();
      else if (app.like.active) void app.like.leave();
      else if (app.layout.bare) app.layout.bare = false;
      else return false;
      return true;
    // Of the views that show photos large; elsewhere they mean nothing.
    case 'zoom':
    case 'space':
    case 'compare':
    case 'champion':
    case 'swap':
    case 'link':
    case 'clipping':
    case 'focus':
    case 'info':
    case 'filmstrip':
    case 'secondScreen':
      return false;
    // Of the survey and of groups.
    case 'survey':
    case 'keepOne':
    case 'keepToo':
    case 'foldGroup':
    case 'foldAll':
    case 'mergeGroup':
    case 'splitGroup':
    case 'freeGroup':
    case 'cameraClock':
      return false;
    case 'map':
      app.toggleMap();
      return true;
    case 'nextTask':
      app.stepMap(1);
      return true;
    case 'previousTask':
      app.stepMap(-1);
      return true;
    case 'pick':
    case 'reject':
      return judge({ pick: command });
    case 'unflag':
      return judge({ pick: 'none' });
    case 'togglePick':
      return judge({ pick: app.chosen?.verdict.pick === 'pick' ? 'none' : 'pick' });
    case 'stars0':
    case 'stars1':
    case 'stars2':
    case 'stars3':
    case 'stars4':
    case 'stars5':
      return judge({ stars: Number(command.slice(-1)) });
    case 'red':
    case 'yellow':
    case 'green':
    case 'blue':
    case 'purple':
      // The same key takes its label off again.
      return judge({ label: app.chosen?.verdict.label === command ? 'none' : command });
    case 'noLabel':
      return judge({ label: 'none' });
    case 'undo':
      void app.attempt(() => app.undo());
      return true;
    case 'redo':
      void app.attempt(() => app.judging.redo());
      return true;
    case 'history':
      app.dialog = 'history';
      return true;
    case 'applyNew':
      void app.applyNew();
      return true;
    case 'sortDirection': {
      const { key, descending } = app.view.query.sort;
      void app.show({ sort: { key, descending: !descending } });
      return true;
    }
    case 'search':
      document.querySelector<HTMLInputElement>('input[type=search]')?.focus();
      return true;
    case 'resetFilters':
      void app.show(noFilters);
      return true;
    case 'removeFilter': {
      const chip = chipsOf(app.view.query, app.tasks).at(-1);
      if (chip) void app.show(chip.change);
      else if (app.like.active) void app.like.leave();
      else return false;
      return true;
    }
    case 'saveFilters':
      if (isFiltered(app.view.query)) {
        app.layout.showLeft();
        app.collections.naming = true;
      } else app.say(findingStrings.collections.nothingToSave);
      return true;
    case 'similar':
      if (app.chosen === null) return false;
      void app.like.toggle(app.chosen);
      return true;
    case 'smaller':
      app.layout.resizeTiles(-1);
      return true;
    case 'larger':
      app.layout.resizeTiles(1);
      return true;
    case 'hideScores':
      app.layout.scoresHidden = !app.layout.scoresHidden;
      return true;
    case 'bare':
      app.layout.bare = !app.layout.bare;
      return true;
    case 'leftPane':
      app.layout.toggleLeft();
      return true;
    case 'rightPane':
      app.layout.toggleRight();
      return true;
    case 'surround':
      app.layout.nextSurround();
      return true;
    case 'nextPane':
      focusPane(1);
      return true;
    case 'previousPane':
      focusPane(-1);
      return true;
    case 'pause':
      void app.togglePause();
      return true;
    case 'problems':
      app.dialog = 'problems';
      return true;
    case 'addFolder':
      void app.addFolder();
      return true;
    case 'copyCard':
      app.dialog = 'cardCopy';
      return true;
    case 'rescan':
      void app.rescan();
      return true;
    case 'export':
      app.dialog = 'export';
      return true;
    case 'moveRejected':
      app.dialog = 'moveRejected';
      return true;
    case 'handOver':
      app.dialog = 'handOver';
      return true;
    case 'settings':
      app.dialog = 'settings';
      return true;
    case 'help':
      app.dialog = 'help';
      return true;
  }
}
