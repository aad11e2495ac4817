import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noWindowReason } from '../../scripts/desktop.ts';
import { projectRoot } from '../../scripts/project.ts';

const start = (...args: string[]) =>
  spawnSync(process.execPath, [join(projectRoot, 'scripts', 'start.ts'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: '/somewhere' },
  });

describe('npm start', () => {
  it('names a folder that is not there, resolved from where the person stood', () => {
    const { status, stdout, stderr } = start('no-such-folder', '--browser');
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('/somewhere/no-such-folder');
  });

  it.each([['--port', 'x'], ['--port', '65536'], ['--port', '-1'], ['--port', '1.5'], ['--no-such-option']])(
    'refuses %s %s',
    (...args) => {
      expect(start(...args).status).toBe(2);
    },
  );
});

describe('a window', () => {
  it.each([
    ['linux', { DISPLAY: ':0' }, 1000, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000, true],
    ['linux', {}, 1000, false],
    ['linux', { DISPLAY: '' }, 1000, false],
    ['linux', { DISPLAY: ':0' }, 0, false],
    ['darwin', {}, 501, true],
    ['win32', {}, undefined, true],
  ] as const)('on %s with %j as user %s: %s', (platform, env, uid, opens) => {
    expect(noWindowReason(platform, env, uid) === null).toBe(opens);
  });
});
