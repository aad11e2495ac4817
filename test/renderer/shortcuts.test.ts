import { afterEach, describe, expect, it } from 'vitest';
import { keySchemes } from '../../src/shared/keys.ts';
import { changedKeys, holderOf, isKept, withKey, withoutOwn } from '../../src/renderer/state/key-schemes.ts';
import { keysInForce } from '../../src/renderer/state/keys-in-force.svelte.ts';
import {
  asked,
  commandFor,
  helpGroups,
  hintFor,
  keysOf,
  shortcuts,
  type Pressed,
} from '../../src/renderer/state/shortcuts.ts';

const pressed = (key: string, change: Partial<Pressed> = {}): Pressed => ({
  key,
  code: '',
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  altGraph: false,
  capsLock: false,
  ...change,
});

describe('the table of keys', () => {
  it('gives each key one meaning and each command one line', () => {
    const keys = shortcuts.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
    const commands = shortcuts.map(({ command }) => command);
    expect(new Set(commands).size).toBe(commands.length);
  });

  it('names none that a browser keeps for itself', () => {
    const kept = ['/', "'", 'Backspace'];
    for (const scheme of keySchemes) {
      const changed = changedKeys({ keyScheme: scheme, keys: {} });
      const keys = shortcuts
        .filter(({ command }) => !['open', 'close', 'space'].includes(command))
        .flatMap((shortcut) => changed.get(shortcut.command) ?? shortcut.keys);
      expect(keys.filter((key) => isKept(key) || kept.includes(key))).toEqual([]);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('is all in the help sheet', () => {
    const lines = helpGroups().flatMap((group) => group.lines);
    expect(lines).toHaveLength(shortcuts.filter((shortcut) => keysOf(shortcut).length > 0).length);
    expect(lines.every(({ keys, text }) => keys.length > 0 && text.length > 0)).toBe(true);
    expect(hintFor('nextPane')).toBe('F6');
    expect(hintFor('map')).toBe('M');
  });
});

describe('a key', () => {
  it('means the same in both cases', () => {
    expect(commandFor(pressed('m'), 'other')).toBe('map');
    expect(commandFor(pressed('M', { shiftKey: true }), 'other')).toBe('map');
  });

  it("with Ctrl or Cmd is another one than without, and is the system's where the table has none", () => {
    expect(commandFor(pressed(',', { ctrlKey: true }), 'other')).toBe('settings');
    expect(commandFor(pressed(',', { metaKey: true }), 'other')).toBe('settings');
    expect(commandFor(pressed(','), 'other')).toBe('previousTask');
    expect(commandFor(pressed(',', { ctrlKey: true, altKey: true }), 'other')).toBeNull();
    expect(commandFor(pressed('m', { ctrlKey: true }), 'other')).toBeNull();
    expect(hintFor('settings')).toMatch(/^(Ctrl|⌘) ,$/);
  });

  it('belongs to the text that is being written', () => {
    for (const { keys } of shortcuts)
      for (const key of keys) expect(commandFor(pressed(key), 'text')).toBeNull();
  });

  it('belongs to the list, the slider or the button that uses it', () => {
    expect(commandFor(pressed('n'), 'select')).toBeNull();
    expect(commandFor(pressed('F6'), 'select')).toBe('nextPane');
    expect(commandFor(pressed('ArrowRight'), 'slider')).toBeNull();
    expect(commandFor(pressed('h'), 'slider')).toBe('hideScores');
    expect(commandFor(pressed('Enter'), 'button')).toBeNull();
    expect(commandFor(pressed('ArrowRight'), 'button')).toBe('right');
  });

  it('is left to the browser with Ctrl, Alt or Cmd, but not with AltGr', () => {
    expect(commandFor(pressed('f', { ctrlKey: true }), 'other')).toBeNull();
    expect(commandFor(pressed('l', { metaKey: true }), 'other')).toBeNull();
    expect(commandFor(pressed('ArrowLeft', { altKey: true }), 'other')).toBeNull();
    expect(commandFor(pressed('[', { ctrlKey: true, altKey: true, altGraph: true }), 'other')).toBe(
      'leftPane',
    );
  });

  it('tells F6 from Shift F6, and ? however it is typed', () => {
    expect(commandFor(pressed('F6'), 'other')).toBe('nextPane');
    expect(commandFor(pressed('F6', { shiftKey: true }), 'other')).toBe('previousPane');
    expect(commandFor(pressed('?', { shiftKey: true }), 'other')).toBe('help');
    expect(commandFor(pressed('ArrowLeft', { shiftKey: true }), 'other')).toBe('extendLeft');
    expect(commandFor(pressed('Enter', { shiftKey: true }), 'other')).toBeNull();
  });
});

describe('a verdict key', () => {
  it('leads on with Shift or Caps Lock, and takes the whole burst with Alt', () => {
    expect(asked(pressed('x'), 'other')).toEqual({ command: 'reject', advance: false, whole: false });
    expect(asked(pressed('X', { shiftKey: true }), 'other')?.advance).toBe(true);
    expect(asked(pressed('X', { capsLock: true }), 'other')?.advance).toBe(true);
    expect(asked(pressed('x', { altKey: true }), 'other')).toEqual({
      command: 'reject',
      advance: false,
      whole: true,
    });
    // On a Mac Alt makes another sign of the key.
    expect(asked(pressed('≈', { altKey: true, code: 'KeyX' }), 'other')?.command).toBe('reject');
    expect(asked(pressed('m', { altKey: true }), 'other')).toBeNull();
  });

  it('is a digit by its place, on keyboards that have & there', () => {
    expect(commandFor(pressed('&', { code: 'Digit1' }), 'other')).toBe('stars1');
    expect(asked(pressed('1', { code: 'Digit1', shiftKey: true }), 'other')).toMatchObject({
      command: 'stars1',
      advance: true,
    });
    expect(commandFor(pressed('3', { code: 'Numpad3' }), 'other')).toBe('stars3');
    // Without Num Lock the number pad moves.
    expect(commandFor(pressed('PageDown', { code: 'Numpad3' }), 'other')).toBe('pageDown');
    // AltGr and a digit type brackets on many.
    const altGr = { code: 'Digit8', ctrlKey: true, altKey: true, altGraph: true };
    expect(commandFor(pressed('[', altGr), 'other')).toBe('leftPane');
  });
});

describe('keys of another scheme, or the person’s own', () => {
  afterEach(() => {
    keysInForce.changed = new Map();
  });

  it('take the place of the table everywhere', () => {
    keysInForce.changed = changedKeys({ keyScheme: 'photoMechanic', keys: { map: ['k'] } });
    expect(commandFor(pressed('t'), 'other')).toBe('togglePick');
    expect(commandFor(pressed('2', { code: 'Digit2' }), 'other')).toBe('red');
    expect(asked(pressed('2', { code: 'Digit2', altKey: true }), 'other')).toEqual({
      command: 'stars2',
      advance: false,
      whole: false,
    });
    expect(commandFor(pressed('m'), 'other')).toBeNull();
    expect(hintFor('map')).toBe('K');
  });

  it('are taken from whoever had them, by name, and given back', () => {
    const settings = { keyScheme: 'lightroom' as const, keys: {} };
    expect(holderOf('p', 'map', settings)).toBe('pick');
    const keys = withKey('p', 'map', settings);
    expect(keys).toEqual({ map: ['p'], pick: [] });
    expect(withoutOwn('map', { ...settings, keys })).toEqual({ pick: [] });
    expect(holderOf(';', 'map', settings)).toBeNull();
  });
});
