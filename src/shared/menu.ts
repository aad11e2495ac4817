/** Commands of the window that the system's menu offers too; the window carries them out. */
export const menuCommands = [
  'addFolder',
  'rescan',
  'handOver',
  'settings',
  'undo',
  'redo',
  'selectAll',
  'larger',
  'smaller',
  'leftPane',
  'rightPane',
  'bare',
  'help',
] as const;

export type MenuCommand = (typeof menuCommands)[number];
