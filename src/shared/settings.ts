import { z } from 'zod';
import { copySettings, defaultCopySettings } from './card.ts';
import { defaultSidecarSettings, sidecarSettings } from './editors.ts';
import { engineIds } from './engines.ts';
import { defaultGroupThresholds, groupThresholds } from './groups.ts';
import { defaultKeySettings, keySettings } from './keys.ts';

/**
 * What a person may set in the window, by key. A new setting is one line in `choices` and one in `defaultSettings`; it is
 * kept, sent and told to the window by what is there already.
 */
const choices = {
  /** What runs the network; "fastest" is the fastest of those that score as the standard one does. */
  engine: z.enum(['fastest', ...engineIds]),
  /** What counts as a group of photos. */
  ...groupThresholds,
  /** RAW and JPEG or HEIF of one shot are one photo. */
  pairing: z.boolean(),
  /** Previews are kept up to this size; those used longest ago go first. */
  previewGigabytes: z.number().min(1).max(2000),
  /** The folder they are kept in; '' for the catalogue's own. */
  previewPlace: z.string().max(4096),
  ...sidecarSettings,
  ...copySettings,
  ...keySettings,
};

export type Settings = z.output<z.ZodObject<typeof choices>>;

export const defaultSettings: Settings = {
  engine: 'fastest',
  ...defaultGroupThresholds,
  pairing: true,
  ...defaultSidecarSettings,
  ...defaultCopySettings,
  ...defaultKeySettings,
  previewGigabytes: 10,
  previewPlace: '',
};

/** Any of them: what the file holds. */
export const settingsChangeSchema = z.object(choices).partial();

/** What a window may change: places are chosen from the folders it was shown, never named. */
export const windowSettingsSchema = settingsChangeSchema.omit({ previewPlace: true });

export type SettingsChange = z.output<typeof settingsChangeSchema>;

export function changedSettings(settings: Settings, change: SettingsChange): Settings {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...settings, ...Object.fromEntries(given) };
}
