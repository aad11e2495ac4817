import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../src/main/transport/electron-menu.ts';
import { barOf } from '../../src/main/transport/progress-bar.ts';
import { windowOptions } from '../../src/main/transport/electron-window-options.ts';
import { menuCommands } from '../../src/shared/menu.ts';

it('a page has no more power than a web page', () => {
  const { webPreferences } = windowOptions('/preload.cjs', { x: 0, y: 0, width: 800, height: 600 });
  expect(webPreferences).toEqual({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    spellcheck: false,
    navigateOnDragDrop: false,
  });
});

describe('the menu', () => {
  function menuOn(platform: NodeJS.Platform, updates = false) {
    const done: string[] = [];
    const template = menuTemplate(platform, {
      command: (command) => done.push(command),
      showCrashReports: () => done.push('crash reports'),
      checkForUpdates: updates ? () => done.push('updates') : null,
    });
    const items = template.flatMap(
      ({ submenu }) => (submenu as MenuItemConstructorOptions[] | undefined) ?? [],
    );
    for (const item of items) item.click?.({} as never, undefined, {} as never);
    return { done, items, titles: template.map(({ label, role }) => label ?? role) };
  }

  it.each(['darwin', 'win32', 'linux'] as const)('offers every command of the window on %s', (platform) => {
    const { done } = menuOn(platform);
    expect(done.toSorted()).toEqual([...menuCommands, 'crash reports'].toSorted());
  });

  it('has a menu of the application on macOS alone, and quits from where each system does', () => {
    expect(menuOn('darwin').titles).toEqual(['appMenu', 'File', 'Edit', 'View', 'windowMenu', 'help']);
    expect(menuOn('win32').titles).toEqual(['File', 'Edit', 'View', 'windowMenu', 'help']);
    expect(menuOn('linux').items.filter(({ role }) => role === 'quit')).toHaveLength(1);
    expect(menuOn('darwin').items.filter(({ role }) => role === 'quit')).toHaveLength(1);
  });

  it('looks for updates only where there are some to be had', () => {
    expect(menuOn('win32').done).not.toContain('updates');
    expect(menuOn('win32', true).done).toContain('updates');
  });

  it('leaves all keys to the window, where a person may change them', () => {
    expect(menuOn('linux').items.filter(({ accelerator }) => accelerator !== undefined)).toEqual([]);
  });
});

it('the taskbar shows how far the scoring is, and nothing while nothing is done', () => {
  expect(barOf({ state: 'working', done: 30, waiting: 90 })).toBe(0.25);
  expect(barOf({ state: 'scanning', done: 0, waiting: 0 })).toBe(2);
  expect(barOf({ state: 'paused', done: 30, waiting: 90 })).toBe(-1);
  expect(barOf({ state: 'idle', done: 120, waiting: 0 })).toBe(-1);
});
