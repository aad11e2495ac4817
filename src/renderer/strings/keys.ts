/** What the settings say of keys. */
export const keyStrings = {
  title: 'Keys',
  scheme: 'Keys as in',
  schemes: { lightroom: 'Lightroom Classic', photoMechanic: 'Photo Mechanic' },
  advance: 'Go on to the next photo after every verdict by key',
  advanceHint: 'Without it, Shift with the key or Caps Lock goes on.',
  list: 'Commands and their keys',
  none: 'none',
  change: (command: string) => `Other key for: ${command}`,
  press: 'Press the new key, or Esc',
  own: 'yours',
  reset: (command: string) => `Key of the scheme for: ${command}`,
  resetAll: 'Reset all to the scheme',
  kept: (key: string) => `${key} belongs to the browser or to the window itself. Choose another key.`,
  took: (key: string, command: string) => `${key} was the key of “${command}”, which has none of it now.`,
};
