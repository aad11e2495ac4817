import { describe, expect, it } from 'vitest';
import { EventHub } from '../../src/main/handlers/events.ts';
import { PicturesAhead } from '../../src/main/handlers/pictures-ahead.ts';
import { Screens } from '../../src/main/handlers/screens.ts';
import { SharedWork } from '../../src/main/handlers/shared-work.ts';
import type { ScreenKeys, ScreenView } from '../../src/shared/screens.ts';

describe('previews made ahead', () => {
  it('are made one after the other; what is wanted later replaces what still waits', async () => {
    const begun: number[] = [];
    let finish: (() => void) | null = null;
    const ahead = new PicturesAhead((photo, signal) => {
      begun.push(photo);
      return new Promise<void>((resolve, reject) => {
        finish = resolve;
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    });
    ahead.want([1, 2, 3]);
    expect(begun).toEqual([1]);
    ahead.want([7, 8]);
    await Promise.resolve();
    expect(begun).toEqual([1, 7]);
    const done = ahead.idle();
    while (begun.length < 3) {
      (finish as (() => void) | null)?.();
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    (finish as (() => void) | null)?.();
    await done;
    expect(begun).toEqual([1, 7, 8]);
  });
});

describe('work that several wait for', () => {
  it('goes on while one of them waits, and is dropped with the last', async () => {
    let signal: AbortSignal | null = null;
    const work = new SharedWork<string>((given) => {
      signal = given;
      return new Promise((_resolve, reject) => {
        given.addEventListener('abort', () => {
          reject(new Error('dropped'));
        });
      });
    });
    const [one, two] = [new AbortController(), new AbortController()];
    const waits = [work.wait(one.signal), work.wait(two.signal)];
    one.abort();
    expect(work.dropped).toBe(false);
    two.abort();
    expect(work.dropped).toBe(true);
    expect((signal as AbortSignal | null)?.aborted).toBe(true);
    await expect(Promise.all(waits)).rejects.toThrow('dropped');
  });
});

describe('second screens', () => {
  const view: ScreenView = {
    window: 'abcdef01',
    photo: null,
    next: [],
    caption: '',
    factor: null,
    centre: { x: 0.5, y: 0.5 },
    surround: 'dark',
  };

  it('are told what to show, and may ask for it', () => {
    const events = new EventHub();
    const told: ScreenView[] = [];
    events.on('screen', (one) => told.push(one));
    const { handlers } = new Screens(events, null);
    void handlers['screens.show'](view);
    expect(told).toEqual([view]);
    expect(handlers['screens.shown']({ window: 'abcdef01' })).toEqual(view);
    expect(handlers['screens.shown']({ window: 'another0' })).toBeNull();
    expect(handlers['screens.open']({ window: 'abcdef01' })).toBe(false);
  });

  it('hand their keys over in order, the last ones again with each', () => {
    const events = new EventHub();
    const told: ScreenKeys[] = [];
    events.on('screenKeys', (one) => told.push(one));
    const { handlers } = new Screens(events, null);
    void handlers['screens.press']({ window: 'abcdef01', command: 'right', advance: false });
    void handlers['screens.press']({ window: 'abcdef01', command: 'pick', advance: true });
    expect(told.at(-1)?.keys.map(({ command }) => command)).toEqual(['right', 'pick']);
  });
});
