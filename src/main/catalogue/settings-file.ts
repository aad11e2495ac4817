import { basename, join } from 'node:path';
import { PlainError } from '../../shared/result.ts';
import {
  changedSettings,
  defaultSettings,
  type Settings,
  type SettingsChange,
  settingsChangeSchema,
} from '../../shared/settings.ts';
import { setAside } from '../disk/write-whole.ts';
import { readJson, writeJson } from './json-file.ts';

type Listener = (settings: Settings, before: Settings) => void;

/** The settings, in a file beside the catalogue. It holds what the person has set; the rest is as it comes. */
export class SettingsFile {
  readonly #file: string;
  #set: SettingsChange;
  #listeners: Listener[] = [];
  #writing: Promise<void> = Promise.resolve();
  /** A sentence for the person where the file was damaged. */
  readonly notice: string | null;

  private constructor(file: string, set: SettingsChange, notice: string | null) {
    this.#file = file;
    this.#set = set;
    this.notice = notice;
  }

  /** @param folder of the catalogue, which may not be there yet */
  static async open(folder: string): Promise<SettingsFile> {
    const file = join(folder, 'settings.json');
    const read = await readJson(file, settingsChangeSchema);
    if (read !== 'damaged') return new SettingsFile(file, read ?? {}, null);
    const aside = await setAside(file);
    const notice =
      'The settings could not be read, so they are as they were at first.' +
      (aside === null ? '' : ` The damaged file is now ${basename(aside)}, beside the catalogue.`);
    return new SettingsFile(file, {}, notice);
  }

  get current(): Settings {
    return changedSettings(defaultSettings, this.#set);
  }

  /** They are in the file once this resolves. @throws PlainError where they could not be kept; they are not changed then */
  async change(change: SettingsChange): Promise<Settings> {
    // One after the other: a change that fails must not take a later one with it.
    const done = this.#writing.then(() => this.#change(change));
    this.#writing = done.catch(() => undefined);
    await done;
    return this.current;
  }

  /** Called after every change, once it is kept. */
  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  async #change(change: SettingsChange): Promise<void> {
    const before = this.current;
    const set = { ...this.#set, ...change };
    try {
      await writeJson(this.#file, set);
    } catch (cause) {
      throw new PlainError(
        `The settings could not be kept in ${this.#file}; check that there is room and that it may be written to.`,
        { cause },
      );
    }
    this.#set = set;
    for (const listener of this.#listeners) listener(this.current, before);
  }
}
