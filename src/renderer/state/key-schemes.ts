import type { KeyScheme } from '../../shared/keys.ts';
import type { Settings } from '../../shared/settings.ts';
import { shortcuts, type Command } from './shortcuts.ts';

type Keys = Partial<Record<Command, readonly string[]>>;

/**
 * Other programs' keys where they differ from the table's.
 *
 * Photo Mechanic (docs.camerabits.com, Tags, Color Classes, Star Ratings): T turns the tag on and off, the digits give
 * colour classes, 0 takes them off, and stars need Ctrl besides, here Alt, since browsers keep Ctrl and a digit. Its
 * eight classes are more than five labels: those of the same colour have its digit.
 */
const schemes: Record<KeyScheme, Keys> = {
  lightroom: {},
  photoMechanic: {
    togglePick: ['t'],
    keepOne: ['Alt+t'],
    keepToo: ['Alt+Shift+t'],
    noLabel: ['0'],
    purple: ['1'],
    red: ['2'],
    yellow: ['4'],
    green: ['5'],
    blue: ['7'],
    stars0: ['Alt+0'],
    stars1: ['Alt+1'],
    stars2: ['Alt+2'],
    stars3: ['Alt+3'],
    stars4: ['Alt+4'],
    stars5: ['Alt+5'],
  },
};

type KeySettings = Pick<Settings, 'keyScheme' | 'keys'>;

/** What differs from the table, by command. */
export function changedKeys({ keyScheme, keys }: KeySettings): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries({ ...schemes[keyScheme], ...keys }));
}

/** Keys of a scheme, without the person's own. */
export function schemeKeys(scheme: KeyScheme, command: Command): readonly string[] {
  return schemes[scheme][command] ?? shortcuts.find((one) => one.command === command)?.keys ?? [];
}

/** The command that has this key already; null where it is free, or its own. */
export function holderOf(key: string, command: Command, settings: KeySettings): Command | null {
  const changed = changedKeys(settings);
  const holder = shortcuts.find(
    (one) => one.command !== command && (changed.get(one.command) ?? one.keys).includes(key),
  );
  return holder?.command ?? null;
}

/** Keys after a command has got this one alone; whoever had it is left without. */
export function withKey(key: string, command: Command, settings: KeySettings): Settings['keys'] {
  const holder = holderOf(key, command, settings);
  const keys = { ...settings.keys, [command]: [key] };
  if (holder === null) return keys;
  const left = changedKeys(settings).get(holder) ?? schemeKeys(settings.keyScheme, holder);
  return { ...keys, [holder]: left.filter((other) => other !== key) };
}

/** Keys after a command has those of its scheme again; a key that another has got meanwhile stays there. */
export function withoutOwn(command: Command, settings: KeySettings): Settings['keys'] {
  return Object.fromEntries(Object.entries(settings.keys).filter(([other]) => other !== command));
}

const browserKeys = new Set([
  ...['n', 't', 'w'].flatMap((key) => [`Mod+${key}`, `Mod+Shift+${key}`]),
  ...['r', 'l', 'q', 'Tab', 'Shift+Tab', 'PageUp', 'PageDown', 'Shift+q', 'Shift+r'].map(
    (key) => `Mod+${key}`,
  ),
  ...Array.from({ length: 10 }, (_, digit) => `Mod+${String(digit)}`),
  ...['F1', 'F3', 'F5', 'F7', 'F11', 'F12', 'Tab', 'Shift+Tab', 'Alt+F4', 'Alt+ArrowLeft', 'Alt+ArrowRight'],
  ...['Enter', ' ', 'Escape'],
]);

/** Keys that the browser or the window itself needs: they never come here, or must stay what they are. */
export const isKept = (key: string): boolean => browserKeys.has(key);
