import type { Application } from './application.svelte.ts';
import type { Command } from './shortcuts.ts';

/** Returns false where the command means nothing now. */
type Run = (app: Application) => boolean;
type Meanings = Partial<Record<Command, Run>>;

/** Of the room, with each key. */
const panShare = 0.2;

const pan =
  (x: number, y: number): Run =>
  ({ zoom }) => {
    zoom.pan(x * panShare, y * panShare);
    return !zoom.isFit;
  };

const lookCloser: Run = (app) => {
  if (app.mode === 'grid') return app.look('single');
  app.zoom.toggle();
  return true;
};

/** The keys that lead into these views, wherever one is. */
const anywhere: Meanings = {
  zoom: lookCloser,
  space: lookCloser,
  compare: (app) => app.look(app.mode === 'compare' ? 'single' : 'compare'),
  secondScreen: (app) => {
    void app.attempt(() => app.screen.open());
    return true;
  },
};

/** One photo, or a few of them. */
const large: Meanings = {
  extendLeft: pan(-1, 0),
  extendRight: pan(1, 0),
  extendUp: pan(0, -1),
  extendDown: pan(0, 1),
  smaller: ({ zoom }) => {
    zoom.step(-1);
    return true;
  },
  larger: ({ zoom }) => {
    zoom.step(1);
    return true;
  },
  clipping: (app) => {
    app.large.toggleMarked('clipping');
    return true;
  },
  focus: (app) => {
    app.large.toggleMarked('focus');
    return true;
  },
  info: (app) => {
    app.large.nextInfo();
    return true;
  },
  filmstrip: (app) => {
    app.large.filmstrip = !app.large.filmstrip;
    return true;
  },
};

const nothing: Run = () => false;
const step =
  (steps: 1 | -1): Run =>
  ({ view, comparison }) => {
    view.touch();
    comparison.step(steps);
    return true;
  };
const turn: Run = ({ comparison }) => {
  comparison.turn();
  return true;
};

const compared: Meanings = {
  left: step(-1),
  right: step(1),
  up: turn,
  down: turn,
  first: nothing,
  last: nothing,
  pageUp: nothing,
  pageDown: nothing,
  champion: ({ comparison }) => {
    comparison.toggleChampion();
    return true;
  },
  swap: ({ comparison }) => {
    comparison.swap();
    return comparison.champion !== null;
  },
  link: ({ comparison }) => {
    comparison.toggleLinked();
    return true;
  },
  open: (app) => app.look('single'),
};

/** Commands as they are meant where photos are looked at large; null for those that mean the same as everywhere. */
export function runLarge(app: Application, command: Command): boolean | null {
  const meaning =
    anywhere[command] ??
    (app.mode === 'grid' ? undefined : large[command]) ??
    (app.mode === 'compare' ? compared[command] : undefined);
  return meaning ? meaning(app) : null;
}
