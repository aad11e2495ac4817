import chromium from '@sparticuz/chromium';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const cli = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

export interface Served {
  /** With the token. */
  address: string;
  process: ChildProcess;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** The real application in browser mode, on these folders and this catalogue. */
export async function serve(catalogue: string, ...folders: string[]): Promise<Served> {
  const child = spawn(process.execPath, [cli, 'serve', ...folders, '--catalogue', catalogue], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  onTestFinished(() => stop('SIGKILL'));
  child.stdout.setEncoding('utf8');
  const [address] = (await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error(`Browser mode ended at once: ${output}`);
    }),
  ])) as [string];
  return { address: address.trim(), process: child, stop };
}

let browser: Promise<Browser> | undefined;

async function launch(): Promise<Browser> {
  return await playwright.launch({
    executablePath: await chromium.executablePath(),
    // Its own arguments would switch off web security, which is what some of these tests are about.
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--force-color-profile=srgb'],
  });
}

/** A page of its own in a real Chromium; anything on its console that should not be there fails the test. */
export async function openPage(address: string, size = { width: 1440, height: 900 }): Promise<Page> {
  browser ??= launch();
  const context = await (await browser).newContext({ viewport: size, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  onTestFinished(async () => {
    await context.close();
    // Losing the connection, when a test stops the server, is said by the browser itself.
    const unexpected = complaints.filter((text) => !/WebSocket|ERR_CONNECTION_(REFUSED|RESET)/.test(text));
    if (unexpected.length > 0) throw new Error(`The page complained: ${unexpected.join('; ')}`);
  });
  await page.goto(address);
  return page;
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}
