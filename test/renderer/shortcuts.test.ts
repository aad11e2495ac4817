import { describe, expect, it } from 'vitest';
import {
  commandFor,
  helpGroups,
  hintFor,
  shortcuts,
  type Pressed,
} from '../../src/renderer/state/shortcuts.ts';

const pressed = (key: string, change: Partial<Pressed> = {}): Pressed => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  altGraph: false,
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
    const kept = ['F1', 'F3', 'F5', 'F7', 'F11', 'F12', 'Tab', '/', "'", 'Backspace'];
    for (const { keys } of shortcuts) for (const key of keys) expect(kept).not.toContain(key);
  });

  it('is all in the help sheet', () => {
    const lines = helpGroups().flatMap((group) => group.lines);
    expect(lines).toHaveLength(shortcuts.length);
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
