import { describe, expect, it } from 'vitest';
import { Application } from '../../src/renderer/state/application.svelte.ts';
import { run } from '../../src/renderer/state/commands.ts';
import type { Connection } from '../../src/renderer/connection.ts';
import type { Events } from '../../src/shared/contract.ts';
import type { ModelManifest } from '../../src/shared/manifest.ts';
import { defaultSettings } from '../../src/shared/settings.ts';
import type { ViewQuery } from '../../src/shared/view.ts';
import { answering, rowOf, settled } from './fake-api.ts';
import { taskOf } from './tasks.ts';

const tasks = [
  taskOf('overall', { class: 'strong', srcc: 0.7 }, 'overall'),
  taskOf('light', { class: 'fair', srcc: 0.4 }),
  taskOf('symmetry', { class: 'unreliable', srcc: 0 }),
];
const surroundings = { focusPane: () => undefined };

/** A window on photos 1 to 5, of which 1 to 3 lie in the folder "a"; the last is the best; 2 and 4 are a group. */
async function setUp({ failing = false } = {}) {
  const queries: ViewQuery[] = [];
  const judged: number[][] = [];
  const state = { failing, paused: false };
  const listeners = new Map<string, (event: never) => void>();
  const { call } = answering({
    'app.info': () => {
      if (state.failing) throw new Error('The catalogue is in use.');
      return {
        version: '0',
        mode: 'browser',
        platform: 'linux',
        nativeFolderDialog: false,
        fileManager: false,
        manifest: { tasks } as ModelManifest,
        engine: 'test',
      };
    },
    'settings.get': () => defaultSettings,
    'library.roots': () => [{ id: 1, name: 'Photos', photos: 5, offline: false, polling: 'no', folders: [] }],
    'library.add': () => ({ root: 1, folder: 'a' }),
    'view.open': (query) => {
      queries.push(query as ViewQuery);
      const ids = query.folder === 'a' ? [1, 2, 3] : [1, 2, 3, 4, 5];
      const order = query.sort.descending ? ids.toReversed() : ids;
      return {
        ids: Uint32Array.from(order),
        groups: Uint32Array.from(order, (id) => (id === 2 || id === 4 ? 2 : 0)),
        unfiltered: ids.length,
        revision: 1,
      };
    },
    'view.changes': () => 0,
    'photos.rows': ({ ids }) => ids.map((id) => rowOf(id, { state: 'scored', scores: [id * 10, 90, 99] })),
    'photos.detail': () => null,
    'ingest.progress': () => ({
      state: state.paused ? 'paused' : 'working',
      found: 0,
      waiting: 1,
      done: 1,
      failed: 0,
      photosPerSecond: null,
      secondsLeft: null,
    }),
    'ingest.pause': () => {
      state.paused = true;
    },
    'ingest.resume': () => {
      state.paused = false;
    },
    'ingest.visible': () => undefined,
    'problems.list': () => [],
    'moves.list': () => [],
    'cards.state': () => null,
    'export.state': () => null,
    'cards.places': () => [],
    'verdicts.undoState': () => ({ undo: null, redo: null }),
    'verdicts.set': ({ photos }) => {
      judged.push(photos);
      return { changed: photos.length, kept: 0, undo: null, redo: null };
    },
    'verdicts.counts': () => ({ picked: 0, rejected: 0, undecided: 0 }),
    'sidecars.status': () => ({ waiting: 0, busy: false, disputes: 0, troubles: [] }),
  });
  const connection: Connection = {
    call,
    on: (name, listener) => {
      listeners.set(name, listener as (event: never) => void);
      return () => listeners.delete(name);
    },
    pictureBase: '',
    addDropped: null,
    onConnected: (listener) => {
      listener(true);
      return () => undefined;
    },
  };
  const app = new Application(connection, null, (soon) => {
    queueMicrotask(soon);
  });
  await app.start();
  app.grid.width = 400;
  app.grid.height = 1000;
  const tell = <Name extends keyof Events>(name: Name, event: Events[Name]) => {
    listeners.get(name)?.(event as never);
  };
  return { app, state, queries, judged, tell };
}

describe('the window', () => {
  it('says why it could not open, and opens when asked again', async () => {
    const { app, state } = await setUp({ failing: true });
    expect(app).toMatchObject({ failure: 'The catalogue is in use.', started: false });
    state.failing = false;
    await app.open();
    expect(app).toMatchObject({ failure: '', started: true });
    expect([...app.view.ids]).toEqual([1, 2, 3, 4, 5]);
  });

  it('shows the folder that was added', async () => {
    const { app, queries } = await setUp();
    await app.addChosenFolder('id');
    expect(queries.at(-1)).toMatchObject({ root: 1, folder: 'a', ranges: [] });
    expect(app.layout.right).toBe(true);
  });

  it('decides about the top of a folded group, with Alt about all of it', async () => {
    const { app, judged } = await setUp();
    app.selection.chooseAt(3);
    await settled();
    app.rows.want([1, 2, 3, 4, 5]);
    run(app, 'foldAll', surroundings);
    app.settle();
    expect([...app.view.ids]).toEqual([1, 2, 3, 5]);
    expect(app.selection.id).toBe(2);
    await settled();
    run(app, 'pick', surroundings);
    run(app, 'pick', surroundings, { advance: false, whole: true });
    await settled();
    expect(judged).toEqual([[2], [2, 4]]);
  });

  it('shows every frame of a folded group outside the grid, and stands on its top when it is back', async () => {
    const { app } = await setUp();
    app.selection.chooseAt(1);
    run(app, 'foldGroup', surroundings);
    run(app, 'loupe', surroundings);
    expect(app.view.ids.length).toBe(5);
    app.selection.chooseAt(3);
    run(app, 'grid', surroundings);
    app.settle();
    expect(app.selection.id).toBe(2);
  });

  it('leaves the room to the photographs when the first folder comes in', async () => {
    const { app } = await setUp();
    app.library.roots = [];
    await app.addChosenFolder('id');
    expect(app.layout.right).toBe(false);
  });

  it('keeps the chosen photo through another order', async () => {
    const { app } = await setUp();
    app.selection.chooseAt(1);
    run(app, 'sortDirection', surroundings);
    await settled();
    expect(app.selection.id).toBe(2);
    expect(app.selection.index).toBe(3);
  });

  it('finds a photo outside the folder and the filters that are shown', async () => {
    const { app, queries } = await setUp();
    await app.show({ root: 1, folder: 'a', ranges: [{ task: 'light', min: 50, max: 100 }] });
    await app.reveal(5);
    expect(app.selection.id).toBe(5);
    expect(queries.at(-1)).toMatchObject({ root: null, folder: '', ranges: [] });
  });

  it('walks through the maps in the order of the panel', async () => {
    const { app } = await setUp();
    app.selection.chooseAt(0);
    app.lookAt([1], []);
    await settled();
    run(app, 'map', surroundings);
    expect([app.mapShown, app.mapTask]).toEqual([true, 'light']);
    const next = () => {
      run(app, 'nextTask', surroundings);
      return app.mapTask;
    };
    expect([next(), next(), next()]).toEqual(['symmetry', 'overall', 'light']);
    app.toggleMapOf('light');
    expect(app.mapShown).toBe(false);
  });

  it('opens the first photo when none is chosen, and leads back', async () => {
    const { app } = await setUp();
    run(app, 'open', surroundings);
    expect([app.mode, app.selection.id]).toEqual(['single', 1]);
    run(app, 'down', surroundings);
    expect(app.selection.id).toBe(2);
    expect(run(app, 'close', surroundings)).toBe(true);
    expect(app.mode).toBe('grid');
    expect(run(app, 'close', surroundings)).toBe(false);
  });

  it('pauses and resumes', async () => {
    const { app } = await setUp();
    await app.togglePause();
    expect(app.progress?.state).toBe('paused');
    await app.togglePause();
    expect(app.progress?.state).toBe('working');
  });

  it('passes on what is told unasked', async () => {
    const { app, tell } = await setUp();
    tell('notice', { text: 'The drive is away.' });
    tell('roots', []);
    expect(app.notice).toBe('The drive is away.');
    expect(app.library.roots).toEqual([]);
  });
});
