import { z } from 'zod';

/** Programs whose culling keys a person may have in the fingers. */
export const keySchemes = ['lightroom', 'photoMechanic'] as const;
export type KeyScheme = (typeof keySchemes)[number];

/** As the table of keys writes them: "Mod+Shift+z". */
const keyName = z.string().min(1).max(32);

export const keySettings = {
  keyScheme: z.enum(keySchemes),
  /** The person's own keys by command, in place of the scheme's. */
  keys: z.record(z.string().max(40), z.array(keyName).max(4)),
  /** Every verdict by key leads on to the next photo, not only those with Shift or Caps Lock. */
  autoAdvance: z.boolean(),
};

export const defaultKeySettings: z.output<z.ZodObject<typeof keySettings>> = {
  keyScheme: 'lightroom',
  keys: {},
  autoAdvance: false,
};
