import { beforeEach, describe, expect, it } from 'vitest';
import { PhotoView, startQuery } from '../../src/renderer/state/photo-view.svelte.ts';
import type { Progress } from '../../src/shared/library.ts';
import type { View } from '../../src/shared/view.ts';
import { answering, settled } from './fake-api.ts';

const progress = (state: Progress['state']): Progress => ({
  state,
  found: 0,
  waiting: 0,
  done: 0,
  failed: 0,
  photosPerSecond: null,
  secondsLeft: null,
});

describe('the snapshot on screen', () => {
  let catalogue: number[];
  let revision: number;
  let changes: number;
  let opened: number;
  let view: PhotoView;

  beforeEach(() => {
    catalogue = [];
    revision = 0;
    changes = 0;
    opened = 0;
    view = new PhotoView(
      answering({
        'view.open': (): View => {
          opened++;
          return {
            ids: Uint32Array.from(catalogue),
            groups: new Uint32Array(catalogue.length),
            unfiltered: catalogue.length,
            revision,
          };
        },
        'view.changes': ({ revision: since }) => (since === revision ? 0 : changes),
      }),
    );
  });

  const arrive = async (...ids: number[]) => {
    catalogue.push(...ids);
    revision++;
    changes += ids.length;
    await view.changed();
  };

  it('follows the first scan while nobody has touched the grid', async () => {
    await view.show(startQuery);
    view.progressed(progress('scanning'));
    await arrive(1, 2);
    await arrive(3);
    expect([...view.ids]).toEqual([1, 2, 3]);
    expect(view.newResults).toBe(0);
  });

  it('takes a last snapshot when the scan ends, and stays still from then on', async () => {
    await view.show(startQuery);
    view.progressed(progress('scanning'));
    await arrive(1);
    catalogue.push(2);
    view.progressed(progress('working'));
    await settled();
    expect([...view.ids]).toEqual([1, 2]);

    await arrive(3);
    expect([...view.ids]).toEqual([1, 2]);
    expect(view.newResults).toBeGreaterThan(0);
  });

  it('stays still once touched, even while the scan goes on', async () => {
    await view.show(startQuery);
    view.progressed(progress('scanning'));
    await arrive(1);
    view.touch();
    await arrive(2);
    expect([...view.ids]).toEqual([1]);
    expect(view.newResults).toBe(2);
  });

  it('cannot be touched while it is empty', async () => {
    await view.show(startQuery);
    view.touch();
    await arrive(1);
    expect([...view.ids]).toEqual([1]);
  });

  it('only counts what comes into a grid that had photos when it was opened', async () => {
    catalogue = [1, 2];
    await view.show(startQuery);
    await arrive(3);
    expect([...view.ids]).toEqual([1, 2]);
    expect(view.newResults).toBe(1);
  });

  it('applies what is new when asked', async () => {
    catalogue = [1];
    await view.show(startQuery);
    await arrive(2);
    await view.apply();
    expect([...view.ids]).toEqual([1, 2]);
    expect(view.newResults).toBe(0);
  });

  it('shows the answer to the last question, not the last answer', async () => {
    const held: (() => void)[] = [];
    const slow = new PhotoView(
      answering({
        'view.open': ({ sort }) =>
          new Promise<View>((resolve) => {
            const ids = Uint32Array.of(sort.key === 'name' ? 2 : 1);
            held.push(() => {
              resolve({ ids, groups: new Uint32Array(1), unfiltered: 1, revision: 1 });
            });
          }),
      }),
    );
    const first = slow.show(startQuery);
    const second = slow.show({ ...startQuery, sort: { key: 'name', descending: false } });
    held[1]?.();
    held[0]?.();
    await Promise.all([first, second]);
    expect([...slow.ids]).toEqual([2]);
  });

  it('counts once more when something changed during the counting', async () => {
    catalogue = [1];
    await view.show(startQuery);
    revision++;
    changes = 1;
    const first = view.changed();
    changes = 2;
    await Promise.all([first, view.changed()]);
    expect(view.newResults).toBe(2);
    expect(opened).toBe(1);
  });

  it('says why it could not be opened, and opens when asked again', async () => {
    let broken = true;
    const failing = new PhotoView(
      answering({
        'view.open': () => {
          if (broken) throw new Error('The catalogue is away.');
          return { ids: Uint32Array.of(1), groups: new Uint32Array(1), unfiltered: 1, revision: 1 };
        },
      }),
    );
    await failing.show(startQuery);
    expect(failing).toMatchObject({ situation: 'failed', error: 'The catalogue is away.' });
    broken = false;
    await failing.apply();
    expect(failing.situation).toBe('ready');
  });
});
