import chromium from '@sparticuz/chromium';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { chromium as playwright, type Browser } from 'playwright-core';

const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface BrowserMode {
  /** With the token. */
  address: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

/** The application in browser mode, in a process of its own. */
export async function serveCatalogue(catalogue: string, ...folders: string[]): Promise<BrowserMode> {
  const child = spawn(process.execPath, [cli, 'serve', ...folders, '--catalogue', catalogue], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.setEncoding('utf8');
  const [address] = (await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('Browser mode ended at once');
    }),
  ])) as [string];
  return {
    address: address.trim(),
    process: child,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

export const launchChromium = async (): Promise<Browser> =>
  await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--force-color-profile=srgb'],
  });
