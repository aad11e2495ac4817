import { readJson, writeJson } from '../catalogue/json-file.ts';
import { type WindowPlace, type WindowPlaces, windowPlacesSchema } from './window-place.ts';

const restMs = 500;

/** Remembers in a file where windows stood. What cannot be read or written is forgotten: it is only a convenience. */
export class KeptPlaces {
  readonly #file: string;
  #places: WindowPlaces;
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();

  private constructor(file: string, places: WindowPlaces) {
    this.#file = file;
    this.#places = places;
  }

  static async open(file: string): Promise<KeptPlaces> {
    const kept = await readJson(file, windowPlacesSchema);
    return new KeptPlaces(file, kept === null || kept === 'damaged' ? {} : kept);
  }

  of(window: string): WindowPlace | undefined {
    return this.#places[window];
  }

  /** Written once the window has come to rest. */
  keep(window: string, place: WindowPlace): void {
    this.#places = { ...this.#places, [window]: place };
    this.#timer ??= setTimeout(() => void this.save(), restMs);
  }

  /** Resolves when everything kept so far is written. */
  save(): Promise<void> {
    if (this.#timer === undefined) return this.#saving;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#saving = this.#saving.then(() => writeJson(this.#file, this.#places).catch(() => undefined));
    return this.#saving;
  }
}
