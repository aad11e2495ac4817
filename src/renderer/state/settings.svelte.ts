import type { Api } from '../../shared/contract.ts';
import { defaultSettings, type Settings, type SettingsChange } from '../../shared/settings.ts';

/** The settings as the window knows them; the main process keeps them. */
export class WindowSettings {
  current = $state.raw<Settings>(defaultSettings);

  readonly #api: Pick<Api, 'call'>;

  constructor(api: Pick<Api, 'call'>) {
    this.#api = api;
  }

  async load(): Promise<void> {
    this.current = await this.#api.call('settings.get');
  }

  /** @throws Error where they could not be kept; what is shown is what is kept */
  async change(change: SettingsChange): Promise<void> {
    this.current = await this.#api.call('settings.set', change);
  }
}
