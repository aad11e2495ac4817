import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { serve } from '../src/cli/serve.ts';
import { PlainError, sentenceOf } from '../src/shared/result.ts';
import { ensureBuilt } from './build.ts';
import { noWindowReason, runDesktop } from './desktop.ts';
import { findElectron } from './electron-binary.ts';
import { openInBrowser } from './open-in-browser.ts';
import { callerFolder } from './project.ts';

/** `npm start`: the desktop window where Electron can be had, else the same application in the browser. */

interface StartOptions {
  browser?: true;
  port?: number;
  catalogue?: string;
  retryElectron?: true;
}

const program = new Command('npm start --')
  .description('Opens Proofsheet on folders of photographs; without a folder it asks for one.')
  .argument('[folder...]', 'folders of photographs')
  .option('--browser', 'serve to the browser on this machine instead of opening a window')
  .option('--port <number>', 'port for the browser (implies --browser); a free one if not given', toPort)
  .option('--catalogue <folder>', 'where scores are kept, instead of the place this system has for it')
  .option('--retry-electron', 'try once more to fetch Electron, for up to ten minutes')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .action(start);

await program.parseAsync().catch((error: unknown) => {
  console.error(sentenceOf(error));
  process.exitCode = error instanceof PlainError ? 2 : 1;
});

async function start(given: string[], options: StartOptions): Promise<void> {
  const folders = given.map((folder) => resolve(callerFolder, folder));
  const catalogue = options.catalogue === undefined ? undefined : resolve(callerFolder, options.catalogue);
  for (const folder of folders) {
    if (await isFolder(folder)) continue;
    console.error(`There is no folder ${folder}. Check its name, and that its drive is connected.`);
    process.exitCode = 2;
    return;
  }

  // Until the application has its own way to end, ending this process ends what it started.
  const endAtOnce = (): never => process.exit(130);
  process.on('SIGINT', endAtOnce);
  process.on('SIGTERM', endAtOnce);
  await ensureBuilt();
  const desktop = options.browser || options.port !== undefined ? null : await findDesktop(options);
  process.off('SIGINT', endAtOnce);
  process.off('SIGTERM', endAtOnce);

  let why = desktop === null ? null : 'missing' in desktop ? desktop.missing : null;
  if (desktop !== null && 'binary' in desktop) {
    const code = await runDesktop(desktop.binary, { folders, catalogue });
    if (code !== null) {
      process.exitCode = code;
      return;
    }
    why = 'its window could not open, see above';
  }
  if (why !== null) console.error(`Proofsheet opens in the browser, because ${why}.`);
  await serve(folders, { port: options.port, catalogue, onAddress: offer });
}

async function findDesktop({ retryElectron }: StartOptions) {
  const reason = noWindowReason();
  return reason === null ? findElectron({ retry: retryElectron ?? false }) : { missing: reason };
}

/** A person at a terminal with a desktop wants to see it; a script or a server wants the address alone. */
function offer(address: string): void {
  const hasDesktop = process.platform !== 'linux' || noWindowReason() === null;
  if (process.stdout.isTTY && hasDesktop) openInBrowser(address);
}

function toPort(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535)
    throw new InvalidArgumentError('A port is a number up to 65535.');
  return port;
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
