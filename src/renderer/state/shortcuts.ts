import { strings } from '../strings/strings.ts';
import { keysInForce } from './keys-in-force.svelte.ts';

/**
 * Every key of the application, once: pressing, the help sheet, the settings and the hints on buttons read this list. The
 * keys are Lightroom's where it has one; another scheme, and the person's own, take their place (key-schemes.ts).
 */

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
  | 'grid'
  | 'loupe'
  | 'open'
  | 'close'
  | 'zoom'
  | 'space'
  | 'compare'
  | 'champion'
  | 'swap'
  | 'link'
  | 'clipping'
  | 'focus'
  | 'info'
  | 'filmstrip'
  | 'secondScreen'
  | 'map'
  | 'nextTask'
  | 'previousTask'
  | 'applyNew'
  | 'sortDirection'
  | 'search'
  | 'resetFilters'
  | 'similar'
  | 'saveFilters'
  | 'removeFilter'
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
  | 'copyCard'
  | 'rescan'
  | 'moveRejected'
  | 'handOver'
  | 'export'
  | 'settings'
  | 'pick'
  | 'reject'
  | 'unflag'
  | 'togglePick'
  | `stars${0 | 1 | 2 | 3 | 4 | 5}`
  | 'red'
  | 'yellow'
  | 'green'
  | 'blue'
  | 'purple'
  | 'noLabel'
  | 'survey'
  | 'keepOne'
  | 'keepToo'
  | 'foldGroup'
  | 'foldAll'
  | 'mergeGroup'
  | 'splitGroup'
  | 'freeGroup'
  | 'cameraClock'
  | 'undo'
  | 'redo'
  | 'history'
  | 'help';

export interface Shortcut {
  command: Command;
  /**
   * As `KeyboardEvent.key` has them, letters in lower case, digits by their place on the keyboard; "Mod+" (Ctrl or Cmd),
   * "Alt+", "Shift+" in front, in this order, where it matters. The first is the one in hints.
   */
  keys: readonly string[];
  group: 'move' | 'select' | 'look' | 'judge' | 'history' | 'arrange' | 'window' | 'work';
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
  { command: 'grid', keys: ['g'], group: 'look' },
  { command: 'loupe', keys: ['e'], group: 'look' },
  { command: 'open', keys: ['Enter'], group: 'look', taken: 'button' },
  { command: 'close', keys: ['Escape'], group: 'look' },
  { command: 'zoom', keys: ['z'], group: 'look' },
  { command: 'space', keys: [' '], group: 'look', taken: 'button' },
  { command: 'compare', keys: ['c'], group: 'look' },
  { command: 'survey', keys: ['n'], group: 'look' },
  { command: 'champion', keys: ['k'], group: 'look' },
  { command: 'swap', keys: ['b'], group: 'look' },
  { command: 'link', keys: ['Mod+Shift+l'], group: 'look' },
  { command: 'clipping', keys: ['j'], group: 'look' },
  { command: 'focus', keys: ['o'], group: 'look' },
  { command: 'info', keys: ['i'], group: 'look' },
  { command: 'filmstrip', keys: ['F4'], group: 'look' },
  { command: 'secondScreen', keys: ['F2'], group: 'window' },
  { command: 'map', keys: ['m'], group: 'look' },
  { command: 'nextTask', keys: ['.'], group: 'look' },
  { command: 'previousTask', keys: [','], group: 'look' },
  { command: 'pick', keys: ['p'], group: 'judge' },
  { command: 'reject', keys: ['x'], group: 'judge' },
  { command: 'unflag', keys: ['u'], group: 'judge' },
  { command: 'togglePick', keys: [], group: 'judge' },
  { command: 'keepOne', keys: ['t'], group: 'judge' },
  { command: 'keepToo', keys: ['Shift+t'], group: 'judge' },
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
  { command: 'purple', keys: [], group: 'judge' },
  { command: 'noLabel', keys: [], group: 'judge' },
  { command: 'undo', keys: ['Mod+z'], group: 'history' },
  { command: 'redo', keys: ['Mod+Shift+z', 'Mod+y'], group: 'history' },
  { command: 'history', keys: ['y'], group: 'history' },
  { command: 'foldGroup', keys: ['Alt+s'], group: 'arrange' },
  { command: 'foldAll', keys: ['Alt+Shift+s'], group: 'arrange' },
  { command: 'mergeGroup', keys: ['Mod+g'], group: 'arrange' },
  { command: 'splitGroup', keys: ['Mod+Shift+g'], group: 'arrange' },
  { command: 'freeGroup', keys: ['Mod+Alt+g'], group: 'arrange' },
  { command: 'cameraClock', keys: ['Alt+c'], group: 'arrange' },
  { command: 'applyNew', keys: ['v'], group: 'arrange' },
  { command: 'sortDirection', keys: ['d'], group: 'arrange' },
  { command: 'search', keys: ['q'], group: 'arrange' },
  { command: 'resetFilters', keys: ['\\'], group: 'arrange' },
  { command: 'removeFilter', keys: ['Alt+\\'], group: 'arrange' },
  { command: 'saveFilters', keys: ['Mod+s'], group: 'arrange' },
  { command: 'similar', keys: ['Alt+l'], group: 'arrange' },
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
  { command: 'problems', keys: ['w'], group: 'work' },
  { command: 'addFolder', keys: ['a'], group: 'work' },
  { command: 'copyCard', keys: ['Mod+i'], group: 'work' },
  { command: 'rescan', keys: ['r'], group: 'work' },
  { command: 'export', keys: ['Mod+e'], group: 'work' },
  { command: 'moveRejected', keys: ['Mod+Backspace'], group: 'work' },
  { command: 'handOver', keys: ['Mod+Shift+h'], group: 'work' },
  { command: 'settings', keys: ['Mod+,'], group: 'work' },
  { command: 'help', keys: ['?'], group: 'work' },
];

/** What a key is pressed on. `text` takes every key, `select` every key that is not a function key. */
export type Focused = 'text' | 'select' | 'slider' | 'button' | 'other';

export interface Pressed {
  key: string;
  /** The key's place on the keyboard, as `KeyboardEvent.code` names it. */
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  /** AltGr: on many keyboards [ and ] need it, and it looks like Ctrl+Alt. */
  altGraph: boolean;
  capsLock: boolean;
}

/** How a verdict key was pressed. */
export interface Manner {
  /** On to the next photo after it: Shift, or Caps Lock. */
  advance: boolean;
  /** On all frames of a folded burst, not on its best alone: Alt. */
  whole: boolean;
}

export interface Asked extends Manner {
  command: Command;
}

/** The key alone: a letter in lower case, a digit wherever the layout puts its sign, so that French keyboards have them too. */
function plainKey({ key, code, altKey, altGraph }: Pressed): string {
  const digit = altGraph ? undefined : /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  // Without Num Lock the number pad moves.
  if (digit !== undefined && (key.length === 1 || !code.startsWith('Numpad'))) return digit;
  // On a Mac Alt and P is π.
  const letter = altKey && !altGraph ? /^Key([A-Z])$/.exec(code)?.[1] : undefined;
  if (letter !== undefined) return letter.toLowerCase();
  return key.length === 1 ? key.toLowerCase() : key;
}

/** The key as the table writes it, with all that was held down. */
export function nameOf(pressed: Pressed): string {
  const { shiftKey, ctrlKey, metaKey, altKey, altGraph } = pressed;
  const key = plainKey(pressed);
  // Of ? and + Shift is only how they are typed.
  const isTyped = key.length === 1 && !/[a-z0-9 ]/.test(key);
  const mod = (metaKey || ctrlKey) && !altGraph ? 'Mod+' : '';
  const alt = altKey && !altGraph ? 'Alt+' : '';
  return `${mod}${alt}${shiftKey && (mod !== '' || !isTyped) ? 'Shift+' : ''}${key}`;
}

/** The keys of a command: the person's own, else the scheme's. */
export const keysOf = ({ command, keys }: Shortcut): readonly string[] =>
  keysInForce.changed.get(command) ?? keys;

export function asked(pressed: Pressed, focused: Focused): Asked | null {
  if (focused === 'text') return null;
  const name = nameOf(pressed);
  if (focused === 'select' && !name.endsWith('F6')) return null;
  const { capsLock } = pressed;
  const found = (wanted: string) => shortcuts.find((shortcut) => keysOf(shortcut).includes(wanted));
  const exact = found(name);
  if (exact) return answer(exact, { advance: capsLock, whole: false });
  // Letters and digits mean the same with Shift; verdicts lead on then, and Alt widens them.
  const manner = { advance: capsLock || name.includes('Shift+'), whole: name.includes('Alt+') };
  if (name.startsWith('Mod+')) return null;
  const plain = name.replace(/^(Alt\+)?(Shift\+)?/, '');
  const loose = plain.length === 1 ? found(plain) : undefined;
  if (!loose || (manner.whole && loose.group !== 'judge')) return null;
  return answer(loose, manner);

  function answer(shortcut: Shortcut, how: Manner): Asked | null {
    return shortcut.taken === focused ? null : { command: shortcut.command, ...how };
  }
}

export const commandFor = (pressed: Pressed, focused: Focused): Command | null =>
  asked(pressed, focused)?.command ?? null;

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

export function keyLabel(key: string): string {
  if (key.startsWith('Mod+')) return `${isMac ? '⌘' : 'Ctrl'} ${keyLabel(key.slice(4))}`;
  if (key.startsWith('Alt+')) return `${isMac ? '⌥' : 'Alt'} ${keyLabel(key.slice(4))}`;
  if (key.startsWith('Shift+')) return `Shift ${keyLabel(key.slice(6))}`;
  return keyNames[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** The first key of a command, for hints. */
export function hintFor(command: Command): string {
  const shortcut = shortcuts.find((one) => one.command === command);
  const key = shortcut && keysOf(shortcut)[0];
  return key === undefined ? '' : keyLabel(key);
}

export interface HelpGroup {
  title: string;
  lines: { keys: string[]; text: string }[];
}

/** The help sheet: the same list, in groups, without what has no key. */
export function helpGroups(): HelpGroup[] {
  const groups: HelpGroup[] = [];
  for (const shortcut of shortcuts) {
    const { group, command } = shortcut;
    const keys = keysOf(shortcut);
    if (keys.length === 0) continue;
    const title = strings.help.groups[group];
    let last = groups.find((other) => other.title === title);
    if (!last) groups.push((last = { title, lines: [] }));
    last.lines.push({ keys: keys.map(keyLabel), text: strings.help.commands[command] });
  }
  return groups;
}
