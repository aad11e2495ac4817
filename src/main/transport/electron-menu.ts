import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../shared/menu.ts';

/** What the menu's items do outside the window. */
export interface MenuActions {
  command(command: MenuCommand): void;
  showCrashReports(): void;
  /** null where updates were not configured when the application was built. */
  checkForUpdates: (() => void) | null;
}

/**
 * The application's menu, after the customs of each system: on macOS the first menu bears the application's name and
 * has settings and quit, elsewhere these are under File and Edit. Keys are bound by the window alone, so that a person
 * may change them; only what belongs to the system has its accelerator here.
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  { command, showCrashReports, checkForUpdates }: MenuActions,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const item = (label: string, name: MenuCommand): MenuItemConstructorOptions => ({
    label,
    click: () => {
      command(name);
    },
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const settings = item('Settings…', 'settings');
  const updates: MenuItemConstructorOptions[] = checkForUpdates
    ? [{ label: 'Check for Updates…', click: checkForUpdates }]
    : [];

  const app: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      ...updates,
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
  return [
    ...(mac ? [app] : []),
    {
      label: 'File',
      submenu: [
        item('Add Folder…', 'addFolder'),
        item('Look for Changes', 'rescan'),
        separator,
        item('Hand Over…', 'handOver'),
        separator,
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: 'Edit',
      submenu: [
        item('Undo', 'undo'),
        item('Redo', 'redo'),
        separator,
        // Of text, in the fields that have some.
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        separator,
        item('Select All Photographs', 'selectAll'),
        ...(mac ? [] : [separator, settings]),
      ],
    },
    {
      label: 'View',
      submenu: [
        item('Larger Thumbnails', 'larger'),
        item('Smaller Thumbnails', 'smaller'),
        separator,
        item('Library Pane', 'leftPane'),
        item('Explanation Pane', 'rightPane'),
        item('Nothing but Photographs', 'bare'),
        separator,
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('Keys', 'help'),
        { label: 'Show Crash Reports', click: showCrashReports },
        ...(mac ? [] : [...updates, separator, { role: 'about' } satisfies MenuItemConstructorOptions]),
      ],
    },
  ];
}
