import type { Handlers } from '../../shared/contract.ts';

/** Makes a preview unless it is there; rejects where it cannot be had or the signal says that it is not wanted. */
type Make = (photo: number, signal: AbortSignal) => Promise<unknown>;

/**
 * Previews that will be asked for soon, made one after the other. What is said later replaces what still waits: a person
 * who went elsewhere is not waiting for them.
 */
export class PicturesAhead {
  readonly #make: Make;
  #current: AbortController | null = null;
  #done: Promise<void> = Promise.resolve();

  constructor(make: Make) {
    this.#make = make;
  }

  readonly handlers: Pick<Handlers, 'pictures.ahead'> = {
    'pictures.ahead': ({ photos }) => {
      this.want(photos);
    },
  };

  want(photos: readonly number[]): void {
    this.#current?.abort(new Error('Others are wanted by now'));
    const controller = new AbortController();
    this.#current = controller;
    this.#done = this.#run(photos, controller.signal);
  }

  /** Once nothing is made any more. */
  idle(): Promise<void> {
    return this.#done;
  }

  async #run(photos: readonly number[], signal: AbortSignal): Promise<void> {
    for (const photo of photos) {
      if (signal.aborted) return;
      // One that cannot be made now is made, or refused with its reason, when it is asked for.
      await this.#make(photo, signal).catch(() => undefined);
    }
  }
}
