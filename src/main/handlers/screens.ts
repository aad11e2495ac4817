import type { Handlers } from '../../shared/contract.ts';
import type { ScreenKeys, screenRequests, ScreenView } from '../../shared/screens.ts';
import type { EventHub } from './events.ts';

/** Windows whose second screens are remembered; those that spoke longest ago go first. */
const mostWindows = 16;
const keysKept = 50;

/**
 * What second screens show. They follow through the main process, so that it makes no difference whether a screen is a
 * window of the same process, a tab of the same browser or one on another machine.
 */
export class Screens {
  readonly #events: EventHub;
  readonly #openWindow: ((window: string) => void) | null;
  readonly #views = new Map<string, ScreenView>();
  readonly #keys = new Map<string, ScreenKeys['keys']>();
  #lastKey = 0;

  /** @param openWindow where there are windows of our own to open */
  constructor(events: EventHub, openWindow: ((window: string) => void) | null) {
    this.#events = events;
    this.#openWindow = openWindow;
  }

  readonly handlers: Pick<Handlers, keyof typeof screenRequests> = {
    'screens.open': ({ window }) => {
      this.#openWindow?.(window);
      return this.#openWindow !== null;
    },
    'screens.show': (view) => {
      remember(this.#views, view.window, view);
      this.#events.emit('screen', view);
    },
    'screens.shown': ({ window }) => this.#views.get(window) ?? null,
    'screens.press': ({ window, command, advance }) => {
      const keys = [...(this.#keys.get(window) ?? []), { number: ++this.#lastKey, command, advance }].slice(
        -keysKept,
      );
      remember(this.#keys, window, keys);
      this.#events.emit('screenKeys', { window, keys });
    },
  };
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > mostWindows && oldest !== undefined) map.delete(oldest);
}
