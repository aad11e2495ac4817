import type { Events } from '../../shared/contract.ts';
import type { EventFrame } from '../../shared/wire.ts';

/** What the main process tells unasked. Whoever emits decides how often. */
export class EventHub {
  readonly #observers = new Set<(frame: EventFrame) => void>();

  emit<Name extends keyof Events>(name: Name, data: Events[Name]): void {
    for (const observer of this.#observers) observer({ event: name, data } as EventFrame);
  }

  /** Returns the function that ends the subscription. */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    return this.onAny((frame) => {
      if (frame.event === name) listener(frame.data as Events[Name]);
    });
  }

  /** Every event, as the transports carry it. Returns the function that ends the subscription. */
  onAny(observer: (frame: EventFrame) => void): () => void {
    this.#observers.add(observer);
    return () => void this.#observers.delete(observer);
  }
}
