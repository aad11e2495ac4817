import type { Events } from '../../shared/contract.ts';
import type { EventFrame } from '../../shared/wire.ts';

/** What the main process tells unasked. Whoever emits decides how often. */
export class EventHub {
  readonly #observers = new Set<(frame: EventFrame) => void>();
  /** Told while nobody listened; the first who listen are told. Whatever else was missed can be asked for. */
  #notices: EventFrame[] = [];

  emit<Name extends keyof Events>(name: Name, data: Events[Name]): void {
    const frame = { event: name, data } as EventFrame;
    if (name === 'notice' && this.#observers.size === 0) this.#notices.push(frame);
    for (const observer of this.#observers) observer(frame);
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
    // Listeners that are added together are told together.
    if (this.#notices.length > 0) setImmediate(() => this.#tellNotices());
    return () => void this.#observers.delete(observer);
  }

  #tellNotices(): void {
    for (const frame of this.#notices.splice(0)) for (const observer of this.#observers) observer(frame);
  }
}
