import { strings } from '../strings/strings.ts';

/** Every key of the application, once: pressing, the help sheet and the hints on buttons read this list. */

export type Command =
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'first'
  | 'last'
  | 'pageUp'
  | 'pageDown'
  | `extend${'Left' | 'Right' | 'Up' | 'Down' | 'First' | 'Last' | 'PageUp' | 'PageDown'}`
  | 'selectAll'
  | 'open'
  | 'close'
  | 'map'
  | 'nextTask'
  | 'previousTask'
  | 'applyNew'
  | 'sortDirection'
  | 'search'
  | 'resetFilters'
  | 'smaller'
  | 'larger'
  | 'hideScores'
  | 'bare'
  | 'leftPane'
  | 'rightPane'
  | 'surround'
  | 'nextPane'
  | 'previousPane'
  | 'pause'
  | 'problems'
  | 'addFolder'
  | 'rescan'
  | 'handOver'
  | 'settings'
  | 'pick'
  | 'reject'
  | 'unflag'
  | `stars${0 | 1 | 2 | 3 | 4 | 5}`
  | 'red'
  | 'yellow'
  | 'green'
  | 'blue'
  | 'undo'
  | 'redo'
  | 'help';

export interface Shortcut {
  command: Command;
  /** As `KeyboardEvent.key` has them, letters in lower case; "Shift+" or "Mod+" (Ctrl or Cmd) in front where it matters. */
  keys: readonly string[];
  group: 'move' | 'select' | 'look' | 'judge' | 'arrange' | 'window' | 'work';
  /** Elements that use the key themselves keep it. */
  taken?: 'button' | 'slider';
}

export const shortcuts: readonly Shortcut[] = [
  { command: 'left', keys: ['ArrowLeft'], group: 'move', taken: 'slider' },
  { command: 'right', keys: ['ArrowRight'], group: 'move', taken: 'slider' },
  { command: 'up', keys: ['ArrowUp'], group: 'move', taken: 'slider' },
  { command: 'down', keys: ['ArrowDown'], group: 'move', taken: 'slider' },
  { command: 'first', keys: ['Home'], group: 'move', taken: 'slider' },
  { command: 'last', keys: ['End'], group: 'move', taken: 'slider' },
  { command: 'pageUp', keys: ['PageUp'], group: 'move', taken: 'slider' },
  { command: 'pageDown', keys: ['PageDown'], group: 'move', taken: 'slider' },
  { command: 'extendLeft', keys: ['Shift+ArrowLeft'], group: 'select', taken: 'slider' },
  { command: 'extendRight', keys: ['Shift+ArrowRight'], group: 'select', taken: 'slider' },
  { command: 'extendUp', keys: ['Shift+ArrowUp'], group: 'select', taken: 'slider' },
  { command: 'extendDown', keys: ['Shift+ArrowDown'], group: 'select', taken: 'slider' },
  { command: 'extendFirst', keys: ['Shift+Home'], group: 'select', taken: 'slider' },
  { command: 'extendLast', keys: ['Shift+End'], group: 'select', taken: 'slider' },
  { command: 'extendPageUp', keys: ['Shift+PageUp'], group: 'select', taken: 'slider' },
  { command: 'extendPageDown', keys: ['Shift+PageDown'], group: 'select', taken: 'slider' },
  { command: 'selectAll', keys: ['Mod+a'], group: 'select' },
  { command: 'open', keys: ['Enter', ' '], group: 'look', taken: 'button' },
  { command: 'close', keys: ['Escape'], group: 'look' },
  { command: 'map', keys: ['m'], group: 'look' },
  { command: 'nextTask', keys: ['.'], group: 'look' },
  { command: 'previousTask', keys: [','], group: 'look' },
  { command: 'pick', keys: ['p'], group: 'judge' },
  { command: 'reject', keys: ['x'], group: 'judge' },
  { command: 'unflag', keys: ['u'], group: 'judge' },
  { command: 'stars0', keys: ['0'], group: 'judge' },
  { command: 'stars1', keys: ['1'], group: 'judge' },
  { command: 'stars2', keys: ['2'], group: 'judge' },
  { command: 'stars3', keys: ['3'], group: 'judge' },
  { command: 'stars4', keys: ['4'], group: 'judge' },
  { command: 'stars5', keys: ['5'], group: 'judge' },
  { command: 'red', keys: ['6'], group: 'judge' },
  { command: 'yellow', keys: ['7'], group: 'judge' },
  { command: 'green', keys: ['8'], group: 'judge' },
  { command: 'blue', keys: ['9'], group: 'judge' },
  { command: 'undo', keys: ['Mod+z'], group: 'judge' },
  { command: 'redo', keys: ['Mod+Shift+z', 'Mod+y'], group: 'judge' },
  { command: 'applyNew', keys: ['n'], group: 'arrange' },
  { command: 'sortDirection', keys: ['d'], group: 'arrange' },
  { command: 'search', keys: ['q'], group: 'arrange' },
  { command: 'resetFilters', keys: ['\\'], group: 'arrange' },
  { command: 'smaller', keys: ['-'], group: 'window' },
  { command: 'larger', keys: ['=', '+'], group: 'window' },
  { command: 'hideScores', keys: ['h'], group: 'window' },
  { command: 'bare', keys: ['f'], group: 'window' },
  { command: 'surround', keys: ['l'], group: 'window' },
  { command: 'leftPane', keys: ['['], group: 'window' },
  { command: 'rightPane', keys: [']'], group: 'window' },
  { command: 'nextPane', keys: ['F6'], group: 'window' },
  { command: 'previousPane', keys: ['Shift+F6'], group: 'window' },
  { command: 'pause', keys: ['s'], group: 'work' },
  { command: 'problems', keys: ['e'], group: 'work' },
  { command: 'addFolder', keys: ['a'], group: 'work' },
  { command: 'rescan', keys: ['r'], group: 'work' },
  { command: 'handOver', keys: ['Mod+Shift+h'], group: 'work' },
  { command: 'settings', keys: ['Mod+,'], group: 'work' },
  { command: 'help', keys: ['?'], group: 'work' },
];

/** What a key is pressed on. `text` takes every key, `select` every key that is not a function key. */
export type Focused = 'text' | 'select' | 'slider' | 'button' | 'other';

export interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  /** AltGr: on many keyboards [ and ] need it, and it looks like Ctrl+Alt. */
  altGraph: boolean;
}

export function commandFor(pressed: Pressed, focused: Focused): Command | null {
  if (focused === 'text') return null;
  const modified = (pressed.metaKey || pressed.ctrlKey) && !pressed.altGraph;
  if (pressed.altKey && !pressed.altGraph) return null;
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  if (focused === 'select' && key !== 'F6') return null;
  // Shift makes another key of F6; of ? and + it is only how they are typed.
  const shifted = pressed.shiftKey && (modified || key.length > 1) ? `Shift+${key}` : key;
  const name = modified ? `Mod+${shifted}` : shifted;
  const shortcut = shortcuts.find(({ keys }) => keys.includes(name));
  if (!shortcut || shortcut.taken === focused) return null;
  return shortcut.command;
}

const keyNames: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'Page up',
  PageDown: 'Page down',
  Escape: 'Esc',
  ' ': 'Space',
  '-': '−',
};

const isMac = /mac/i.test(navigator.platform);

function keyLabel(key: string): string {
  if (key.startsWith('Mod+')) return `${isMac ? '⌘' : 'Ctrl'} ${keyLabel(key.slice(4))}`;
  if (key.startsWith('Shift+')) return `Shift ${keyLabel(key.slice(6))}`;
  return keyNames[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** The first key of a command, for hints. */
export function hintFor(command: Command): string {
  const key = shortcuts.find((shortcut) => shortcut.command === command)?.keys[0];
  return key === undefined ? '' : keyLabel(key);
}

export interface HelpGroup {
  title: string;
  lines: { keys: string[]; text: string }[];
}

/** The help sheet: the same list, in groups. */
export function helpGroups(): HelpGroup[] {
  const groups: HelpGroup[] = [];
  for (const { group, keys, command } of shortcuts) {
    const title = strings.help.groups[group];
    let last = groups.find((other) => other.title === title);
    if (!last) groups.push((last = { title, lines: [] }));
    last.lines.push({ keys: keys.map(keyLabel), text: strings.help.commands[command] });
  }
  return groups;
}
