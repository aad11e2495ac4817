import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from './project.ts';

/** A window that breaks down this soon never opened: a library is missing, or the system forbids its sandbox. */
const soonMs = 10_000;
/** Exit code of a start that told the person what is wrong; see `giveUp` in src/main/index.ts. */
const toldCode = 2;

/** Why Electron would not open a window here even with its binary, as the end of a sentence; null where it may. */
export function noWindowReason(platform = process.platform, env = process.env, uid = process.getuid?.()) {
  if (platform !== 'linux') return null;
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'there is no display';
  return uid === 0 ? 'Electron opens no window for root' : null;
}

/**
 * Runs the desktop application until it ends. Gives its exit code, or null where its window could not open; signals that
 * reach this process are passed on.
 */
export async function runDesktop(
  binary: string,
  options: { folders: string[]; catalogue: string | undefined },
): Promise<number | null> {
  const env = { ...process.env };
  delete env['ELECTRON_RUN_AS_NODE'];
  const catalogue = options.catalogue === undefined ? [] : [`--catalogue=${options.catalogue}`];
  const started = Date.now();
  const child = spawn(binary, [projectRoot, ...catalogue, '--', ...options.folders], {
    stdio: 'inherit',
    env,
  });
  let asked = false;
  const pass = (signal: NodeJS.Signals): void => {
    asked = true;
    child.kill(signal);
  };
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  const [code] = (await once(child, 'close').catch(() => [null])) as [number | null];
  process.off('SIGINT', pass);
  process.off('SIGTERM', pass);

  if (asked || code === 0) return 0;
  if (code !== toldCode && Date.now() - started < soonMs) return null;
  return code ?? 1;
}
