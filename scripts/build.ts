import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alone } from './alone.ts';
import { cacheFolder, outFolder, projectRoot } from './project.ts';

/** What the bundles are made from. */
const sources = ['src', 'electron.vite.config.ts', 'package-lock.json', 'tsconfig.json'];
const stampName = '.stamp';

/**
 * Makes `out/` by electron-vite where it is missing or older than its sources, without a word unless that fails. Several
 * starts may call it at once: one builds, the others wait for it; whoever runs on the old `out/` is not disturbed, as the
 * new one takes its place whole.
 */
export async function ensureBuilt(): Promise<void> {
  const stamp = await stampOfSources();
  if ((await stampOfBuild()) === stamp) return;
  await alone('build', async () => {
    if ((await stampOfBuild()) !== stamp) await build(stamp);
  });
}

const stampOfBuild = (): Promise<string> => readFile(join(outFolder, stampName), 'utf8').catch(() => '');

/** Changes with the name, size or time of any source file. */
async function stampOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    const files = await readdir(join(projectRoot, source), { recursive: true }).catch(() => ['']);
    for (const file of files.sort()) {
      const found = await stat(join(projectRoot, source, file));
      if (found.isFile()) hash.update(`${source}/${file}\n${String(found.size)} ${String(found.mtimeMs)}\n`);
    }
  }
  return hash.digest('hex');
}

async function build(stamp: string): Promise<void> {
  const fresh = join(cacheFolder, 'build');
  const old = join(cacheFolder, 'build-before');
  // Left by a build that was killed.
  await rm(fresh, { recursive: true, force: true });
  await rm(old, { recursive: true, force: true });

  await runElectronVite(fresh);
  await writeFile(join(fresh, stampName), stamp);
  await rename(outFolder, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(fresh, outFolder);
  await rm(old, { recursive: true, force: true });
}

async function runElectronVite(outDir: string): Promise<void> {
  const program = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const child = spawn(process.execPath, [program, 'build', '--logLevel', 'warn', '--outDir', outDir], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  process.off('exit', stop);
  if (code !== 0) throw new Error(`Proofsheet could not be built.\n${said.trim()}`);
}
