import type { Application } from './application.svelte.ts';
import { surveyStrings } from '../strings/survey.ts';
import { stepSurvey } from './survey-step.ts';
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

function openSurvey(app: Application): void {
  if (app.view.ids.length === 0) return;
  app.view.touch();
  if (app.selection.index < 0) app.selection.chooseAt(0);
  void app.attempt(async () => {
    // All frames of a group are looked at, the folded ones as well.
    app.view.folds.inForce = false;
    if (await app.survey.open()) app.mode = 'survey';
    else app.say(surveyStrings.nothing);
    app.view.folds.inForce = app.mode === 'grid';
  });
}

/** The keys that lead into these views, wherever one is. */
const anywhere: Meanings = {
  zoom: lookCloser,
  space: lookCloser,
  compare: (app) => app.look(app.mode === 'compare' ? 'single' : 'compare'),
  survey: (app) => {
    if (app.mode === 'survey') return app.look('single');
    openSurvey(app);
    return true;
  },
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

const toGroup =
  (steps: 1 | -1): Run =>
  (app) => {
    stepSurvey(app, steps);
    return true;
  };
const moveBy =
  (move: (app: Application) => void): Run =>
  (app) => {
    app.view.touch();
    move(app);
    return true;
  };
const keep =
  (how: 'keepOne' | 'keepToo'): Run =>
  (app) => {
    void app.attempt(async () => {
      await app.survey[how](app.onScreen);
      stepSurvey(app, 1);
    });
    return true;
  };

const surveyed: Meanings = {
  left: moveBy(({ survey }) => {
    survey.move(-1);
  }),
  right: moveBy(({ survey }) => {
    survey.move(1);
  }),
  up: moveBy(({ survey }) => {
    survey.moveRows(-1);
  }),
  down: moveBy(({ survey }) => {
    survey.moveRows(1);
  }),
  first: moveBy(({ survey }) => {
    survey.activate(0);
  }),
  last: moveBy(({ survey }) => {
    survey.activate(survey.ids.length - 1);
  }),
  pageUp: toGroup(-1),
  pageDown: toGroup(1),
  keepOne: keep('keepOne'),
  keepToo: keep('keepToo'),
  open: (app) => app.look('single'),
};

/** Commands as they are meant where photos are looked at large; null for those that mean the same as everywhere. */
export function runLarge(app: Application, command: Command): boolean | null {
  const meaning =
    anywhere[command] ??
    (app.mode === 'grid' ? undefined : large[command]) ??
    (app.mode === 'compare' ? compared[command] : undefined) ??
    (app.mode === 'survey' ? surveyed[command] : undefined);
  return meaning ? meaning(app) : null;
}
